"""Where the headings stand, or that there are none."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from .limits import HEADER_WITHIN
from .rows import Row
from .words import fold

LONGEST_HEADING = 120
#: Numbers, dates, times, amounts: what stands in a row of values and not over a column.
_VALUE = re.compile(r"[\s\d.,:/+\-%€$£'T]*\d[\s\d.,:/+\-%€$£'TZ]*")


class Header(NamedTuple):
    """`line` is 0 where the table has no headings; the data begins on `first`."""

    line: int
    first: int
    names: tuple[str, ...]
    note: str = ""


def find_header(rows: Sequence[Row], *, known: Collection[str] = (), wished: int | None = None) -> Header:
    """The headings within the first ten lines. `known` are folded names that settle it, `wished` a line (0: none).

    Raises Invalid when there is nothing to read.
    """
    filled = [r for r in rows if not r.is_blank and not r.problem]
    if not filled:
        raise Invalid(_("The file has no rows."))
    width = _width(filled)
    if wished is not None:
        return _wished(filled, width, wished)
    near = [r for r in filled if r.line <= HEADER_WITHIN] or filled[:1]
    for row in near:
        if _is_known(row, known):
            return _from(row, width)
    for row in near:
        if _looks_like_headings(row, width):
            return _from(row, width)
        if _count(row) > max(1, width // 2):  # a full row of values: the headings would have come before it
            return _without(row, width)
    return _without(next((r for r in filled if _count(r) > width // 2), filled[0]), width)


def _width(rows: Sequence[Row]) -> int:
    """The commonest number of cells, empty ones at the end left out where all rows leave them out."""
    widths = Counter(_last(r) for r in rows)
    most = max(widths.values())
    return max(w for w, n in widths.items() if n >= most * 0.5) or 1


def _last(row: Row) -> int:
    return max((i for i, c in enumerate(row.cells, 1) if c.strip()), default=0)


def _count(row: Row) -> int:
    return sum(bool(c.strip()) for c in row.cells)


def _is_known(row: Row, known: Collection[str]) -> bool:
    names = {fold(c) for c in row.cells if c.strip()}
    return len(names & set(known)) >= min(2, max(1, len(row.cells)))


def _looks_like_headings(row: Row, width: int) -> bool:
    cells = [c.strip() for c in row.cells if c.strip()]
    if len(cells) < max(1, (width + 1) // 2):
        return False
    return all(len(c) <= LONGEST_HEADING and not _VALUE.fullmatch(c) for c in cells)


def _wished(rows: Sequence[Row], width: int, line: int) -> Header:
    if line == 0:
        return _without(rows[0], width)
    for row in rows:
        if row.line == line:
            return _from(row, width)
    raise Invalid(_("There are no headings on line %d.") % line)


def _from(row: Row, width: int) -> Header:
    width = max(width, _last(row))
    cells = [c.strip()[:LONGEST_HEADING] for c in row.cells] + [""] * width
    note = _("The headings were found on line %d.") % row.line if row.line > 1 else ""
    return Header(row.line, row.line + 1, _distinct(cells[:width]), note)


def _without(row: Row, width: int) -> Header:
    note = _("No headings were found: columns are named by letter, and line %d is read as a record.") % row.line
    return Header(0, row.line, _distinct([""] * width), note)


def _distinct(cells: Sequence[str]) -> tuple[str, ...]:
    """Every column a name of its own: empty ones by their letter, repeated ones numbered."""
    names: list[str] = []
    for place, cell in enumerate(cells):
        name = " ".join(cell.split()) or _("Column %s") % letter(place)
        again = sum(1 for n in names if n == name or n.startswith(f"{name} ("))
        names.append(f"{name} ({again + 1})" if again else name)
    return tuple(names)


def letter(place: int) -> str:
    """A, B … Z, AA: the column's letter in a spreadsheet, from its place counted from 0."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text
