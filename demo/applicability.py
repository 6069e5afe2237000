"""The steps of a statement of applicability: its lines decided, reviewed, signed, reported on, begun anew."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from standards.models import StatementLine
from standards.services.statements import in_chapter, next_version

from .pen import MARK, SOURCE, Pen
from .timeline import Step

STATEMENTS, LINES = "applicability-statements", "applicability-lines"


@dataclass(frozen=True)
class Decision:
    """What is decided about one requirement, or about the rest of a chapter. Without `because` it does not apply."""

    ref: str
    why: str
    because: str = ""
    status: str = ""
    owner: str = ""
    due: int | None = None


@dataclass(frozen=True)
class Report:
    """How far a line is done, said on a day."""

    day: int
    who: str
    ref: str
    status: str


@dataclass(frozen=True)
class Begun:
    """The next version, a draft since a day, with what is decided otherwise in it."""

    day: int
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True)
class Applicability:
    """A statement for one edition: made on `day`, decided, submitted, approved, to be reviewed by `review`."""

    key: str
    edition: str
    title: str
    by: str
    basis: str
    day: int
    decided: int
    submitted: int
    approved: int
    review: int
    decisions: tuple[Decision, ...] = ()
    rest: tuple[Decision, ...] = ()
    reports: tuple[Report, ...] = field(default=())
    begun: Begun | None = None


def steps(pen: Pen, one: Applicability) -> list[Step]:
    """The life of a statement; management signs it."""
    values = {"title": one.title, "edition": one.edition, "basis": one.basis, "unit": "FW", "owner": one.by}
    found: list[Step] = [
        (one.day, partial(pen.create, one.key, STATEMENTS, one.by, **values)),
        (one.decided, partial(_decide, pen, one.key, one.by, one.decisions)),
        (one.decided, partial(_decide, pen, one.key, one.by, one.rest)),
        (one.submitted, partial(pen.do, one.key, "submit", one.by)),
        (one.approved, partial(pen.do, one.key, "approve", "executive", review_on=pen.day(one.review))),
    ]
    found += [(said.day, partial(_report, pen, one.key, said)) for said in one.reports]
    if one.begun:
        found.append((one.begun.day, partial(_begin, pen, one, one.begun)))
    return found


def _decide(pen: Pen, key: str, who: str, decisions: tuple[Decision, ...]) -> None:
    """Each decision for what it names: one requirement, or what is still open in a chapter."""
    for said in decisions:
        for line in _named(pen, key, said.ref):
            _move(pen, line, "decide", who, **_values(pen, said))


def _named(pen: Pen, key: str, ref: str) -> list[StatementLine]:
    lines = StatementLine.objects.filter(statement=pen.made[key]).select_related("entry").order_by("pk")
    exact = list(lines.filter(requirement__ref=ref))
    return exact or list(lines.filter(in_chapter(ref), state="open"))


def _values(pen: Pen, said: Decision) -> dict[str, Any]:
    values: dict[str, Any] = {"applicable": "yes" if said.because else "no", "justification": said.why}
    if said.because:
        due = None if said.due is None else pen.day(said.due)
        values |= {"because": said.because, "status": said.status or "implemented", "due": due}
        values |= {"owner": said.owner} if said.owner else {}
    return values


def _report(pen: Pen, key: str, said: Report) -> None:
    (line,) = _named(pen, key, said.ref)
    _move(pen, line, "report", said.who, status=said.status)


def _move(pen: Pen, line: StatementLine, verb: str, who: str, **asked: Any) -> None:
    pen.made[line.number] = line
    pen.do(line.number, verb, who, **asked)


def _begin(pen: Pen, one: Applicability, begun: Begun) -> None:
    key = f"{one.key}-next"
    pen.made[key] = next_version(
        pen.made[one.key], actor=pen.company[one.by], at=pen.timeline.at(), source=SOURCE, mark=MARK
    )
    _decide(pen, key, one.by, begun.decisions)
