"""Complaints with whoever complains, concerns that the system brings, feedback and changes."""

from functools import partial

from qms.accounts.people import system_user
from qms.registers import registry
from qms.registers.contacts import contact_of

from . import lives
from .lives import Life
from .pen import MARK, SOURCE, Pen
from .timeline import Step
from .words import settled

SYSTEM = "system"


def steps(pen: Pen, life: Life) -> list[Step]:
    """As the life of any record; what it begins with differs."""
    return [(life.day, partial(_write, pen, life)), *lives.steps(pen, life)[1:]]


def _write(pen: Pen, life: Life) -> None:
    values = {name: settled(pen, value) for name, value in life.values.items()}
    if who := values.pop("contact", None):
        values["contact"] = contact_of(**who)
    if life.by != SYSTEM:
        return pen.create(life.key, life.register, life.by, **values)
    values["unit"] = pen.company.units["FW"]
    pen.made[life.key] = registry[life.register].create(
        actor=system_user(), at=pen.timeline.at(), source=SOURCE, mark=MARK, **values
    )
    return None
