"""The views of lists that the quality manager keeps, and shows to everybody."""

from collections.abc import Iterator
from functools import partial

from qms.registers import registry
from qms.registers.lists.saved import save_view

from .pen import SOURCE, Pen
from .timeline import Step

WHO, DAY = "quality", -45
#: Register, name, list, and whether everybody sees it.
VIEWS = (
    ("nonconformities", "Late", "due=late&phase=all", True),
    ("nonconformities", "Major, by due date", "phase=open&severity=major&sort=due_on", False),
    ("actions", "Waiting for a verifier", "phase=all&state=done", True),
)


def steps(pen: Pen) -> Iterator[Step]:
    """Each view on the day on which the quality manager kept it."""
    for register, name, query, shared in VIEWS:
        yield DAY, partial(_keep, pen, register, name, query, shared)


def _keep(pen: Pen, register: str, name: str, query: str, shared: bool) -> None:
    actor, at = pen.company[WHO], pen.timeline.at()
    save_view(registry[register], name=name, query=query, shared=shared, actor=actor, at=at, source=SOURCE)
