"""What is laid over a kept print or put behind it: a copy stamp, pages for one reader. The kept print stays."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

from django.template.loader import render_to_string
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, StreamObject

from qms.printing import tags
from qms.printing.render import STATIC, render_pdf

STYLES = (STATIC / "css" / "tokens.css", STATIC / "print" / "stamp.css")
NAME = "/CopyStamp"
#: Where the strip lies on a page, in points from the left and the lower edge: under the foot, inside every margin.
LEFT, BOTTOM = 45, 14
#: A strip of this many lines still lies clear of the foot.
LINES = 2


def stamp(pdf: bytes, *, lines: Sequence[str], pages: Sequence[bytes] = ()) -> bytes:
    """Lay lines over the foot of each page and put tagged PDFs behind the last one; tags, language and title stay.

    Args:
        lines: at most two short lines, such as "Uncontrolled copy" and who printed it when; none: no stamp.
        pages: PDFs made by `render_pdf`, appended in order and stamped as well.

    Raises:
        ValueError: more lines than lie clear of the foot.
    """
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    for added in pages:
        tags.append(writer, PdfReader(BytesIO(added)))
    if lines:
        _lay_over(writer, PdfReader(BytesIO(strip(tuple(lines)))))
    result = BytesIO()
    writer.write(result)
    return result.getvalue()


@lru_cache(maxsize=64)
def strip(lines: tuple[str, ...]) -> bytes:
    """The stamp by itself, a small PDF; kept in memory, because one reader prints several records in a minute."""
    if len(lines) > LINES:
        raise ValueError(f"a stamp has at most {LINES} lines")
    return render_pdf(render_to_string("print/stamp.html", {"lines": lines}), css=STYLES, title="", tagged=False)


def _lay_over(writer: PdfWriter, drawn: PdfReader) -> None:
    """Draw the strip on every page as an artifact: seen by everybody, not read out on every page."""
    form = writer._add_object(_as_form(writer, drawn))
    before = writer._add_object(_stream("q"))
    after = writer._add_object(_stream(f"Q /Artifact BMC q 1 0 0 1 {LEFT} {BOTTOM} cm {NAME} Do Q EMC"))
    for page in writer.pages:
        resources = DictionaryObject(tags.dictionary(page["/Resources"]))  # this page's own copy: pages share them
        images = DictionaryObject(tags.dictionary(resources.get("/XObject", DictionaryObject())))
        images[NameObject(NAME)] = form
        resources[NameObject("/XObject")] = images
        page[NameObject("/Resources")] = resources
        contents = page["/Contents"]
        body = list(contents) if isinstance(contents, ArrayObject) else [page.raw_get("/Contents")]
        page[NameObject("/Contents")] = ArrayObject([before, *body, after])


def _as_form(writer: PdfWriter, drawn: PdfReader) -> StreamObject:
    page = drawn.pages[0]
    form = _stream("")
    contents = page.get_contents()
    form.set_data(contents.get_data() if contents is not None else b"")
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(page.mediabox),
            NameObject("/Resources"): tags.dictionary(page["/Resources"]).clone(writer),
        }
    )
    return form.flate_encode()


def _stream(drawing: str) -> StreamObject:
    stream = DecodedStreamObject()
    stream.set_data(drawing.encode())
    return stream
