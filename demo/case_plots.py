"""What the stories of nonconformities say, read from the files in `data/`. Days are counted from today."""

from dataclasses import dataclass, field
from typing import Any

from .lives import Move
from .plots import Due, File, Noted, Said, Task


@dataclass(frozen=True)
class Triage:
    """What was decided at triage."""

    day: int
    severity: str
    due: int


@dataclass(frozen=True)
class Why:
    """A row of a why-tree; `depth` says which earlier row it explains. A `ref` "@key" is that record's number."""

    depth: int
    text: str
    status: str = "assumed"
    category: str = ""
    ref: str = ""
    shows: str = ""
    root: bool = False


@dataclass(frozen=True)
class Check:
    """A recorded effectiveness check."""

    day: int
    outcome: str
    found: str
    evidence: str


@dataclass(frozen=True)
class Cycle:
    """One analysis: whys, plan, actions, approval, check. What is missing has not happened yet.

    A plan that was returned is handed in again on `submitted`, with the fields of `rewritten` changed.
    """

    day: int
    whys: tuple[Why, ...]
    code: str = ""
    planned: int | None = None
    values: dict[str, Any] = field(default_factory=dict)  # other fields of cause, plan and effect
    tasks: tuple[Task, ...] = ()
    returned: Said | None = None
    rewritten: dict[str, Any] = field(default_factory=dict)
    submitted: int | None = None
    approved: Said | None = None
    checking: int | None = None
    check: Check | None = None
    accepted: Said | None = None
    again: Due | None = None


@dataclass(frozen=True)
class Case:
    """A nonconformity and how far it came. Without `reported` it stays a draft."""

    key: str
    title: str
    unit: str
    by: str
    found: int
    what: dict[str, Any]
    reported: int | None = None
    occurred: int | None = None
    findings: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    recurs: str = ""
    owner: str = ""
    moved: str = ""  # the unit that it is given to at triage, open to everyone
    triage: Triage | None = None
    contained: Noted | None = None
    corrected: Noted | None = None
    tasks: tuple[Task, ...] = ()  # corrections, from the day of triage on
    files: tuple[File, ...] = ()
    cycles: tuple[Cycle, ...] = ()
    answered: int | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    closed: Said | None = None
    short: Said | None = None
    void: Noted | None = None
    moves: tuple[Move, ...] = ()  # edits and steps of an 8D besides
    said: tuple[Said, ...] = ()
