"""A CSV file as columns of text or of numbers, with the line each value stands on.

Encoding and delimiter are found as every import of the program finds them. The first line holds the headings. A file
in one column whose headings and rows fall apart at blanks, as R writes them, is read as columns separated by blanks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from qms.imports.delimited import read_delimited
from qms.imports.reading import Options, Table, open_table
from qms.imports.rows import Row
from qms.lib.errors import Invalid, Refused

from .numbers import LARGEST

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_ENDLESS = re.compile(r"[+-]?(nan|inf|infinity|#num!|#div/0!|#n/a)", re.IGNORECASE)
_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)


class BadCell(Invalid):
    """A place in a file that cannot be read; `line` 0 means the whole file, `column` "" the whole line."""

    def __init__(self, sentence: str, *, file: str, line: int = 0, column: str = "") -> None:
        where = [file]
        where += [_("line %d") % line] if line else []
        where += [_("column “%s”") % column] if column else []
        super().__init__(f"{', '.join(where)}: {sentence}")
        self.sentence, self.file, self.line, self.column = sentence, file, line, column


@dataclass(frozen=True)
class Sheet:
    """All of a file: `cells` by column and row, stripped of blanks, and the line of every row."""

    file: str
    names: tuple[str, ...]
    lines: list[int]
    cells: dict[str, list[str]]
    notes: list[str] = field(default_factory=list)

    def texts(self, column: str) -> list[str | None]:
        """The column as text; empty cells are None. Raises BadCell when there is no such column."""
        return [cell or None for cell in self._cells(column)]

    def numbers(self, column: str) -> list[float | None]:
        """The column as numbers; empty cells are None. Raises BadCell for text, NaN, infinity and what is too large."""
        return [self.number(column, row, cell) for row, cell in enumerate(self._cells(column))]

    def number(self, column: str, row: int, cell: str) -> float | None:
        """One cell as a number; `row` counts from 0."""
        if not cell:
            return None
        if not _NUMBER.fullmatch(cell):
            raise self.bad(column, row, _no_number(cell))
        value = float(cell)
        if abs(value) > LARGEST:
            said = _("%(cell)s is too large to compute with; at most %(most)g is taken. Use a larger unit.")
            raise self.bad(column, row, said % {"cell": cell[:40], "most": LARGEST})
        return value

    def has_numbers(self, column: str) -> float:
        """The share of numbers, or of what was meant as one (NaN, infinity), among the cells that are not empty."""
        filled = [cell for cell in self.cells[column] if cell]
        return sum(bool(_NUMBER.fullmatch(c) or _ENDLESS.fullmatch(c)) for c in filled) / len(filled) if filled else 0.0

    def bad(self, column: str, row: int, sentence: str) -> BadCell:
        """The refusal of one cell."""
        return BadCell(sentence, file=self.file, line=self.lines[row], column=column)

    def _cells(self, column: str) -> list[str]:
        if column not in self.cells:
            named = {"column": column, "names": ", ".join(self.names[:20])}
            raise BadCell(_("There is no column “%(column)s”. There are: %(names)s.") % named, file=self.file)
        return self.cells[column]


def read_sheet(path: Path, *, encoding: str = "", delimiter: str = "", name: str = "") -> Sheet:
    """Read a whole file. Raises BadCell for a file that is missing, empty, ragged or in no known encoding."""
    name = name or path.name
    if not path.is_file():
        raise BadCell(_("There is no such file."), file=name)
    try:
        table = open_table(path, name=name, options=Options(encoding, delimiter, header=_header_line(path)))
        return _sheet(table, by_blanks=not delimiter)
    except BadCell:
        raise
    except Refused as refusal:
        raise BadCell(" ".join(refusal.all_sentences()), file=name) from None
    except (UnicodeError, OSError) as error:
        raise BadCell(_("The file cannot be read: %s.") % error, file=name) from None


def _header_line(path: Path) -> int:
    with path.open("rb") as file:
        return 2 if file.read(4).lower() == b"sep=" else 1


def _sheet(table: Table, *, by_blanks: bool) -> Sheet:
    _check_width(table)
    rows = list(_sound(table))
    names = table.columns
    if by_blanks and rows and len(names) == 1 and len(names[0].split()) == len(rows[0].cells[0].split()) > 1:
        names = tuple(names[0].split())
        rows = [row._replace(cells=row.cells[0].split()) for row in rows]
    for row in rows:
        if len(row.cells) != len(names):
            raise _ragged(table, row, len(names))
    if not rows:
        raise BadCell(_("There are no rows under the headings."), file=table.name)
    notes = list(table.notes)
    if all(_NUMBER.fullmatch(name) for name in names):
        notes.append(_("The first line holds nothing but numbers; it was read as the headings."))
    cells = {column: [row.cells[i].strip() for row in rows] for i, column in enumerate(names)}
    return Sheet(table.name, names, [row.line for row in rows], cells, notes)


def _check_width(table: Table) -> None:
    """Refuse the first row that is longer than the headings; the reader would have named its cells by letter."""
    if table.kind != "csv":
        return
    width = 0
    for row in read_delimited(table.path, table.encoding, table.delimiter):
        width = len(row.cells) if row.line == table.header.line else width
        if width == len(table.columns):
            return
        if width and any(cell.strip() for cell in row.cells[width:]):
            raise _ragged(table, row, width)


def _ragged(table: Table, row: Row, width: int) -> BadCell:
    said = _("This row has %(n)d cells, the headings have %(width)d.") % {"n": len(row.cells), "width": width}
    return BadCell(said, file=table.name, line=row.line)


def _sound(table: Table) -> Iterator[Row]:
    for row in table.rows():
        if row.problem:
            raise BadCell(row.problem, file=table.name, line=row.line)
        yield row


def _no_number(cell: str) -> str:
    if _ENDLESS.fullmatch(cell):
        return _("%s cannot be computed with. Leave the cell empty where nothing was measured.") % cell
    if _COMMA.fullmatch(cell):
        return _("“%s” is no number. Write decimals with a point.") % cell[:40]
    return _("“%s” is no number.") % cell[:40]
