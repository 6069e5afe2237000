"""What the stories say, read from the files in `data/`. Days are counted from today (see timeline.py)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Noted:
    """Something that happened on a day, in words."""

    day: int
    text: str = ""


@dataclass(frozen=True)
class Said:
    """What somebody did or said on a day."""

    day: int
    who: str
    text: str = ""


@dataclass(frozen=True)
class File:
    """A file of `data/files/`, attached on a day."""

    day: int
    name: str


@dataclass(frozen=True)
class Done:
    """An action reported as done."""

    day: int
    result: str
    evidence: str
    file: str = ""


@dataclass(frozen=True)
class Seen:
    """An action verified, and how one knows that it harms nothing."""

    day: int
    looked: str
    harmless: str


@dataclass(frozen=True)
class Due:
    """A due day that was set or moved."""

    day: int
    due: int
    text: str = ""


@dataclass(frozen=True)
class Task:
    """An action and how far it came. One that was sent back had been reported two days before, in the same words."""

    kind: str
    title: str
    owner: str
    due: int
    verifier: str = ""
    note: str = ""
    function: str = ""
    start: int | None = None
    later: tuple[Due, ...] = ()
    sent_back: Noted | None = None
    done: Done | None = None
    seen: Seen | None = None
    cancelled: Noted | None = None


@dataclass(frozen=True)
class Alone:
    """An action that no nonconformity asked for."""

    key: str
    day: int
    by: str
    task: Task
    finding: str = ""
