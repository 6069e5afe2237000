"""One tagged PDF behind another, with both structure trees. pypdf copies pages and drops their tags; this does not."""

from __future__ import annotations

from collections.abc import Iterator

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, PdfObject, TextStringObject

STRUCTURE, PARENTS, NUMS = "/StructTreeRoot", "/ParentTree", "/Nums"


def append(writer: PdfWriter, added: PdfReader) -> None:
    """Append every page of `added`, its structure as a part of the document that is already there."""
    first = len(writer.pages)
    for page in added.pages:
        writer.add_page(page)
    if STRUCTURE not in writer.root_object or STRUCTURE not in added.root_object:
        return
    ours = dictionary(writer.root_object[STRUCTURE])
    # Cloning follows references; pages and annotations are known to the writer by now, so nothing is copied twice.
    theirs = dictionary(added.root_object[STRUCTURE]).clone(writer)
    nums = array(dictionary(ours[PARENTS])[NUMS])
    offset = 1 + max((number(key) for key in nums[::2]), default=-1)
    for old, page in zip(added.pages, writer.pages[first:], strict=True):
        if "/StructParents" in old:
            page[NameObject("/StructParents")] = NumberObject(number(old["/StructParents"]) + offset)
        for annotation in array(page.get("/Annots", ArrayObject())):
            note = dictionary(annotation.get_object())
            if "/StructParent" in note:
                note[NameObject("/StructParent")] = NumberObject(number(note["/StructParent"]) + offset)
    fresh = array(dictionary(theirs[PARENTS])[NUMS])
    for key, value in zip(fresh[::2], fresh[1::2], strict=True):
        nums.extend((NumberObject(number(key) + offset), value))
    _hang_in(ours, theirs, prefix=f"added-{offset}-")


def _hang_in(ours: DictionaryObject, theirs: DictionaryObject, *, prefix: str) -> None:
    """Make the added document element a part of ours, its table heads named apart from ours."""
    document = dictionary(array(ours["/K"])[0].get_object())
    for reference in array(theirs["/K"]):
        part = dictionary(reference.get_object())
        part[NameObject("/S")] = NameObject("/Part")
        part[NameObject("/P")] = document.indirect_reference or document
        array(document["/K"]).append(part.indirect_reference or part)
        for element in _elements(part):
            _rename_heads(element, prefix)


def _elements(element: DictionaryObject) -> Iterator[DictionaryObject]:
    yield element
    for kid in array(element.get("/K", ArrayObject())):
        found = kid.get_object()
        if isinstance(found, DictionaryObject) and found.get("/Type") == "/StructElem":
            yield from _elements(found)


def _rename_heads(element: DictionaryObject, prefix: str) -> None:
    if "/ID" in element:
        element[NameObject("/ID")] = TextStringObject(f"{prefix}{element['/ID']}")
    attributes = element.get("/A")
    if isinstance(attributes, DictionaryObject) and "/Headers" in attributes:
        named = [TextStringObject(f"{prefix}{head}") for head in array(attributes["/Headers"])]
        attributes[NameObject("/Headers")] = ArrayObject(named)


def dictionary(found: PdfObject | None) -> DictionaryObject:
    """What a reference leads to, as a dictionary. Raises ValueError if it is none."""
    resolved = found.get_object() if found is not None else None
    if not isinstance(resolved, DictionaryObject):
        raise ValueError("not a dictionary")
    return resolved


def array(found: PdfObject | None) -> ArrayObject:
    """What a reference leads to, as an array. Raises ValueError if it is none."""
    resolved = found.get_object() if found is not None else None
    if not isinstance(resolved, ArrayObject):
        raise ValueError("not an array")
    return resolved


def number(found: PdfObject | None) -> int:
    """What a reference leads to, as a number. Raises ValueError if it is none."""
    resolved = found.get_object() if found is not None else None
    if not isinstance(resolved, NumberObject):
        raise ValueError("not a number")
    return int(resolved)
