"""What each column of a file means: proposed from its heading and its values, decided by a person, kept as data."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from .fitting import fits
from .headings import ID_ENDINGS
from .lookups import Lookups
from .targets import Target, derived_headings, keeping_field, targets
from .words import fold, likeness

KEEP, DROP = "+", "-"
ALIKE = 0.84  # from here on two headings are taken for the same


@dataclass
class Mapping:
    """Columns to fields (or KEEP, DROP), and the answers to what the file leaves open."""

    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)  # column → cell → key of a choice, or "" for empty
    dates: dict[str, str] = field(default_factory=dict)  # column → dmy, mdy or ymd; "" for all columns
    decimals: dict[str, str] = field(default_factory=dict)  # column → "." or ","; "" for all columns
    given: dict[str, str] = field(default_factory=dict)  # field → what stands in every row that names none itself
    unit: str = ""  # code of the unit where the file names none; empty: that of who imports

    def column_of(self, name: str) -> str:
        """The column that becomes the field, or ""."""
        return next((c for c, n in self.columns.items() if n == name), "")

    def date_style(self, column: str) -> str:
        """The order of day and month that was answered for the column, or for all of them."""
        return self.dates.get(column) or self.dates.get("", "")

    def decimal_mark(self, column: str) -> str:
        """The decimal mark that was answered for the column, or for all of them."""
        return self.decimals.get(column) or self.decimals.get("", "")

    def as_data(self) -> dict[str, Any]:
        """JSON data that `Mapping(**data)` reads again."""
        return asdict(self)


def propose(register: Any, columns: Sequence[str], sample: Iterable[Sequence[str]]) -> Mapping:
    """A mapping for a file with these columns, `sample` being some of its rows.

    Each field is given to the column whose heading is most like one the field is known by, if the column's values fit
    it. What is left over is kept as text where the register has a text to keep it in.
    """
    known, lookups, rows = targets(register), Lookups(), list(sample)
    cells = {column: [row[place] for row in rows] for place, column in enumerate(columns)}
    pairs = sorted(_pairs(columns, known), key=lambda p: (-p[0], p[1]))
    chosen: dict[str, str] = {}
    for _score, place, name in pairs:
        column = columns[place]
        if column not in chosen and name not in chosen.values() and fits(known[name], cells[column], lookups):
            chosen[column] = name
    if "external_id" not in chosen.values() and (column := _identifying(columns, cells, chosen)):
        chosen[column] = "external_id"
    rest, derived = KEEP if keeping_field(register) else DROP, derived_headings(register)
    return Mapping(columns={c: chosen.get(c, DROP if fold(c) in derived else rest) for c in columns})


def _pairs(columns: Sequence[str], known: dict[str, Target]) -> Iterable[tuple[float, int, str]]:
    for place, column in enumerate(columns):
        heading = fold(column)
        for name, target in known.items():
            score = max((likeness(heading, k) for k in target.known), default=0.0)
            if score >= ALIKE:
                yield score, place, name


def _identifying(columns: Sequence[str], cells: dict[str, list[str]], chosen: dict[str, str]) -> str:
    """The column that looks like a number of its own for every row."""
    found = []
    for column in columns:
        ending = fold(column).split(" ")[-1]
        held = cells[column]
        distinct = len(held) > 1 and all(c.strip() for c in held) and len(set(held)) == len(held)
        if column not in chosen and ending in ID_ENDINGS and distinct and max(map(len, held)) <= 60:
            found.append((ID_ENDINGS.index(ending), column))
    return min(found)[1] if found else ""


def check_mapping(register: Any, columns: Sequence[str], mapping: Mapping) -> None:
    """Raises Invalid, by column, for fields and columns that do not exist or are used twice."""
    known = targets(register)
    errors: dict[str, list[str]] = {}
    used: dict[str, str] = {}
    for column, name in mapping.columns.items():
        if column not in columns:
            errors[column] = [_("The file has no such column. It has: %s.") % ", ".join(columns)]
        elif name in used:
            named = {"field": name, "other": used[name]}
            errors[column] = [_("“%(field)s” is already taken from “%(other)s”.") % named]
        elif name == KEEP and not keeping_field(register):
            errors[column] = [_("This register has no text in which the column could be kept.")]
        elif name not in (KEEP, DROP):
            used[name] = column
            if name not in known:
                named = {"field": name, "all": ", ".join(known)}
                errors[column] = [_("There is no field “%(field)s”. There are: %(all)s.") % named]
    for name in mapping.given:
        if name not in known:
            errors[name] = [
                _("There is no field “%(field)s”. There are: %(all)s.") % {"field": name, "all": ", ".join(known)}
            ]
    if not errors and not used:
        raise Invalid(_("No column is mapped to a field."))
    if errors:
        raise Invalid(fields=errors)
