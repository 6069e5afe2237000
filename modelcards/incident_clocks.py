"""The clock of an incident: from the moment of awareness, the earliest deadline of its classes (Art. 73(2) to (4))."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from qms.lib.clocks import RULES
from qms.lib.instants import told_in
from qms.registers.statutory import Clock, clock_of, next_due, with_former

from .aiact.incidents import SERIOUS, rule_for

OVER = ("not_serious", "void")


def clock_for(record: Any, *, over: bool | None = None) -> Clock | None:
    """The one clock of the incident, from its fields alone; None while nobody is aware of it.

    over: whether it is held to be not serious; by default its state says so.
    """
    if record.aware_at is None:
        return None
    ended = record.state in OVER if over is None else over
    rule = rule_for(record.kinds, record.sector)
    waived = _("It is not serious.") if ended else "" if rule else _("It is reported under the law of the sector.")
    met = min(filter(None, (record.initial_at, record.complete_at)), default=None)
    step, verb = _next_step(record)
    said = {"label": _("%s (awareness corrected)") % RULES[rule or SERIOUS].label} if record.awareness_before else {}
    clock = clock_of(
        rule or SERIOUS, record.aware_at, record.unit, met_at=met, waived=waived, next_step=step, verb=verb, **said,
    )  # fmt: skip
    return with_former(clock, _starts(record))


def _starts(record: Any) -> list[datetime.datetime]:
    """The awarenesses recorded before, the first one first; rows of before 0.5.0 hold them as words alone."""
    return [datetime.datetime.fromisoformat(row["at"]) for row in record.awareness_before if row.get("at")]


def is_late(record: Any) -> bool:
    """Whether it was reported after the deadline, as its clock counts it."""
    clock = clock_for(record)
    return clock is not None and clock.met_at is not None and clock.met_at > clock.due


def corrected_from(record: Any) -> str:
    """What the awareness was first recorded as; "" where it was never corrected."""
    rows = record.awareness_before
    return _("corrected from %s") % rows[0]["was"] if rows else ""


def _next_step(record: Any) -> tuple[str, str]:
    if record.state == "recorded":
        return _("Take it up and say which class it is."), "take_up"
    return _("Report it to the market surveillance authority."), "report_initial"


def due_of(record: Any, *, over: bool | None = None) -> datetime.datetime | None:
    """When the report is due; None where no clock runs."""
    clock = clock_for(record, over=over)
    return next_due([clock]) if clock else None


def former(record: Any, *, why: str, at: datetime.datetime) -> list[dict[str, Any]]:
    """The awarenesses recorded before, with the one that is being corrected now."""
    was = record._was["aware_at"]
    row = {"was": told(was, record), "corrected": told(at, record), "why": why, "at": was.isoformat()}
    return [*record.awareness_before, row]


def told(moment: datetime.datetime, record: Any) -> str:
    """A moment in the zone of the record's unit."""
    return told_in(moment, ZoneInfo(record.unit.time_zone))
