"""Rendering: what comes out is a proper PDF, always the same one, and the process that makes it can be lost."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from qms.printing import render
from qms.printing.checks import has_font
from qms.printing.failures import PrintFailed
from qms.printing.limits import Limits
from qms.printing.render import Manuscript, Press, render_pdf, render_sheaf
from tests.printing import pdfs

NAMES = "<h1>名前 太郎</h1><p>Łukasz Wójcik, Jonas Weiß, Ανδρέας, Ольга</p>"


@pytest.mark.requirement("DI-L")
def test_print_is_tagged_selectable_and_says_its_title_and_language() -> None:
    pdf = render_pdf(NAMES, title="NC-2026-0042 Łukasz", lang="de")
    reader = pdfs.opened(pdf)
    root = reader.root_object
    assert reader.metadata is not None
    assert reader.metadata.title == "NC-2026-0042 Łukasz"
    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert "H1" in pdfs.poppler("pdfinfo", "-struct", pdf=pdf)
    assert "Łukasz Wójcik, Jonas Weiß, Ανδρέας, Ольга" in pdfs.text(pdf)


@pytest.mark.requirement("DI-L")
def test_fonts_are_embedded_and_cjk_names_are_drawn_with_a_font_that_has_them() -> None:
    pdf = render_pdf(NAMES, title="Names")
    assert pdfs.unembedded_fonts(pdf) == []
    assert "名前 太郎" in pdfs.text(pdf)
    if has_font("ja"):
        assert any(font.startswith(family) for font in pdfs.fonts(pdf) for family in pdfs.families("ja"))


def test_same_input_gives_the_same_bytes_in_another_process_too() -> None:
    first = render_pdf(NAMES, title="Names")
    render.PRESS.stop()
    assert render_pdf(NAMES, title="Names") == first


def test_print_leaves_no_trace_of_when_and_where_it_was_made() -> None:
    pdf = pdfs.all_bytes(render_pdf(NAMES, title="Names"))
    assert b"CreationDate" not in pdf
    assert str(render.ROOT).encode() not in pdf


def test_warm_process_that_died_is_replaced() -> None:
    render_pdf("<p>before</p>", title="x")
    process = render.PRESS._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=10)
    assert "after" in pdfs.text(render_pdf("<p>after</p>", title="x"))


def test_prints_at_the_same_time_do_not_mix() -> None:
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(lambda n: render_pdf(f"<p>print {n}</p>", title=str(n)), range(6)))
    assert [pdfs.text(pdf) for pdf in made] == [f"print {n}" for n in range(6)]


def test_a_full_press_says_so_after_waiting() -> None:
    press = Press()
    for _ in range(render.AT_ONCE):
        press._turns.acquire()
    with pytest.raises(PrintFailed, match="under way") as caught:
        press.print(b"{}", wall=0)
    assert caught.value.status == 429


def test_too_much_html_is_refused_before_anything_starts() -> None:
    with pytest.raises(PrintFailed, match="too large") as caught:
        render_pdf("x" * 2_100_000, title="x")
    assert caught.value.status == 413


def test_too_large_a_pdf_is_refused() -> None:
    with pytest.raises(PrintFailed, match="too large"):
        render_pdf(NAMES, title="x", limits=Limits(pdf=1000))


def test_print_beyond_its_memory_is_stopped() -> None:
    with pytest.raises(PrintFailed) as caught:
        render_pdf("<p>word</p>" * 60_000, title="x", limits=Limits(memory=220 * 2**20, cpu=20))
    assert caught.value.cause == "memory", caught.value.detail


def test_print_beyond_its_wall_clock_is_stopped() -> None:
    with pytest.raises(PrintFailed, match="too long"):
        render_pdf("<p>word</p>" * 60_000, title="x", limits=Limits(wall=1))


def sheaf(*htmls: str) -> list[Manuscript]:
    return [Manuscript(html=html, title=f"Print {number}") for number, html in enumerate(htmls)]


def test_print_has_the_same_bytes_alone_and_after_others_in_the_same_child() -> None:
    some = sheaf(NAMES, "<h1>Second</h1><table><tr><td>名前</td></tr></table>", NAMES + "<p>third</p>")
    assert render_sheaf(some) == [render_pdf(one.html, title=one.title) for one in some]


def test_print_that_fails_takes_no_other_of_its_sheaf_with_it() -> None:
    endless = "<p>word</p>" * 60_000
    made = render_sheaf(sheaf("<p>before</p>", endless, "x" * 2_100_000, "<p>after</p>"), limits=Limits(wall=3))
    causes = [one.cause if isinstance(one, PrintFailed) else pdfs.text(one).split()[0] for one in made]
    assert causes == ["before", "time", "large", "after"]


def test_style_sheet_from_outside_static_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.css").write_text("p { color: red }")
    with pytest.raises(ValueError):
        render_pdf("<p>x</p>", css=[tmp_path / "own.css"], title="x")


def test_files_handed_over_are_served_and_no_others() -> None:
    dot = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 20"><text y="18">inside</text></svg>'
    html = '<img alt="dot" src="plumbline:files/dot.svg"><img alt="absent" src="plumbline:files/other.svg">'
    text = pdfs.text(render_pdf(html, title="x", files={"dot.svg": dot}))
    assert "inside" in text
    assert "absent" in text
