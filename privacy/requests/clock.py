"""The clocks of a request: GDPR 12(3), and the CCPA's confirmation, answer and opt-out (11 CCR 7021, 7026).

Whether the month stands still while somebody's identity is in doubt is disputed. The setting QMS_DSR_SUSPENDS says what
the organisation does; the strict clock is always shown. The CCPA's clocks never stand still (11 CCR 7021(b)).
"""

import datetime
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from qms.lib.clocks import CALIFORNIA
from qms.lib.instants import moment_in
from qms.registers.statutory import Clock, clock_of, with_former

from ..models.corrections import former
from ..models.request_choices import KINDS_OF, OPT_OUTS

PAST = ("received_at", "confirmed_at", "identity_asked_at", "identity_answered_at", "extended_at", "answered_at")
OVER = ("withdrawn", "void")


def clocks(record: Any) -> list[Clock]:
    """Those that run or ran, the next one first."""
    if record.received_at is None:
        return []
    waived = _("Withdrawn or void.") if record.state in OVER else ""
    found = (_gdpr if record.regime == "gdpr" else _ccpa)(record, waived)
    return [with_former(clock, former(record.receipts)) for clock in found]


def _gdpr(record: Any, waived: str) -> list[Clock]:
    first = _answered(record, waived)
    found = [first]
    if pause := _pause(record):
        found = [_waived(first, pause[1]), *_suspended(record, pause[0], waived)]
    if record.extended_at:
        start = record.received_at + (pause[0] if pause and pause[0] else datetime.timedelta())
        found.append(_clock("gdpr.request_extended", start, record, waived, record.answered_at, _("Answer"), "answer"))
    return found


def _suspended(record: Any, pause: datetime.timedelta | None, waived: str) -> list[Clock]:
    """The month, counted on by the days that the question took; none before it is answered."""
    if pause is None:
        return []
    met = first_of(record.extended_at, record.answered_at)
    return [_clock("gdpr.request", record.received_at + pause, record, waived, met, _("Answer, or extend"), "answer")]


def _ccpa(record: Any, waived: str) -> list[Clock]:
    if record.kind in OPT_OUTS:
        said = _("Stop, and tell those whom it was sold to")
        return [_clock("ccpa.opt_out", record.received_at, record, waived, record.answered_at, said, "answer")]
    confirmed = first_of(record.confirmed_at, record.answered_at)
    found = [_clock("ccpa.confirm", record.received_at, record, waived, confirmed, _("Confirm the receipt"), "confirm")]
    found.append(_answered(record, waived))
    if record.extended_at:
        given = (record.received_at, record, waived, record.answered_at, _("Answer"), "answer")
        found.append(_clock("ccpa.answer_extended", *given))
    return found


def answer_clock(record: Any, *, waived: str = "", met_at: datetime.datetime | None = None) -> Clock:
    """The clock inside which a request is answered, or its extension told; counted strictly, without suspension."""
    rule = "gdpr.request" if record.regime == "gdpr" else "ccpa.answer"
    return _clock(rule, record.received_at, record, waived, met_at, _("Answer, or tell that it takes longer"), "answer")


def _answered(record: Any, waived: str) -> Clock:
    """The first period as it was met, and that an extension was entered only when it was over."""
    clock = answer_clock(record, waived=waived, met_at=first_of(record.extended_at, record.answered_at))
    entered = record.extension_entered_at
    if entered is None or record.extended_at is None or entered <= clock.due:
        return clock
    said = _("The extension was entered here only on %s, after this period had ended.")
    return replace(clock, remarks=(said % moment_in(entered, clock.counted.zone),))


def extended_clock(record: Any) -> Clock:
    """The clock of an extension: as it runs, or as it would once it is told."""
    rule = "gdpr.request_extended" if record.regime == "gdpr" else "ccpa.answer_extended"
    running = [clock for clock in clocks(record) if clock.counted.rule.name == rule]
    return running[0] if running else _clock(rule, record.received_at, record, "", None, _("Answer"), "answer")


def _clock(rule: str, start: datetime.datetime, record: Any, waived: str, met_at: Any, step: str, verb: str) -> Clock:
    said: dict[str, Any] = {"verb": verb if record.state == "work" or verb == "confirm" else "", "next_step": step}
    if not rule.startswith("gdpr."):
        said |= {"country": CALIFORNIA[0], "zone": ZoneInfo(CALIFORNIA[1])}
    return clock_of(rule, start, record.unit, waived=waived, met_at=met_at, **said)


def _waived(clock: Clock, why: str) -> Clock:
    return clock if clock.met_at else replace(clock, next_step="", verb="", waived=clock.waived or why)


def _pause(record: Any) -> tuple[datetime.timedelta | None, str] | None:
    """How long the month stood still, and the sentence that says so; None where it does not."""
    if not settings.QMS_DSR_SUSPENDS or record.identity_asked_at is None:
        return None
    if record.identity_answered_at is None:
        return None, _("Strict count. It stands still until they have shown who they are (QMS_DSR_SUSPENDS).")
    pause = record.identity_answered_at - record.identity_asked_at
    return pause, _("Strict count. It stood still while identity was in doubt: see the next clock.")


def first_of(*moments: datetime.datetime | None) -> datetime.datetime | None:
    """The earliest of those that are there."""
    return min((m for m in moments if m), default=None)


def wrong_instants(record: Any, at: datetime.datetime) -> dict[str, list[str]]:
    """What cannot be, by field: the future, what lies before the request, a kind of another law."""
    wrong: dict[str, list[str]] = {}
    for name in PAST:
        value = getattr(record, name)
        if value and value > at:
            wrong[name] = [_("This lies in the future: give a moment that has come.")]
        elif value and record.received_at and value < record.received_at:
            wrong[name] = [_("This lies before the request was received.")]
    asked, answered = record.identity_asked_at, record.identity_answered_at
    if asked and answered and answered < asked:
        wrong["identity_answered_at"] = [_("This lies before they were asked.")]
    if record.kind not in KINDS_OF[record.regime]:
        wrong["kind"] = [_("This right does not stand in the %s. Choose another one.") % record.get_regime_display()]
    return wrong
