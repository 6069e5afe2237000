"""One look through the whole file before anything is written: how many rows, and which questions it leaves open."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from .amounts import NumberScout
from .dates import STYLES, DateScout
from .lookups import Lookups
from .mapping import Mapping
from .reading import Table
from .rows import Row
from .targets import Target, targets
from .values import looks_like_list, read_list
from .words import fold

Mapped = Sequence[tuple[int, str, Target]]
MOST_VALUES = 40  # unknown values named per column


class Unclear(Invalid):
    """Dates or numbers that can be read in two ways, by column."""


@dataclass
class Survey:
    """What the look found. Questions are by column."""

    rows: int = 0
    styles: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    dates_unclear: dict[str, str] = field(default_factory=dict)
    numbers_unclear: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, list[str]] = field(default_factory=dict)  # column → cells that are no choice, person or unit

    def require_answers(self) -> None:
        """Raises Unclear, by column, while a date or number can be read in two ways."""
        errors: dict[str, list[str]] = {}
        for column, said in self.dates_unclear.items():
            text = _("Column “%(column)s”: %(said)s. Say in which order its dates are written.")
            errors[column] = [text % {"column": column, "said": said}]
        for column, said in self.numbers_unclear.items():
            text = _("Column “%(column)s”: %(said)s. Say which decimal mark its numbers have.")
            errors.setdefault(column, []).append(text % {"column": column, "said": said})
        if errors:
            raise Unclear(fields=errors)


def survey(register: Any, table: Table, mapping: Mapping) -> Survey:
    """Look through all rows of the mapped columns."""
    known, found = targets(register), Survey()
    places = {c: i for i, c in enumerate(table.columns)}
    mapped = [(places[c], c, known[n]) for c, n in mapping.columns.items() if n in known and c in places]
    dates = {c: DateScout() for _i, c, t in mapped if t.kind in ("date", "moment")}
    numbers = {c: NumberScout() for _i, c, t in mapped if t.kind in ("number", "whole")}
    strange = _Strange(mapped, mapping)
    for row in table.rows():
        found.rows += 1
        if not row.problem:
            _see(row, mapped, dates, numbers)
            strange.see(row)
    found.unknown = strange.found
    for column, scout in dates.items():
        _answer(found.styles, found.dates_unclear, column, mapping.date_style(column), scout.style)
    for column, count in numbers.items():
        _answer(found.marks, found.numbers_unclear, column, mapping.decimal_mark(column), count.mark)
    return found


def _see(row: Row, mapped: Mapped, dates: dict[str, DateScout], numbers: dict[str, NumberScout]) -> None:
    for place, column, _target in mapped:
        if column in dates:
            dates[column].see(row.cells[place])
        elif column in numbers:
            numbers[column].see(row.cells[place])


def _answer(answers: dict[str, str], unclear: dict[str, str], column: str, given: str, find: Any) -> None:
    if given:
        answers[column] = given
        return
    try:
        answers[column] = find()
    except ValueError as question:
        unclear[column] = str(question)


class _Strange:
    """Collects the cells of choice, state, person and unit columns that mean nothing yet."""

    def __init__(self, mapped: Mapped, mapping: Mapping) -> None:
        self.mapping, self.lookups = mapping, Lookups()
        self.columns = [(i, c, t) for i, c, t in mapped if t.choices or t.kind in ("person", "people", "unit")]
        self.values = {t.name: dict(t.values) for _i, _c, t in self.columns}
        self.found: dict[str, list[str]] = {}

    def see(self, row: Row) -> None:
        for place, column, target in self.columns:
            text = row.cells[place].strip()
            if not text or text in self.mapping.values.get(column, {}):
                continue
            several = target.kind in ("strings", "people")
            items = read_list(text) if several and (";" in text or looks_like_list(text)) else [text]
            held = self.found.get(column, [])
            for item in items:
                if len(held) < MOST_VALUES and item not in held and not self._means(target, item):
                    self.found[column] = held = [*held, item]

    def _means(self, target: Target, text: str) -> bool:
        if target.choices:
            return fold(text) in self.values[target.name]
        names = self.lookups.units if target.kind == "unit" else self.lookups.people
        return names.find(text) is not None


def check_style(style: str) -> str:
    """The style if there is one of that name. Raises Invalid."""
    if style and style not in STYLES:
        raise Invalid(_("The order of dates is one of %s.") % ", ".join(STYLES))
    return style
