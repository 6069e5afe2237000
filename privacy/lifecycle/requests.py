"""The life of a request: received, identity asked where it is in doubt, in work, answered, refused or withdrawn."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from qms.lib.periods import add_months
from qms.lifecycle import Lifecycle, State, Transition
from qms.registers.statutory import next_due

from ..requests.clock import clocks
from ..rules import requests as rules
from . import request_guards as when

OPEN = ("received", "identity", "work")
#: 11 CCR 7101(a).
LOG_MONTHS = 24
CHARGE = ("charge_ground", "charge", "charge_currency", "charge_reason")
REFUSED = ("ground", "refusal_reason", "remedies")
ANSWER = ("outcome", "answer", "answered_at", "answered_by_way", "recipients")
SEEN = ("regime", "kind", "description", "received_at", "identity")


def to_state(state: str) -> Any:
    """An effect that counts the clocks as they stand once the record is in `state`; "" for one that stays."""

    def recount(record: Any, *, actor: Any, at: datetime.datetime) -> None:
        was, record.state = record.state, state or record.state
        record.due_at = next_due(clocks(record))
        record.state = was

    return recount


def set_identity(value: str) -> Any:
    """An effect that notes what is known of the identity."""

    def note(record: Any, *, actor: Any, at: datetime.datetime) -> None:
        record.identity = value

    return note


def keep_log(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The CCPA's log is kept for 24 months from the end on."""
    if record.regime == "ccpa":
        record.keep_until = add_months(at.astimezone(ZoneInfo(record.unit.time_zone)).date(), LOG_MONTHS)


def note_entry(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """When the extension was entered: told in time and entered later is seen."""
    record.extension_entered_at = at


def take_back(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """It is open again: what was sent stays in the history."""
    record.answered_at = record.keep_until = None
    record.outcome = record.ground = ""


lifecycle = Lifecycle(
    [
        State("received", _("Received"), "open", waits="role:privacy_officer"),
        State("identity", _("Identity asked"), "open", waits="owner"),
        State("work", _("In work"), "open", waits="owner"),
        State("answered", _("Answered"), "done"),
        State("refused", _("Refused"), "done"),
        State("withdrawn", _("Withdrawn"), "done"),
        State("void", _("Void"), "void"),
    ],
    [
        Transition(
            "take_up", _("Take it up"), ("received",), "work", rules.officer, asks=("owner", "regime", "kind"),
            needs=("owner", "regime", "kind"), checks=[when.instants_fit], effects=[to_state("work")], shows=SEEN,
            help=_("Decide which right it is about, and who answers."),
        ),
        Transition(
            "answer", _("Answer is sent"), ("work",), "answered", rules.works, guards=[when.is_verified],
            asks=(*ANSWER, *REFUSED), needs=("outcome", "answer", "answered_at", "answered_by_way"),
            checks=[when.instants_fit, *when.IS_ANSWERED_WHOLE, when.names_nobody],
            effects=[keep_log, to_state("answered")], shows=SEEN, takes_file=True,
        ),
        Transition(
            "confirm", _("Receipt is confirmed"), ("received", "work", "identity"), "", rules.works,
            guards=[when.is_ccpa], checks=[when.instants_fit], asks=("confirmed_at",), needs=("confirmed_at",),
            effects=[to_state("")], primary=False, help=_("CCPA: within ten business days."),
        ),
        Transition(
            "ask_identity", _("Ask who they are"), ("work",), "identity", rules.works,
            asks=("identity_doubt", "identity_asked_at"), needs=("identity_doubt", "identity_asked_at"),
            checks=[when.instants_fit, when.doubt_has_reasons, when.names_nobody],
            effects=[set_identity("doubted"), to_state("identity")], primary=False,
            help=_("Only with reasonable doubts (12(6)). Whether the month stands still is a setting."),
        ),
        Transition(
            "confirm_identity", _("Identity is confirmed"), ("identity",), "work", rules.works,
            asks=("identity_answered_at",), needs=("identity_answered_at",), checks=[when.instants_fit],
            effects=[set_identity("confirmed"), to_state("work")],
        ),
        Transition(
            "leave_unconfirmed", _("Identity is not confirmed"), ("identity",), "work", rules.works, reason=True,
            effects=[set_identity("unconfirmed"), to_state("work")], primary=False,
            help=_("It can be refused then, with the reason."),
        ),
        Transition(
            "extend", _("Extension is told"), OPEN, "", rules.works, guards=[when.is_not_extended],
            asks=("extended_at", "extension_reason"), needs=("extended_at", "extension_reason"),
            checks=[when.instants_fit, when.told_in_time, when.names_nobody], effects=[note_entry, to_state("")],
            primary=False, takes_file=True,
            help=_("By two months (CCPA: 45 days), told with the reasons inside the first period."),
        ),
        Transition(
            "refuse", _("Refusal is sent"), ("work",), "refused", rules.officer,
            asks=(*REFUSED, "answered_at", "answered_by_way"), needs=(*REFUSED, "answered_at", "answered_by_way"),
            checks=[when.instants_fit, *when.REFUSAL_IS_ARGUED, when.names_nobody],
            effects=[keep_log, to_state("refused")], primary=False,
            shows=SEEN, takes_file=True,
            help=_("With reasons, the route of complaint and the judicial remedy (12(4))."),
        ),
        Transition(
            "charge", _("Decide on a charge"), ("work",), "", rules.officer, asks=CHARGE, needs=("charge_ground",),
            checks=[when.charge_is_argued, when.names_nobody], primary=False, shows=SEEN,
            help=_("Free, unless the request is manifestly unfounded or excessive (12(5))."),
        ),
        Transition(
            "withdraw", _("They withdrew it"), OPEN, "withdrawn", rules.works, reason=True,
            effects=[keep_log, to_state("withdrawn")], primary=False,
        ),
        Transition(
            "reopen", _("Take it up again"), ("answered", "refused", "withdrawn"), "work", rules.officer, reason=True,
            effects=[take_back, to_state("work")], primary=False, help=_("They are not content, or more was found."),
        ),
        Transition(
            "void", _("Void"), OPEN, "void", rules.officer, reason=True, effects=[to_state("void")], primary=False,
            help=_("It came twice, or is no request."),
        ),
    ],
)  # fmt: skip
