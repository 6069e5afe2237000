"""What stands on paper: records, lists, the added page and the stamp."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from qms.printing import shapes
from qms.printing.compose import print_list, print_present, print_record
from qms.printing.render import render_pdf
from qms.printing.stamp import stamp
from qms.printing.templatetags.printing import instant, shown
from qms.printing.widths import SIDEWAYS, UPRIGHT, column_classes
from tests.printing import pdfs
from tests.printing import shapes_of as made


@pytest.fixture(scope="module")
def body() -> bytes:
    return render_pdf(print_record(made.record(rows=40, history=12)), title="NC-2026-0042")


@pytest.mark.requirement("P11-50-2", "A11-8", "DI-L")
def test_record_shows_all_that_an_auditor_asks_for(body: bytes) -> None:
    text = pdfs.text(body)
    for expected in (
        "NC-2026-0042 Recall of churn model fell below its limit",
        "Effectiveness check",
        "Record revision 12",
        "Data changed since first entry: yes",
        "Łukasz Wójcik",
        "12 Dec 2026",
        "3 Jun 2026 09:12 UTC",
        "ISO/IEC 42001 A.6.2.6",
        "The labels of May were wrong",
        "run-log-4411.txt",
        "名前 太郎 review",
        "20 Jun 2026 14:12 UTC · Approver · record revision 12",
        "Covers: what happened, cause",
        "Severity minor → major",
        "The figure was read off the wrong dashboard.",
        "http://qms.example.org/r/NC-2026-0042",
    ):
        assert expected in text
    assert "3fa93fa9 " * 7 + "3fa93fa9" in text


def test_every_page_has_its_head_foot_and_number(body: bytes) -> None:
    count = len(pdfs.opened(body).pages)
    assert count > 3
    for page in range(1, count + 1):
        text = " ".join(pdfs.poppler("pdftotext", "-f", str(page), "-l", str(page), pdf=body).split())
        assert f"Page {page} of {count}" in text
        assert "Record revision 12 · Effectiveness check" in text
        assert "Content SHA-256" in text


def test_heads_of_long_tables_are_repeated_and_no_row_is_lost() -> None:
    pdf = render_pdf(print_list(made.listing(120)), title="x")
    text = pdfs.text(pdf)
    assert text.count("Severity") == len(pdfs.opened(pdf).pages) > 5
    assert [n for n in range(1, 121) if f"NC-2026-{n:04d}" not in text] == []


def test_long_difference_runs_over_pages_under_repeated_heads_and_nothing_is_cut() -> None:
    words = " ".join(f"w{n}" for n in range(3000))
    change = shapes.PrintChange(label="Cause", words=[("=", "The "), ("-", words), ("+", words.upper()), ("=", "end.")])
    version = replace(made.versions(2)[0], changes=[change])
    pdf = render_pdf(print_record(made.record(parts=0, versions=[version])), title="x")
    text = pdfs.text(pdf)
    assert all(f"w{n} " in text or f"w{n}" in text for n in (0, 1500, 2999))
    assert "W2999" in text
    assert text.count("Action and reason") >= len(pdfs.opened(pdf).pages) - 1


def test_overlong_words_stay_on_the_page() -> None:
    facts = [shapes.PrintFact(label="Link", value="x" * 400), shapes.PrintFact(label="L" * 90, value="y")]
    section = shapes.PrintSection(label="S" * 120, facts=facts)
    record = made.record(
        title="T" * 200, sections=[section], versions=(), facts=[shapes.PrintFact(label="A", value="z" * 90)]
    )
    pdf = render_pdf(print_record(record), title="x")
    words = pdfs.poppler("pdftotext", "-bbox", pdf=pdf)
    edges = [float(part.split('"')[1]) for part in words.split() if part.startswith("xMax=")]
    assert max(edges) <= 595 - 16 / 25.4 * 72 + 1


@pytest.mark.parametrize("prose", [False, True])
def test_an_endless_word_may_break_so_that_its_print_takes_no_quarter_of_a_minute(prose: bool) -> None:
    """To lay out a word takes the square of its length; a link or a hash stays as it is."""

    def pieces(letters: int) -> list[str]:
        section = shapes.PrintSection(label="S", facts=[shapes.PrintFact(label="F", value="x" * letters, prose=prose)])
        return re.findall("x{20,}", print_record(made.record(sections=[section], versions=(), parts=0)))

    assert [len(piece) for piece in pieces(400)] == [400]
    assert "".join(pieces(19_000)) == "x" * 19_000 and max(map(len, pieces(19_000))) <= 80


def test_cut_off_lists_and_histories_say_so() -> None:
    listing = pdfs.text(render_pdf(print_list(made.listing(5, total=2105)), title="x"))
    assert "2100 further rows are not printed" in listing
    assert "http://qms.example.org/nonconformities/?format=csv" in listing
    record = pdfs.text(render_pdf(print_record(made.record(history=2, versions_total=3)), title="x"))
    assert "1 older version is not printed" in record


def test_unsigned_unchanged_record_says_both() -> None:
    record = made.record(signatures=(), versions=made.versions(1), changed_since_first_entry=False)
    text = pdfs.text(render_pdf(print_record(record), title="x"))
    assert "Data changed since first entry: no" in text
    assert "Not signed." in text


def test_markup_in_values_is_printed_as_text() -> None:
    evil = "<script>alert(1)</script><img src=x>&amp;"
    section = shapes.PrintSection(label=evil, facts=[shapes.PrintFact(label=evil, value=evil, prose=True)])
    html = print_record(made.record(title=evil, sections=[section], versions=()))
    assert "<script" not in html
    assert html.count("<img") == 1, "the code of the address alone"
    assert evil in pdfs.text(render_pdf(html, title=evil))


def test_no_inline_style_or_script_in_any_print() -> None:
    for html in (print_record(made.record()), print_list(made.listing(2)), print_present(made.present())):
        assert "style=" not in html
        assert "<script" not in html
        assert "<style" not in html


def test_added_page_and_stamp_keep_tags_language_title_and_the_text_before(body: bytes) -> None:
    added = render_pdf(print_present(made.present()), title="x")
    lines = ["Uncontrolled copy", "Printed for 名前 太郎 on 23 Nov 2026 14:02 UTC"]
    whole = stamp(body, lines=lines, pages=[added])
    before, after = pdfs.opened(body), pdfs.opened(whole)
    assert len(after.pages) == len(before.pages) + 1
    assert after.metadata is not None and after.metadata.title == "NC-2026-0042"
    assert after.root_object["/Lang"] == "en"
    assert b"pdfuaid" in after.root_object["/Metadata"].get_data()
    for page in after.pages:
        assert "Printed for 名前 太郎 on 23 Nov 2026 14:02 UTC" in page.extract_text()
    assert "≠ changed since Signed revision 13, now revision 16." in pdfs.text(whole)
    assert pdfs.unembedded_fonts(whole) == []
    assert stamp(body, lines=lines, pages=[added]) == whole


def test_structure_of_the_added_page_is_read_out_and_the_stamp_is_not() -> None:
    body = render_pdf(print_record(made.record(parts=1, history=2)), title="x")
    added = render_pdf(print_present(made.present()), title="x")
    whole = stamp(body, lines=["Uncontrolled copy"], pages=[added])
    read_out = pdfs.poppler("pdfinfo", "-struct-text", pdf=whole)
    assert pdfs.poppler("pdfinfo", "-struct-text", pdf=body).rstrip() in read_out
    assert "Do the signatures still hold?" in read_out
    assert "FND-2026-0058" in read_out
    assert "Uncontrolled copy" not in read_out
    keys = PdfReader(BytesIO(whole)).root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"][::2]
    assert len(set(keys)) == len(keys)


def test_stamp_refuses_more_lines_than_lie_clear_of_the_foot(body: bytes) -> None:
    with pytest.raises(ValueError, match="at most 2"):
        stamp(body, lines=["a", "b", "c"])


def test_instants_are_in_utc_and_nothing_is_a_dash() -> None:
    assert instant(datetime.fromisoformat("2026-11-23T01:30:00+02:00")) == "22 Nov 2026 23:30 UTC"
    assert shown(None) == shown("") == shown([]) == "–"
    assert shown(["a", "b"]) == "a, b"
    assert shown(0) == "0"
    with pytest.raises(ValueError):
        instant(datetime(2026, 11, 23))  # noqa: DTZ001


@pytest.mark.parametrize("count", [1, 2, 7, 12, 25])
@pytest.mark.parametrize("room", [UPRIGHT, SIDEWAYS])
def test_columns_fill_the_page_exactly(count: int, room: float) -> None:
    kinds: list[shapes.Width] = ["number", "long", "state", "person", "date", "instant", "short"]
    classes = column_classes([kinds[n % 7] for n in range(count)], room=room)
    assert sum(int(name[1:]) for name in classes) == 100
    assert min(int(name[1:]) for name in classes) >= 2
