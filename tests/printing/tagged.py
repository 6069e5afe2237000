"""What a PDF/UA-1 file must have in its structure (ISO 14289-1; numbers of the Matterhorn Protocol), read with pypdf.

No validator is to be had from the package registries; this reads what matters most. Each problem is one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

from tests.printing.pdfs import opened

#: Operators that put something on the page: text, painted paths, shadings, images and forms.
SHOWN = {b"Tj", b"TJ", b"'", b'"', b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh", b"Do", b"BI"}
HEADINGS = {f"/H{level}": level for level in range(1, 7)}


def problems(pdf: bytes) -> list[str]:
    """Everything that is wrong with the structure of a print."""
    reader = opened(pdf)
    elements = list(_elements(reader))
    names = [e["/ID"] for e in elements if "/ID" in e]
    found = [*_document(reader), *_tables(elements), *_headings(elements)]
    found += ["two elements have the same name"] if len(set(names)) < len(names) else []
    found += [
        f"{e['/S']} without a replacement text" for e in elements if e["/S"] in ("/Figure", "/Formula") and not _says(e)
    ]
    for number, page in enumerate(reader.pages, 1):
        found += [f"page {number}: {said}" for said in (*_page(reader, page), *_fonts(page))]
    return found


def _document(reader: PdfReader) -> Iterator[str]:
    """06-001 to 07-002, 11-006: marked, titled, in a language, claiming what it is."""
    root = reader.root_object
    if not root.get("/MarkInfo", {}).get("/Marked") or root["/MarkInfo"].get("/Suspects"):
        yield "not marked as tagged"
    if not root.get("/Lang"):
        yield "no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the title is not shown in the window"
    told = reader.xmp_metadata
    if told is None or not told.dc_title or not all(told.dc_title.values()):
        yield "no dc:title in the metadata"
    if "/Metadata" not in root or b"pdfuaid:part" not in root["/Metadata"].get_data():
        yield "does not claim to be PDF/UA"


def _elements(reader: PdfReader) -> Iterator[Any]:
    """Every structure element, parents first."""
    waiting = [reader.root_object["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop(0)
        if element.get("/S"):
            yield element
        waiting = [*(k for k in kids(element) if hasattr(k, "get") and k.get("/S")), *waiting]


def kids(element: Any) -> list[Any]:
    """The children of an element: elements, references to annotations, numbers of marked content."""
    found = element.get("/K", [])
    found = found.get_object() if hasattr(found, "get_object") else found
    return [k.get_object() for k in (found if isinstance(found, list) else [found])]


def _says(element: Any) -> bool:
    return bool(str(element.get("/Alt", "")).strip() or str(element.get("/ActualText", "")).strip())


def _headings(elements: list[Any]) -> Iterator[str]:
    """14-002, 14-003: the first heading is H1, and no level is passed over on the way down."""
    last = 0
    for element in elements:
        level = HEADINGS.get(element["/S"])
        if level is not None:
            if level > last + 1:
                yield f"H{level} after H{last}"
            last = level


def _tables(elements: list[Any]) -> Iterator[str]:
    """15-003, 09-004: rows in tables, cells in rows, and each cell names its heads (so a head needs no scope)."""
    for table in (e for e in elements if e["/S"] == "/Table"):
        rows = [r for k in kids(table) for r in ([k] if k["/S"] == "/TR" else kids(k) if k["/S"] != "/Caption" else [])]
        if any(r["/S"] != "/TR" for r in rows) or any(c["/S"] not in ("/TH", "/TD") for r in rows for c in kids(r)):
            yield "a table holds something else than rows of cells"
        cells = [c for r in rows for c in kids(r)]
        heads = {c.get("/ID") for c in cells if c["/S"] == "/TH"}
        if not heads or None in heads or len(heads) != sum(c["/S"] == "/TH" for c in cells):
            yield "a table without heads, or with heads that have no name of their own"
        if any(not set(_attribute(c, "/Headers") or ()) & heads for c in cells if c["/S"] == "/TD"):
            yield "a cell that no head of its table heads"
        if len({sum(int(_attribute(c, "/ColSpan") or 1) for c in kids(r)) for r in rows}) > 1:
            yield "rows of different length"


def _attribute(element: Any, name: str) -> Any:
    given = element.get("/A", {})
    given = given.get_object() if hasattr(given, "get_object") else given
    for one in given if isinstance(given, list) else [given]:
        if name in one.get_object():
            return one.get_object()[name]
    return None


def _page(reader: PdfReader, page: PageObject) -> Iterator[str]:
    """01-003 to 01-005, 28-004 to 28-012: what is shown is tagged or an artifact; links are tagged and described."""
    contents = page.get_contents()
    marks, numbers = _marked(ContentStream(contents, reader)) if contents else (0, set())
    if marks:
        yield f"{marks} operators show what is neither tagged nor an artifact"
    tree = dict(_parent_tree(reader))
    if numbers:
        parents = tree.get(page.get("/StructParents", -1))
        if parents is None or any(n >= len(parents) or parents[n].get_object() is None for n in numbers):
            yield "marked content without an element"
    for note in page.get("/Annots", []):
        link = note.get_object()
        if page.get("/Tabs") != "/S":
            yield "annotations are not read in the order of the structure"
        if not link.get("/Contents"):
            yield "a link without a description"
        element = tree.get(link.get("/StructParent", -1))
        if element is None or element.get_object()["/S"] != "/Link":
            yield "a link outside the structure"


def _marked(stream: ContentStream) -> tuple[int, set[int]]:
    """How many operators show something outside any mark, and the numbers of the marked content."""
    depth, bare, numbers = 0, 0, set()
    for operands, operator in stream.operations:
        if operator in (b"BMC", b"BDC"):
            depth += 1
            if operator == b"BDC" and isinstance(operands[1], dict) and "/MCID" in operands[1]:
                numbers.add(int(operands[1]["/MCID"]))
        elif operator == b"EMC":
            depth -= 1
        elif operator in SHOWN and not depth:
            bare += 1
    return bare, numbers


def _parent_tree(reader: PdfReader) -> Iterator[tuple[int, Any]]:
    nums = reader.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    for key, value in zip(nums[::2], nums[1::2], strict=True):
        yield int(key), value.get_object()


def _fonts(page: PageObject) -> Iterator[str]:
    """10-001, 31-009: each font is embedded and says which letters it draws."""
    for name, font in page["/Resources"].get("/Font", {}).items():
        if "/ToUnicode" not in font.get_object():
            yield f"font {name} does not say which letters it draws"
