"""The words of DOCX and XLSX, with the standard library; macros and what would be fetched from elsewhere is refused."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from qms.lib.errors import TooLarge, WrongType

#: Bytes of one part once unpacked; a book of 1,000 pages has about a tenth of it.
MOST_PART = 30 * 1024 * 1024
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
#: Links that a reader clicks are harmless; everything else would be fetched or run when the file is opened.
CLICKED = "/hyperlink"
FETCHING = re.compile(r"^\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)\b", re.IGNORECASE)
ACTIVE = re.compile(r"(^|/)(activex|vbaproject|vbadata|macrosheets)", re.IGNORECASE)
OBJECTS = re.compile(r"(^|/)embeddings/.*\.bin$", re.IGNORECASE)


def word_words(data: bytes) -> str:
    """The paragraphs of a DOCX: headings as Markdown headings, cells of a row beside one another."""
    with _opened(data) as archive:
        root = _part(archive, "word/document.xml")
    for code in root.iter(f"{WORD}instrText"):
        if FETCHING.match(code.text or ""):
            raise WrongType(_("This file fetches content from elsewhere when it is opened. Put the content into it."))
    body = root.find(f"{WORD}body")
    return "\n\n".join(_blocks(body)) if body is not None else ""


def sheet_words(data: bytes) -> str:
    """The cells of an XLSX, a line for each row that says something."""
    with _opened(data) as archive:
        shared = _shared(archive)
        names = sorted(n for n in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", n))
        lines: list[str] = []
        for name in names:
            for row in _part(archive, name).iter(f"{SHEET}row"):
                cells = [_cell(cell, shared) for cell in row.iter(f"{SHEET}c")]
                if any(cells):
                    lines.append("\t".join(cells).rstrip("\t"))
    return "\n".join(lines)


def title_of(data: bytes) -> str:
    """The title that a file's own properties give; empty where there is none. Raises WrongType."""
    with _opened(data) as archive:
        if "docProps/core.xml" not in archive.namelist():
            return ""
        found = _part(archive, "docProps/core.xml").find("{http://purl.org/dc/elements/1.1/}title")
    return (found.text or "").strip() if found is not None else ""


def _opened(data: bytes) -> zipfile.ZipFile:
    """The archive, without anything that acts by itself. Raises WrongType."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        for name in archive.namelist():
            if ACTIVE.search(name):
                raise WrongType(_("This file holds macros. Save it without them."))
            if OBJECTS.search(name):
                raise WrongType(_("This file holds an embedded object. Put a picture or the text in its place."))
        for name in archive.namelist():
            if name.endswith(".rels"):
                _check_links(_part(archive, name))
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise WrongType(_("This file cannot be opened: %s. Save it again.") % error) from None
    return archive


def _check_links(root: Element) -> None:
    for one in root:
        if one.get("TargetMode") == "External" and not one.get("Type", "").endswith(CLICKED):
            what = one.get("Type", "").rpartition("/")[2] or "?"
            said = _("This file takes content from another place (%(what)s: %(where)s). Put the content into the file.")
            raise WrongType(said % {"what": what, "where": one.get("Target", "")[:80]})


def _part(archive: zipfile.ZipFile, name: str) -> Element:
    """One part as XML, no larger than MOST_PART. Raises TooLarge, WrongType."""
    try:
        with archive.open(name) as part:
            data = part.read(MOST_PART + 1)
    except (KeyError, RuntimeError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise WrongType(_("This file is damaged: %s. Save it again.") % str(error).strip("'\"")) from None
    if len(data) > MOST_PART:
        raise TooLarge(_("A part of this file unpacks to more than %d MB.") % (MOST_PART // 1024**2))
    try:
        found: Element = fromstring(data, forbid_dtd=True)
    except Exception as error:  # of defusedxml, expat and the reader of encodings
        raise WrongType(_("This file is damaged: %s. Save it again.") % error) from None
    return found


def _blocks(parent: Element) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{WORD}p":
            if text := _paragraph(child):
                yield text
        elif child.tag == f"{WORD}tbl":
            for row in child.iter(f"{WORD}tr"):
                cells = [" ".join(_paragraph(p) for p in cell.iter(f"{WORD}p")) for cell in row.iter(f"{WORD}tc")]
                yield " | ".join(cells)
        elif child.tag in (f"{WORD}sdt", f"{WORD}sdtContent"):
            yield from _blocks(child)


def _paragraph(paragraph: Element) -> str:
    text = "".join(_run(node) for node in paragraph.iter()).strip()
    style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    named = re.fullmatch(r"(?:heading|berschrift|titre)?\s*([1-6])|title", _style(style), re.IGNORECASE)
    if not text or named is None:
        return text
    return f"{'#' * int(named.group(1) or 1)} {text}"


def _style(style: Any) -> str:
    return str(style.get(f"{WORD}val", "")) if style is not None else "-"


def _run(node: Element) -> str:
    if node.tag == f"{WORD}t":
        return node.text or ""
    return "\t" if node.tag == f"{WORD}tab" else "\n" if node.tag in (f"{WORD}br", f"{WORD}cr") else ""


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    items = _part(archive, "xl/sharedStrings.xml").iter(f"{SHEET}si")
    return ["".join(t.text or "" for t in item.iter(f"{SHEET}t")) for item in items]


def _cell(cell: Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(f"{SHEET}t"))
    value = cell.find(f"{SHEET}v")
    text = (value.text or "") if value is not None else ""
    if cell.get("t") == "s" and text.isdigit() and int(text) < len(shared):
        return shared[int(text)]
    return text
