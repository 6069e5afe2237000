"""The clock of a breach (GDPR 33(1), 33(2)), and the order in which its instants can have happened."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from qms.lib.clocks import agreed
from qms.registers.statutory import Clock, clock_of, with_former

from ..models.corrections import former

#: What can only have happened already.
PAST = ("occurred_from", "occurred_until", "discovered_at", "aware_at", "notified_at", "supplement_at",
        "controller_told_at", "communicated_at")  # fmt: skip
#: What cannot lie before the awareness.
AFTER = ("notified_at", "controller_told_at", "communicated_at")


def clocks(record: Any) -> list[Clock]:
    """The controller's 72 hours, or the hours that a processor agreed on with the controller.

    The law sets a processor no number of hours: without undue delay. Where none is agreed, there is no clock.
    """
    if record.aware_at is None:
        return []
    found = [_controllers(record)] if record.role == "controller" else _processors(record)
    return [with_former(clock, former(record.awareness)) for clock in found]


def _controllers(record: Any) -> Clock:
    waived = {
        "unnotified": _("No notification: unlikely to result in a risk, signed by the privacy officer."),
        "void": _("Void."),
    }.get(record.state, "")
    if record.state == "closed" and record.notified_at is None:
        waived = _("Closed without notification, as it was decided.")
    corrected = {"label": _("Notify the supervisory authority (awareness corrected)")} if record.awareness else {}
    return clock_of(
        "gdpr.breach", record.aware_at, record.unit, met_at=record.notified_at, waived=waived,
        next_step=_("Notify the authority, also where not everything is known; or decide not to, with the reason."),
        verb="notify" if record.state == "assessment" else "", **corrected,
    )  # fmt: skip


def _processors(record: Any) -> list[Clock]:
    if not record.agreed_hours:
        return []
    zone = ZoneInfo(record.unit.time_zone)
    label, source = _("Tell the controller, as agreed"), _("Contract; GDPR 33(2)")
    counted = agreed(record.agreed_hours, record.aware_at, label=label, source=source, zone=zone)
    over = _("Void.") if record.state == "void" else _("Closed.") if record.state == "closed" else ""
    step = _("Tell the controller, also where not everything is known.")
    verb = "tell_controller" if record.state == "assessment" else ""
    return [Clock(label, counted, met_at=record.controller_told_at, next_step=step, verb=verb, waived=over)]


def is_late(record: Any) -> bool:
    """Whether it was told after the time, counted strictly."""
    return any(clock.met_at and clock.met_at > clock.due for clock in clocks(record))


def wrong_instants(record: Any, at: datetime.datetime) -> dict[str, list[str]]:
    """What cannot be, by field: the future, and what lies before its cause."""
    wrong: dict[str, list[str]] = {}
    for name in PAST:
        if (value := getattr(record, name)) and value > at:
            wrong[name] = [_("This lies in the future: give a moment that has come.")]
    aware, told = record.aware_at, record.notified_at or record.controller_told_at
    if record.supplement_at and told and record.supplement_at < told:
        wrong["supplement_at"] = [_("A supplement follows the notification: it lies before it.")]
    if aware is None:
        return wrong
    if record.occurred_from and aware < record.occurred_from:
        wrong["aware_at"] = [_("Nobody can be aware of a breach before it began. Correct one of the two.")]
    for name in AFTER:
        if (value := getattr(record, name)) and value < aware:
            said = _("“%(what)s” lies before the awareness. Correct the one that is wrong.")
            wrong[name if name not in wrong else "aware_at"] = [
                said % {"what": record._meta.get_field(name).verbose_name}
            ]
    return wrong
