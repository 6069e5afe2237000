"""Impact assessments from files of the CNIL's PIA tool."""

import datetime
import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qms.accounts.models import Unit
from qms.lib.canonical import encode
from qms.lib.errors import WrongState
from qms.records.access import sees
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
    there: bool = False  # the same was brought in before, as `number`
    notes: list[str] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return vars(self).copy()


def bring_in(
    data: bytes, *, name: str, unit: Unit | None, actor: Any, at: datetime.datetime, source: str, dry_run: bool = False
) -> Brought:  # fmt: skip
    """Read a file and, unless it is a dry run, make a draft of it.

    What came in before is known by its content, whatever the file is called; nothing is doubled. Raises Invalid or
    TooLarge where it is no PIA, Forbidden where the actor may not add one, WrongState where the one that is there
    already is not for him to see.
    """
    read = pia.read(data, name=name)
    values = read.values
    told = Brought(values["title"], len(values["risks"]), len(values["answers"]), notes=read.notes)
    register, mark = registry[KEY], _mark(values, name)
    if held := register.model.objects.filter(external_id=mark).first():
        if not sees(actor, held):
            raise WrongState(_("This assessment was brought in before, into a unit that you do not see."))
        told.number, told.there = held.number, True
    elif not dry_run:
        placed = {"unit": unit} if unit else {}
        made = register.create(actor=actor, at=at, source=source, external_id=mark, **placed, **values)
        told.number = made.number
    return told


def _mark(values: dict[str, Any], name: str) -> str:
    """What tells this assessment from others: its content, and its title unless that is only the name of the file."""
    named = values["title"] == name[:200]
    return f"pia:{hashlib.sha256(encode({**values, 'title': '' if named else values['title']})).hexdigest()}"
