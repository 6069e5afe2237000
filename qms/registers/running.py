"""Every statutory clock that runs, over all registers that have one, the next one first."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from .registry import registry
from .statutory import Clock


@dataclass(frozen=True)
class Running:
    """A clock that runs in a record."""

    register: Any
    record: Any
    clock: Clock
    standing: str

    @property
    def url(self) -> str:
        """Where the next step is made, else the record."""
        return f"/{self.register.key}/{self.record.number}/" + (f"do/{self.clock.verb}/" if self.clock.verb else "")

    def step_of(self, actor: Any) -> str:
        """The address of the next step, where it is this person's to make now; else ""."""
        step = self.register.lifecycle.transitions.get(self.clock.verb)
        may = step is not None and self.record.state in step.sources and bool(step.rule(actor, self.record))
        return self.url if may else ""


def clocked() -> list[Any]:
    """Registers in whose records clocks of the law run."""
    return [register for register in registry.all() if register.clock_field]


def due_before(register: Any, rows: QuerySet[Any], until: datetime.datetime | None) -> QuerySet[Any]:
    """Those of `rows` in which a clock runs that is due before `until` (None: whenever), the next one first."""
    field = register.clock_field
    asked = {f"{field}__isnull": False} if until is None else {f"{field}__lte": until}
    return rows.filter(**asked).select_related("entry", "owner", "unit", *register.reads).order_by(field, "pk")


def running_for(
    actor: Any, *, at: datetime.datetime, most: int, until: datetime.datetime | None = None
) -> list[Running]:
    """Running clocks of what the actor may see, at most `most`; one query for each register that has any."""
    found: list[Running] = []
    for register in clocked():
        for record in due_before(register, register.visible(actor), until)[:most]:
            found += clocks_running(register, record, at)
    if until is not None:
        found = [r for r in found if r.clock.due <= until]
    return sorted(found, key=lambda r: r.clock.due)[:most]


def clocks_running(register: Any, record: Any, at: datetime.datetime) -> list[Running]:
    """Those of one record."""
    return [Running(register, record, c, c.standing(at)) for c in register.clocks(record) if c.runs]
