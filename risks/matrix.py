"""The arithmetic of a risk matrix: a rating is looked up in a table, and the table never contradicts itself.

ISO 31000:2018 6.3.4 (criteria), IEC 31010:2019 B.10.3 (consequence/likelihood matrix). Scales are ordinal: nothing here
multiplies or averages them (RM-06). Likelihood and consequence count from 1, the lowest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from .choices import GAINS, LEVELS, RANKS

LEAST, MOST = 3, 10  # steps of a scale
MOST_DAYS = 3650


@dataclass(frozen=True)
class Step:
    """One step of a scale: a short label, and what it means in words."""

    label: str
    meaning: str = ""


@dataclass(frozen=True)
class Level:
    """What a cell says. `authority` is the role that may accept a risk of this level; days are whole numbers.

    `gain`: the table is about opportunities, so that its levels say how large a gain is.
    """

    key: str
    name: str = ""
    tone: str = "plan"
    authority: str = ""
    review_days: int = 0
    accept_days: int = 0
    gain: bool = False

    @property
    def word(self) -> str:
        """The level as lists and trend call it."""
        return str(dict(GAINS if self.gain else LEVELS).get(self.key, self.key))

    @property
    def label(self) -> str:
        """With the organisation's own name for it."""
        return f"{self.word} · {self.name}" if self.name and self.name.lower() != self.word.lower() else self.word


@dataclass(frozen=True)
class Limit:
    """The highest level that is within the appetite, for a category and a unit; "" stands for all of them."""

    highest: str
    category: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Matrix:
    """Scales lowest first; `cells[likelihood - 1][consequence - 1]` is the key of a level."""

    likelihood: tuple[Step, ...]
    consequence: tuple[Step, ...]
    levels: tuple[Level, ...]
    cells: tuple[tuple[str, ...], ...]
    appetite: tuple[Limit, ...] = ()

    def level(self, key: str) -> Level | None:
        """The level with this key."""
        return next((level for level in self.levels if level.key == key), None)

    def fits(self, likelihood: Any, consequence: Any) -> bool:
        """Whether both values stand on the scales."""
        return _on(likelihood, self.likelihood) and _on(consequence, self.consequence)

    def place(self, likelihood: int, consequence: int) -> str:
        """A cell in words: `Likely (4) × Major (4)`."""
        rows, columns = self.likelihood, self.consequence
        return f"{rows[likelihood - 1].label} ({likelihood}) × {columns[consequence - 1].label} ({consequence})"


def matrix_of(record: Any) -> Matrix:
    """The table of a risk matrix record, as far as it is filled in."""
    gain = record.about == "opportunity"
    levels = [_level(row, gain) for row in record.levels]
    return Matrix(
        _steps(record.likelihood), _steps(record.consequence),
        tuple(sorted(levels, key=lambda level: RANKS.get(level.key, 0))),
        tuple(tuple(row) for row in record.cells),
        tuple(Limit(row["highest"], row["category"], row["unit"]) for row in record.appetite),
    )  # fmt: skip


def fault(matrix: Matrix) -> str | None:
    """What is wrong with the table, in one sentence that names the cell by row and column; None where nothing is."""
    return _scale_fault(matrix) or _level_fault(matrix) or _shape_fault(matrix) or _order_fault(matrix)


def level_of(matrix: Matrix, likelihood: int, consequence: int) -> Level:
    """The level of a cell: a look-up, nothing else. Raises Invalid for what is off the scale or has no level."""
    errors = {}
    for name, value, scale in (
        ("likelihood", likelihood, matrix.likelihood),
        ("consequence", consequence, matrix.consequence),
    ):
        if not _on(value, scale):
            said = _("%(value)s is not on the scale: give a whole number from 1 to %(most)d.")
            errors[name] = [said % {"value": value, "most": len(scale)}]
    if errors:
        raise Invalid(fields=errors)
    found = matrix.level(_cell(matrix, likelihood, consequence))
    if found is None:
        raise Invalid(_("The cell %s has no level.") % matrix.place(likelihood, consequence))
    return found


def authority(matrix: Matrix, key: str) -> tuple[str, ...]:
    """Roles that may accept a risk of this level: the one that it names, and those of every level above it."""
    reached = [level for level in matrix.levels if RANKS[level.key] >= RANKS.get(key, 0)]
    return tuple(dict.fromkeys(level.authority for level in reached if level.authority))


