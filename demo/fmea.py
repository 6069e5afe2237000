"""The steps of an FMEA: a worksheet, its lines, what is done about them, and the ratings after that."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from qms.registers import registry

from . import tasks
from .pen import MARK, SOURCE, Pen
from .plots import Alone, Said
from .timeline import Step

SHEETS, LINES = "fmea-worksheets", "fmea-lines"


@dataclass(frozen=True)
class Again:
    """The ratings once an action was verified: severity, occurrence, detection."""

    day: int
    who: str
    ratings: tuple[int, ...]


@dataclass(frozen=True)
class Line:
    """A line: its texts, its ratings, and what was decided about it."""

    key: str
    values: dict[str, str]
    ratings: tuple[int, ...] = ()
    justified: Said | None = None
    again: Again | None = None


@dataclass(frozen=True)
class Fmea:
    """A worksheet begun on `day`; its lines written on `filled`; submitted and approved later, where it came so far."""

    key: str
    day: int
    by: str
    begun: int
    filled: int
    values: dict[str, Any]
    lines: tuple[Line, ...] = ()
    actions: tuple[Alone, ...] = field(default=())
    submitted: int | None = None
    approved: int | None = None
    review: int | None = None


def steps(pen: Pen, one: Fmea) -> list[Step]:
    """Everything that happens to it; management signs it."""
    found: list[Step] = [
        (one.day, partial(pen.create, one.key, SHEETS, one.by, **one.values)),
        (one.begun, partial(pen.do, one.key, "begin", one.by)),
        (one.filled, partial(_fill, pen, one)),
    ]
    for line in one.lines:
        if said := line.justified:
            found.append((said.day, partial(pen.do, line.key, "justify", said.who, justification=said.text)))
        if again := line.again:
            found.append((again.day, partial(_rate, pen, line.key, again)))
    for action in one.actions:
        found += tasks.steps_alone(pen, action)
    if one.submitted is not None:
        found.append((one.submitted, partial(pen.do, one.key, "submit", one.by)))
    if one.approved is not None and one.review is not None:
        review = pen.day(one.review)
        found.append((one.approved, partial(pen.do, one.key, "approve", "executive", review_on=review)))
    return found


def _fill(pen: Pen, one: Fmea) -> None:
    """All lines in one go, as they are pasted from a spreadsheet."""
    sheet, names = pen.made[one.key], ("severity", "occurrence", "detection")
    rows = [
        {"worksheet": sheet, "unit": sheet.unit, **line.values, **dict(zip(names, line.ratings, strict=False))}
        for line in one.lines
    ]
    actor, at = pen.company[one.by], pen.timeline.at()
    made = registry[LINES].create_many(rows, actor=actor, at=at, source=SOURCE, mark=MARK)
    pen.made |= dict(zip((line.key for line in one.lines), made, strict=True))


def _rate(pen: Pen, key: str, again: Again) -> None:
    names = ("severity_after", "occurrence_after", "detection_after")
    pen.do(key, "rate_again", again.who, **dict(zip(names, again.ratings, strict=True)))
