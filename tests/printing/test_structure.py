"""Prints can be listened to: tagged as PDF/UA-1 asks, as far as the structure shows it."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from qms.lib.prose import prose
from qms.printing import shapes
from qms.printing.compose import print_list, print_present, print_record
from qms.printing.render import render_pdf
from qms.printing.stamp import stamp
from tests.printing import shapes_of as made
from tests.printing.tagged import problems

MARKDOWN = """###### Deep at once

# Then high

### Deeper

A [link](https://example.org/x), **strong**, ~~gone~~, `code`, <b>raw</b> ![picture](https://example.org/a.png)

* one
  1. inside

| Week | Recall |
|------|--------|
| 12   |        |

> said

---
"""


@pytest.fixture(scope="module")
def body() -> bytes:
    """A record with everything, and with texts in which people used all that Markdown has."""
    whole = made.record(rows=40, history=12)
    fact = shapes.PrintFact(label="Text", value=prose(MARKDOWN), prose=True)
    told = shapes.PrintSection(label="What was written", facts=[fact])
    shape = made.record(rows=40, history=12, sections=[told, *whole.sections])
    return render_pdf(print_record(shape), title="NC-2026-0042")


@pytest.fixture(scope="module")
def added() -> bytes:
    return render_pdf(print_present(made.present()), title="NC-2026-0042")


@pytest.mark.requirement("DI-L")
def test_a_record_is_tagged_throughout(body: bytes) -> None:
    assert problems(body) == []


def test_a_copy_with_its_added_page_and_stamp_is_tagged_throughout(body: bytes, added: bytes) -> None:
    copy = stamp(body, lines=("Uncontrolled copy", "Printed for Łukasz"), pages=[added])
    assert problems(copy) == []
    assert len(PdfReader(BytesIO(copy)).pages) > len(PdfReader(BytesIO(body)).pages)


@pytest.mark.parametrize("rows", [0, 120])
def test_a_list_is_tagged_throughout(rows: int) -> None:
    assert problems(render_pdf(print_list(made.listing(rows)), title="Nonconformities")) == []


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("/Lang", "no language"), ("/MarkInfo", "not marked as tagged"),
        ("/ViewerPreferences", "the title is not shown in the window"), ("/Metadata", "does not claim to be PDF/UA"),
    ],
)  # fmt: skip
def test_what_is_missing_is_noticed(body: bytes, key: str, said: str) -> None:
    writer, result = PdfWriter(clone_from=PdfReader(BytesIO(body))), BytesIO()
    del writer.root_object[key]
    writer.write(result)
    assert said in problems(result.getvalue())


def test_headings_of_a_text_never_pass_over_a_level() -> None:
    """Whatever level people begin with, a text stands below the heading of its section."""
    text = "###### a\n\n# b\n\n#### c\n\n## d\n\nUnder\n===\n"
    assert re.findall(r"<h(\d)>(\w+)</h\1>", prose(text)) == [
        ("3", "a"), ("3", "b"), ("4", "c"), ("4", "d"), ("3", "Under"),
    ]  # fmt: skip
    assert "<h6>f</h6>" in prose("\n\n".join(f"{'#' * n} {c}" for n, c in enumerate("abcdef", 1)))


def test_a_picture_needs_words() -> None:
    """Charts come as SVG: with a title it is read out, without one the check names it."""
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}<path d="M0 0h9v9z"/></svg>'
    named = render_pdf(f"<h1>Chart</h1><figure>{drawn.format('<title>Recall by week</title>')}</figure>", title="Chart")
    bare = render_pdf(f"<h1>Chart</h1><figure>{drawn.format('')}</figure>", title="Chart")
    assert problems(named) == []
    assert any("without a replacement text" in said for said in problems(bare))
