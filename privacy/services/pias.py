"""Impact assessments from files of the CNIL's PIA tool."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from qms.accounts.models import Unit
from qms.registers import registry

from ..exchange import pia

KEY = "impact-assessments"


@dataclass
class Brought:
    """What became of one file."""

    title: str
    risks: int
    answers: int
    number: str = ""
    notes: list[str] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return vars(self).copy()


def bring_in(
    data: bytes, *, name: str, unit: Unit | None, actor: Any, at: datetime.datetime, source: str, dry_run: bool = False
) -> Brought:  # fmt: skip
    """Read a file and, unless it is a dry run, make a draft of it.

    Raises Invalid or TooLarge where it is no PIA, Forbidden where the actor may not add one.
    """
    read = pia.read(data, name=name)
    values = read.values
    told = Brought(values["title"], len(values["risks"]), len(values["answers"]), notes=read.notes)
    if not dry_run:
        placed = {"unit": unit} if unit else {}
        made = registry[KEY].create(actor=actor, at=at, source=source, **placed, **values)
        told.number = made.number
    return told
