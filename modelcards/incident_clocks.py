"""The clock of an incident: from the moment of awareness, the earliest deadline of its classes (Art. 73(2) to (4))."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qms.lib.clocks import RULES
from qms.registers.statutory import Clock, clock_of, next_due

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
    return clock_of(
        rule or SERIOUS, record.aware_at, record.unit, met_at=met, waived=waived, next_step=step, verb=verb, **said,
    )  # fmt: skip


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
    row = {"was": told(record._was["aware_at"], record), "corrected": told(at, record), "why": why}
    return [*record.awareness_before, row]


def told(moment: datetime.datetime, record: Any) -> str:
    """A moment in the zone of the record's unit."""
    return date_format(moment.astimezone(ZoneInfo(record.unit.time_zone)), "j M Y, H:i T")
