"""What every reader gives: a line number, its cells as text, and what is wrong with it."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from .limits import FORBIDDEN, LONGEST_CELL, MOST_COLUMNS


class Row(NamedTuple):
    """One row of a table. `line` is the physical line (CSV) or row (XLSX) it begins on, counted from 1."""

    line: int
    cells: list[str]
    problem: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing but empty cells."""
        return not self.problem and not any(c.strip() for c in self.cells)


def checked(line: int, cells: list[str]) -> Row:
    """The row, with the first thing in it that no record may hold named as its problem."""
    if len(cells) > MOST_COLUMNS:
        said = _("This row has %(n)d cells; at most %(most)d are read.") % {"n": len(cells), "most": MOST_COLUMNS}
        return Row(line, cells[:MOST_COLUMNS], said)
    for place, cell in enumerate(cells, 1):
        if len(cell) > LONGEST_CELL:
            said = _("Cell %(place)d has more than %(most)d characters.") % {"place": place, "most": LONGEST_CELL}
            return Row(line, [c[:200] for c in cells], said)
        if found := FORBIDDEN.search(cell):
            named = {"place": place, "sign": f"U+{ord(found.group()):04X}"}
            said = _("Cell %(place)d contains the control character %(sign)s. Remove it.") % named
            return Row(line, [FORBIDDEN.sub("�", c) for c in cells], said)
    return Row(line, cells)
