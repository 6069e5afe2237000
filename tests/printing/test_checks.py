"""A machine without the fonts: prints are made all the same, and a system check says what to install."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qms.printing import render
from qms.printing.checks import prints_can_be_made
from qms.printing.render import render_pdf
from tests.printing import pdfs

DEJAVU = Path("/usr/share/fonts/truetype/dejavu")


@pytest.fixture
def only_dejavu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A fontconfig that knows one folder, for this process and for the one that prints."""
    if not DEJAVU.is_dir():
        pytest.skip("fonts-dejavu-core is where Debian has it")
    config = tmp_path / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{DEJAVU}</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))
    render.PRESS.stop()
    yield
    render.PRESS.stop()


def test_missing_cjk_font_is_a_warning_that_names_the_package(only_dejavu: None) -> None:
    found = prints_can_be_made(None)
    assert [message.id for message in found] == ["printing.W001"]
    assert "fonts-noto-cjk" in str(found[0].hint)


def test_print_without_a_cjk_font_is_made_and_keeps_the_text(only_dejavu: None) -> None:
    pdf = render_pdf("<p>名前 太郎 and Łukasz</p>", title="Names")
    assert "Łukasz" in pdfs.text(pdf)
    assert all(font.startswith("dejavu") for font in pdfs.fonts(pdf))
    assert pdfs.unembedded_fonts(pdf) == []


def test_fonts_of_the_readme_are_found_here() -> None:
    assert prints_can_be_made(None) == []
