"""The 8D as it is read: each step with who completed it, what it lacks, and what it waits for."""

import datetime
from dataclasses import dataclass
from typing import Any

from qms.accounts.models import User
from qms.links.edges import neighbours

from . import steps
from .missing import missing

#: Registers whose linked records a customer knows his case by.
CUSTOMERS = ("complaints",)


@dataclass(frozen=True)
class Stand:
    """A step of one record: completed by whom and when, or what it lacks and which steps it waits for."""

    step: steps.Step
    by: User | None
    on: datetime.date | None
    lacks: list[str]
    waits: list[str]

    @property
    def done(self) -> bool:
        return self.on is not None

    @property
    def can(self) -> bool:
        return not (self.done or self.lacks or self.waits)

    @property
    def phase(self) -> str:
        """done, open or draft: which badge stands for it."""
        return "done" if self.done else "draft" if self.waits else "open"


def stands(record: Any, *, actor: Any, at: datetime.datetime) -> list[Stand]:
    """D0 to D8. The number of queries does not depend on the record."""
    held = steps.done(record)
    people = User.objects.in_bulk([row["by"] for row in held.values() if row["by"]]) if held else {}
    found = []
    for step in steps.ALL:
        row = held.get(step.key)
        on = datetime.date.fromisoformat(row["on"]) if row else None
        by = people.get(row["by"]) if row else None
        lacks = [] if row else missing(record, step.key, actor=actor, at=at)
        found.append(Stand(step, by, on, lacks, [] if row else [k for k in steps.before(step.key) if k not in held]))
    return found


def customer_records(record: Any, actor: Any) -> list[Any]:
    """Entries of complaints that the nonconformity is linked to and that this reader may see."""
    return [near.entry for near in neighbours(record.pk, actor) if near.entry.register in CUSTOMERS]
