"""Rows from a spreadsheet, by way of the clipboard: read as an import reads a file, tried first, all in or none."""

import csv
import datetime
import io
import itertools
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from qms.imports.header import Header, letter
from qms.imports.mapping import KEEP, Mapping, propose
from qms.imports.reading import Options, Table, open_table
from qms.imports.result import Result
from qms.imports.run import run_import
from qms.imports.targets import headings
from qms.imports.words import fold
from qms.lib.errors import Forbidden, Invalid, TooLarge, Unmet
from qms.registers import registry

from .fmea_words import CELLS, label
from .lifecycle.fmea_guards import FILLED
from .rules import fmea as rules

MOST_CHARACTERS, MOST_ROWS = 1_000_000, 1_000
MOST_LINES = 5_000  # of one worksheet
ENOUGH_KNOWN = 2  # headings that make a first row one of headings


@dataclass(frozen=True)
class Row:
    """One pasted row as the preview shows it: its cells in the order of the sheet, and why it is refused."""

    line: int
    cells: list[str]
    said: list[tuple[str, str]]  # (column, sentence)


@dataclass(frozen=True)
class Pasted:
    """What became of the rows, or what would."""

    result: Result
    rows: list[Row]
    headed: bool

    @property
    def ok(self) -> bool:
        """Whether every row goes in, and at least one does."""
        return self.result.ok and self.result.valid > 0


def paste(worksheet: Any, text: str, *, actor: Any, at: datetime.datetime, source: str = "page", write: bool) -> Pasted:
    """Add the pasted rows to a worksheet; without `write` only say what would happen. One refused row and none goes in.

    The first row may hold headings; without them the columns are those of the sheet. Raises Forbidden, Unmet, TooLarge
    or Invalid.
    """
    _check(worksheet, actor)
    register = registry["fmea-lines"]
    with _table(text, register) as table:
        mapping = _mapping(register, table, worksheet)
        rows = list(itertools.islice(table.rows(), MOST_ROWS + 1))
        _check_room(worksheet, len(rows))
        result = run_import(
            register, table, mapping, actor=actor, at=at, source=source, dry_run=not write,
            may=lambda _register, _actor: True,
        )  # fmt: skip
    said: dict[int, list[tuple[str, str]]] = {}
    for problem in (*result.errors, *result.duplicates):
        said.setdefault(problem.line, []).append((problem.column, problem.message))
    places = [_place(table, mapping, name) for name in CELLS]
    shown = [Row(r.line, [_cell(r.cells, place) for place in places], said.get(r.line, [])) for r in rows]
    return Pasted(result, shown, table.header.line > 0)


def _check(worksheet: Any, actor: Any) -> None:
    if not rules.may_edit(actor, worksheet):
        raise Forbidden(_("You may not add to the lines of %s.") % worksheet.number)
    if worksheet.state not in FILLED:
        raise Unmet(_("The worksheet is not being filled in any more. Have it returned or taken up again first."))


def _check_room(worksheet: Any, rows: int) -> None:
    if rows > MOST_ROWS:
        raise TooLarge(_("At most %d rows are pasted at once. Paste the rest later, or import a file.") % MOST_ROWS)
    if worksheet.lines.count() + rows > MOST_LINES:
        raise Unmet(_("A worksheet holds at most %d lines. Begin another one.") % MOST_LINES)


@contextmanager
def _table(text: str, register: Any) -> Iterator[Table]:
    """The text as a table, in a file as long as it is read."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not text.strip():
        raise Invalid(_("Nothing was pasted. Copy rows in the spreadsheet first."))
    if len(text) > MOST_CHARACTERS:
        raise TooLarge(_("This is too much at once. Paste fewer rows, or import a file."))
    headed = _is_headed(text, register)
    options = Options(encoding="utf-8", delimiter="\t", header=int(headed))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paste.tsv"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        table = open_table(path, name=_("pasted.tsv"), options=options)
        yield table if headed else replace(table, header=Header(0, 1, _names(text)), notes=[])


def _names(text: str) -> tuple[str, ...]:
    """The columns of rows without headings: those of the sheet, and further ones by their letter.

    As many as most rows have, so that a row which is shorter or longer is the one that is refused.
    """
    widths: Counter[int] = Counter()
    with suppress(csv.Error):  # the reader says of each row what is wrong with its quotation marks
        widths.update(len(cells) for cells in csv.reader(io.StringIO(text, newline=""), delimiter="\t") if cells)
    width = max(widths, key=lambda n: (widths[n], n), default=1)
    own = [label(name) for name in CELLS[:width]]
    return (*own, *(_("Column %s") % letter(place) for place in range(len(own), width)))


def _is_headed(text: str, register: Any) -> bool:
    """Whether the first row holds headings of the sheet, in any of the languages they are known in."""
    try:
        first = next(csv.reader(io.StringIO(text, newline=""), delimiter="\t"), [])
    except csv.Error:
        return False
    known = {fold(cell) for cell in first} & headings(register)
    return len({name for name in known if len(name) > 1}) >= ENOUGH_KNOWN or {"s", "o", "d"} <= known


def _mapping(register: Any, table: Table, worksheet: Any) -> Mapping:
    """By headings where there are some, else by place; further columns are kept as text."""
    if table.header.line:
        sample = [r.cells for r in itertools.islice(table.rows(), 100) if not r.problem]
        mapping = propose(register, table.columns, sample)
    else:
        mapping = Mapping(columns=dict.fromkeys(table.columns, KEEP) | dict(zip(table.columns, CELLS, strict=False)))
    mapping.given = {"worksheet": worksheet.number}
    return mapping


def _place(table: Table, mapping: Mapping, name: str) -> int:
    column = mapping.column_of(name)
    return table.columns.index(column) if column else -1


def _cell(cells: list[str], place: int) -> str:
    return cells[place] if 0 <= place < len(cells) else ""


def order() -> list[tuple[str, str]]:
    """(letter, column in words) in the order in which rows without headings are read."""
    return [(letter(place), label(name)) for place, name in enumerate(CELLS)]
