"""The steps of the audit programmes: drawn up, started, evaluated."""

from functools import partial

from .audit_plots import Programme
from .pen import Pen
from .timeline import Step


def steps(pen: Pen, one: Programme) -> list[Step]:
    """The life of a programme; whoever draws it up answers for it."""
    begin, end = pen.day(one.first), pen.day(one.last)
    title = f"Internal audits {begin:%B %Y} to {end:%B %Y}, {one.words}"
    values = {"title": title, "period_from": begin, "period_to": end, "owner": one.by, "unit": "FW", **one.values}
    found: list[Step] = [(one.drawn_up, partial(pen.create, one.key, "programmes", one.by, **values))]
    found.append((one.started, partial(pen.do, one.key, "start", one.by)))
    if done := one.completed:
        found.append((done.day, partial(pen.do, one.key, "complete", one.by, evaluation=done.text)))
    return found