def appetite(matrix: Matrix, category: str, units: Sequence[str] = ()) -> Level | None:
    """The highest level that is within the appetite; None where the matrix sets no limit.

    Args:
        units: codes of the risk's unit and of those above it, nearest first. The nearest unit with a limit counts, and
            in it one for the category before one for all.
    """

    def nearness(limit: Limit) -> tuple[int, bool]:
        return (units.index(limit.unit) if limit.unit else len(units), not limit.category)

    fitting = [
        limit
        for limit in matrix.appetite
        if limit.category in ("", category) and (not limit.unit or limit.unit in units)
    ]
    return matrix.level(min(fitting, key=nearness).highest) if fitting else None


def exceeds(level: Level, limit: Level | None) -> bool:
    """Whether a level lies above the appetite. Without a limit nothing does."""
    return limit is not None and RANKS[level.key] > RANKS[limit.key]


# What can be wrong


def _scale_fault(matrix: Matrix) -> str | None:
    for word, scale in ((_("likelihood"), matrix.likelihood), (_("consequence"), matrix.consequence)):
        if not LEAST <= len(scale) <= MOST:
            said = _("The scale of %(scale)s has %(n)d steps; it takes %(least)d to %(most)d.")
            return said % {"scale": word, "n": len(scale), "least": LEAST, "most": MOST}
        labels = [step.label.strip().casefold() for step in scale]
        if twice := next((s.label for s, label in zip(scale, labels, strict=True) if labels.count(label) > 1), None):
            return _("The scale of %(scale)s has “%(label)s” twice.") % {"scale": word, "label": twice}
    return None


def _level_fault(matrix: Matrix) -> str | None:
    keys = [level.key for level in matrix.levels]
    if len(keys) < 2:
        return _("A matrix has at least two levels.")
    if twice := next((level for level in matrix.levels if keys.count(level.key) > 1), None):
        return _("The level “%s” stands there twice.") % twice.word
    for level in matrix.levels:
        if not (0 < level.review_days <= MOST_DAYS and 0 < level.accept_days <= MOST_DAYS):
            said = _("Level “%(level)s”: the days of review and of acceptance are whole numbers from 1 to %(most)d.")
            return said % {"level": level.word, "most": MOST_DAYS}
    if unknown := next((limit for limit in matrix.appetite if limit.highest not in keys), None):
        return _("The appetite names the level “%s”, which the matrix does not have.") % unknown.highest
    places = [(limit.category, limit.unit) for limit in matrix.appetite]
    if len(set(places)) < len(places):
        return _("The appetite says two things about one category in one unit.")
    return None


def _shape_fault(matrix: Matrix) -> str | None:
    if len(matrix.cells) > len(matrix.likelihood) or any(len(r) > len(matrix.consequence) for r in matrix.cells):
        return _("The table has more cells than the scales have steps.")
    for likelihood, consequence in _places(matrix):
        key = _cell(matrix, likelihood, consequence)
        where = matrix.place(likelihood, consequence)
        if not key:
            return _("The cell %s is empty.") % where
        if matrix.level(key) is None:
            return _("The cell %(where)s names the level “%(key)s”, which the matrix does not have.") % {
                "where": where, "key": dict(LEVELS).get(key, key),
            }  # fmt: skip
    return None


def _order_fault(matrix: Matrix) -> str | None:
    """No cell is lower than one that it dominates. Neighbours suffice: what holds between them holds throughout."""
    for likelihood, consequence in _places(matrix):
        for lower in ((likelihood - 1, consequence), (likelihood, consequence - 1)):
            if min(lower) < 1:
                continue
            here, there = _cell(matrix, likelihood, consequence), _cell(matrix, *lower)
            if RANKS[here] < RANKS[there]:
                said = _("The cell %(here)s is “%(low)s”, lower than “%(high)s” of the lesser cell %(there)s.")
                words = dict(LEVELS)
                return said % {
                    "here": matrix.place(likelihood, consequence), "low": words[here], "high": words[there],
                    "there": matrix.place(*lower),
                }  # fmt: skip
    return None


def _places(matrix: Matrix) -> Iterator[tuple[int, int]]:
    for likelihood in range(1, len(matrix.likelihood) + 1):
        for consequence in range(1, len(matrix.consequence) + 1):
            yield likelihood, consequence


def _cell(matrix: Matrix, likelihood: int, consequence: int) -> str:
    row = matrix.cells[likelihood - 1] if likelihood <= len(matrix.cells) else ()
    return row[consequence - 1] if consequence <= len(row) else ""


def _on(value: Any, scale: Sequence[Step]) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= len(scale)


def _steps(rows: Any) -> tuple[Step, ...]:
    return tuple(Step(row["label"], row["meaning"]) for row in rows)


def _level(row: dict[str, Any], gain: bool) -> Level:
    days = _days(row["review_days"]), _days(row["accept_days"])
    return Level(row["level"], row["name"], row["tone"], row["authority"], *days, gain)


def _days(text: str) -> int:
    return int(text) if str(text).isdigit() else 0
