"""What the stories of audits say, read from the files in `data/`. Days are counted from today."""

from dataclasses import dataclass, field
from typing import Any

from .plots import Noted, Said


@dataclass(frozen=True)
class Sample:
    """A sample drawn by chance."""

    of: str
    population: int
    size: int
    seed: str


@dataclass(frozen=True)
class Line:
    """A question; without `answer` it waits for one. `day` counts from the first day on site."""

    clause: str
    title: str
    question: str
    answer: str = ""
    seen: str = ""
    asked: str = ""
    by: str = ""
    day: int = 0
    sample: Sample | None = None
    file: str = ""
    dropped: str = ""


@dataclass(frozen=True)
class Response:
    """What an auditee answered."""

    day: int
    who: str
    response: str
    text: str = ""


@dataclass(frozen=True)
class Found:
    """A finding. `line` counts the audit's questions from 1; `minors` are findings that it sums up.

    One that was graded anew began as `first_grade`, and `regraded` says why.
    """

    key: str
    clause: str
    grade: str
    title: str
    statement: str
    evidence: str
    line: int | None = None
    by: str = ""
    minors: tuple[str, ...] = ()
    first_grade: str = ""
    regraded: str = ""
    draft: bool = False
    response: Response | None = None
    closed: Noted | None = None
    withdrawn: Noted | None = None


@dataclass(frozen=True)
class Part:
    """A row of the audit plan."""

    when: str
    what: str
    auditor: str
    auditee: str


@dataclass(frozen=True)
class Report:
    """What the lead writes and signs, and the days on which."""

    written: int
    values: dict[str, Any]
    signed: int | None = None


@dataclass(frozen=True)
class Postponed:
    """New dates."""

    day: int
    first: int
    last: int
    text: str


@dataclass(frozen=True)
class Audit:
    """An audit and how far it came; `issued` is the day of the closing meeting."""

    key: str
    title: str
    unit: str
    programme: str
    by: str
    planned: int
    first: int
    last: int
    lead: str
    team: tuple[str, ...]
    auditees: tuple[str, ...]
    concerns: tuple[str, ...]
    criteria: tuple[str, ...]
    values: dict[str, Any]
    plan: tuple[Part, ...] = ()
    prepared: int | None = None
    confirmed: int | None = None
    started: int | None = None
    issued: int | None = None
    finished: int | None = None
    report_due: int = 0
    followed: int | None = None
    closed: int | None = None
    postponed: Postponed | None = None
    cancelled: Noted | None = None
    report: Report | None = None
    lines: tuple[Line, ...] = ()
    findings: tuple[Found, ...] = ()
    said: tuple[Said, ...] = field(default=())


@dataclass(frozen=True)
class Programme:
    """An audit programme."""

    key: str
    words: str
    by: str
    first: int
    last: int
    drawn_up: int
    started: int
    values: dict[str, Any]
    completed: Noted | None = None
