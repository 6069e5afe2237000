"""Somebody is away this week, and the other approver stands in."""

import datetime
from functools import partial

from qms.registers.absences import enter_absence

from .pen import SOURCE, Pen
from .timeline import Step

WHO, DEPUTY, ENTERED, LASTS = "approver2", "approver", -3, 6


def steps(pen: Pen) -> list[Step]:
    """Entered three days ago, until next week."""
    return [(ENTERED, partial(_leave, pen))]


def _leave(pen: Pen) -> None:
    at = pen.timeline.at()
    first = at.date()
    enter_absence(
        user=pen.company[WHO], deputy=pen.company[DEPUTY], starts=first, ends=first + datetime.timedelta(days=LASTS),
        actor=pen.company[WHO], at=at, source=SOURCE,
    )  # fmt: skip
