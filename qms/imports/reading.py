"""A file as a table: its headings, and its rows as often as one asks, in constant memory."""

import hashlib
import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid, TooLarge, WrongType

from . import delimited, encoding, workbook
from .header import Header, find_header
from .limits import MOST_BYTES, MOST_COLUMNS, MOST_LINES
from .rows import Row

LOOK = 100  # rows read to find the headings
TEXT_ENDINGS = (".csv", ".tsv", ".txt", ".tab")
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
#: First bytes of what is not a table, whatever its name says.
OTHERS = {
    b"\xd0\xcf\x11\xe0": "an old or a password-protected Office file; save it as XLSX without a password",
    b"%PDF-": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture",
    b"\x7fELF": "a program", b"MZ": "a program", b"\x1f\x8b": "a packed file", b"7z\xbc\xaf": "a packed file",
    b"SQLite format 3": "a database", b"{\\rtf": "a text document",
}  # fmt: skip
MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<script", b"<svg", b"<head", b"<body", b"<?php", b"#!")


@dataclass(frozen=True)
class Options:
    """What the reader shall not find out by itself. Empty: find out. `header` 0 says that there are no headings."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header: int | None = None


FIND_OUT = Options()


@dataclass(frozen=True)
class Table:
    """A file that was understood. `notes` are sentences about what was found out and may be wrong."""

    path: Path
    name: str
    kind: str  # "csv" or "xlsx"
    header: Header
    sha256: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings, each a name of its own."""
        return self.header.names

    def rows(self) -> Iterator[Row]:
        """The rows under the headings, blank ones left out, each as wide as the headings or with a problem.

        Raises TooLarge and Invalid where the file cannot be read on.
        """
        for row in _raw(self):
            if row.line >= self.header.first and not row.is_blank:
                yield _fitted(row, len(self.columns), exact=self.kind == "csv")


def open_table(path: Path, *, name: str = "", options: Options = FIND_OUT, known: Collection[str] = ()) -> Table:
    """Understand a file. `name` is what the person calls it, `known` are folded headings that a register knows.

    Raises WrongType, TooLarge or Invalid with a sentence that says what to do.
    """
    name = name or path.name
    kind = _kind(path, name)
    notes: list[str] = []
    found, delimiter, sheet = "", "", ""
    if kind == "xlsx":
        workbook.check_archive(path)
        sheet, sheets = workbook.find_sheet(path, options.sheet)
        if len(sheets) > 1 and not options.sheet:
            notes.append(_("The workbook has %(n)d sheets; “%(name)s” is read.") % {"n": len(sheets), "name": sheet})
    else:
        found = _usable(options.encoding) if options.encoding else _found(path, notes)
        delimiter = options.delimiter or delimited.find_delimiter(path, found)
    table = Table(path, name, kind, Header(0, 1, ()), _digest(path), found, delimiter, sheet, notes)
    header = find_header(list(itertools.islice(_raw(table), LOOK)), known=known, wished=options.header)
    if len(header.names) > MOST_COLUMNS:
        named = {"n": len(header.names), "most": MOST_COLUMNS}
        raise TooLarge(_("The table has %(n)d columns; at most %(most)d are read.") % named)
    notes += [header.note] if header.note else []
    return Table(path, name, kind, header, table.sha256, found, delimiter, sheet, notes)


def _kind(path: Path, name: str) -> str:
    ending = Path(name).suffix.lower()
    with path.open("rb") as file:
        head = file.read(1024)
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise TooLarge(_("Files may have at most %d MB.") % (MOST_BYTES // 1024**2))
    if not head.strip():
        raise Invalid(_("The file is empty."))
    for start, what in OTHERS.items():
        if head.startswith(start):
            raise WrongType(_("This is %s. Taken are CSV, TSV and XLSX.") % what)
    zipped = head.startswith(ZIP)
    if ending == ".xlsx" and zipped:
        return "xlsx"
    if ending in TEXT_ENDINGS and not zipped:
        if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(MARKUP):
            raise WrongType(_("This file is a web page or program, not a table. Export it again as CSV."))
        return "csv"
    if zipped or ending == ".xlsx":
        said = _("The content of this file is not what “%s” says. Save it again in that format.")
        raise WrongType(said % (ending or name))
    raise WrongType(_("Files of type “%s” cannot be imported. Taken are .csv, .tsv, .txt and .xlsx.") % (ending or "?"))


def _found(path: Path, notes: list[str]) -> str:
    said = encoding.find_encoding(path)
    notes += [said.note] if said.note else []
    return said.name


def _usable(name: str) -> str:
    try:
        "".encode(name)
    except (LookupError, ValueError):
        raise Invalid(_("There is no encoding “%s”.") % name[:40]) from None
    return name


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _raw(table: Table) -> Iterator[Row]:
    if table.kind == "xlsx":
        yield from workbook.read_sheet(table.path, table.sheet)
        return
    for row in delimited.read_delimited(table.path, table.encoding, table.delimiter):
        if row.line > MOST_LINES:
            raise TooLarge(_("The file has more than %d lines.") % MOST_LINES)
        yield row


def _fitted(row: Row, width: int, *, exact: bool) -> Row:
    """The row with as many cells as there are columns. Empty cells too many or, in a sheet, too few do not matter."""
    if row.problem:
        return row
    cells = row.cells
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > width or (exact and len(cells) < width):
        said = _("This row has %(n)d cells, the headings have %(width)d.") % {"n": len(cells), "width": width}
        return row._replace(problem=said)
    return row._replace(cells=cells + [""] * (width - len(cells)))
