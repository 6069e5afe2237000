"""The steps of a process: described, put in use, reviewed."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from .pen import Pen
from .plots import Noted
from .timeline import Step

MANAGER = "quality"


@dataclass(frozen=True)
class Process:
    """A process of the company; the stories know it by its title."""

    title: str
    unit: str
    owner: str
    written: int
    in_use: int
    values: dict[str, Any]
    reviewed: Noted | None = None


def steps(pen: Pen, process: Process) -> list[Step]:
    """The life of a process."""
    title = process.title
    values = {"title": title, "unit": process.unit, "owner": process.owner, **process.values}
    found: list[Step] = [(process.written, partial(pen.create, title, "processes", MANAGER, **values))]
    found.append((process.in_use, partial(pen.do, title, "put_in_use", MANAGER)))
    if said := process.reviewed:
        found.append((said.day, partial(pen.do, title, "review", MANAGER, review_result=said.text)))
    return found
