"""Somebody from outside: an auditor of the certification body who sits in on one audit, for some weeks."""

from functools import partial

from .pen import Pen
from .timeline import Step

AUDIT, WHO, DAY, LAST_DAY = "A8", "external", -7, 40
TEAM = ("auditor",)


def steps(pen: Pen) -> list[Step]:
    """He is put into the team; the audit opens to him, and what it covers."""
    said = "The certification body sits in on this audit."
    return [(DAY, partial(pen.edit, AUDIT, "lead", said, team=(*TEAM, WHO)))]
