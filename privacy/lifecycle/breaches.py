"""The life of a breach: reported, assessed, notified or not, people told, closed."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, Scope, Signing, State, Transition
from qms.registers import registry
from qms.registers.statutory import next_due

from ..breach.clock import clocks
from ..models.corrections import kept
from ..rules import breaches as rules
from . import breach_guards as when

OPEN = ("reported", "assessment", "notified", "unnotified")
NO_RISK = Signing(
    "responsibility",
    Scope(
        fields=(
            "title",
            "description",
            "aware_at",
            "natures",
            "subjects",
            "subjects_number",
            "data",
            "risk",
            "risk_reason",
        )
    ),
    _("the decision not to notify, and why a risk is unlikely"),
)
FOLLOWS = ("to_follow", "to_follow_by")
TOLD_AUTHORITY = ("authority", "notified_at", "reference", *FOLLOWS, "late_reason")
TOLD_CONTROLLER = ("controller", "controller_told_at", "notice", "reference", *FOLLOWS)
DECISION = ("communication", "communication_reason", "authority_order")
ANSWERED = (when.content_is_said, when.nothing_follows, when.delay_is_explained, when.risk_is_argued,
            when.telling_is_decided, when.people_are_told)  # fmt: skip
SAID = ("description", "aware_at", "risk", "risk_reason")


def _row(record: Any, *, at: datetime.datetime, to: str, what: str, actor: Any) -> None:
    row = {"at": kept(at), "to": to, "what": what, "reference": record.reference, "by": actor.pk}
    record.notifications = sorted([*record.notifications, row], key=lambda r: r["at"])
    if not record.to_follow:
        record.to_follow_by = None


def keep_notification(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The first phase; what follows is named."""
    what = _t("To follow: %s") % record.to_follow if record.to_follow else _t("Complete notification")
    _row(record, at=record.notified_at, to=record.authority, what=what, actor=actor)


def keep_supplement(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """A later phase (33(4)), to the authority or to the controller; whether anything follows after it."""
    what, before = record.supplement, record._was["to_follow"]
    if before and not record.to_follow:
        what = f"{what}\n{_t('With it everything is there that was to follow.')}"
    elif record.to_follow != before:
        what = f"{what}\n{_t('Still to follow: %s') % record.to_follow}"
    to = record.authority if record.role == "controller" else record.controller
    _row(record, at=record.supplement_at, to=to, what=what, actor=actor)
    record.supplement, record.supplement_at = "", None  # the row says it: the next one has words of its own


def keep_notice(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """What the processor told the controller (33(2)), in its own words."""
    follows = [_t("To follow: %s") % record.to_follow] if record.to_follow else []
    _row(record, at=record.controller_told_at, to=record.controller, what="\n".join([record.notice, *follows]),
         actor=actor)  # fmt: skip


def to_state(state: str) -> Any:
    """An effect that counts the clocks as they stand once the record is in `state`; "" for one that stays."""

    def recount(record: Any, *, actor: Any, at: datetime.datetime) -> None:
        was, record.state = record.state, state or record.state
        record.due_at = next_due(clocks(record))
        record.state = was

    return recount


def raise_nonconformity(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """A reported nonconformity with what happened, linked to the breach."""
    found = record.discovered_at or record.aware_at or record.created_at
    given = {
        "title": record.title, "description": record.description or record.title, "found_on": found.date(),
        "origin": "internal", "unit": record.unit, "audience": record.audience,
    }  # fmt: skip
    registry["nonconformities"].create_and(
        "report", actor=actor, at=at, source=record.given_source, links=[("addresses", record.entry)], **given
    )


lifecycle = Lifecycle(
    [
        State("reported", _("Reported"), "open", waits="role:privacy_officer"),
        State("assessment", _("Under assessment"), "open", waits="owner"),
        State("notified", _("Notified"), "open", waits="owner"),
        State("unnotified", _("Not notified"), "open", waits="owner"),
        State("closed", _("Closed"), "done"),
        State("void", _("Void"), "void"),
    ],
    [
        Transition(
            "take_up", _("Take it up"), ("reported",), "assessment", rules.officer,
            asks=("owner", "role", "agreed_hours"), needs=("owner", "role"), guards=[when.knows_awareness],
            effects=[to_state("assessment")], shows=("description", "aware_at", "reported_by", "reported_way"),
            help=_("Who works on it; controller or processor, and as processor the period agreed with the controller."),
        ),
        Transition(
            "notify", _("Authority is notified"), ("assessment",), "notified", rules.works, suits=when.ours,
            guards=[when.is_controller, when.knows_awareness],
            checks=[when.instants_fit, when.is_whole_or_follows, when.delay_has_reasons],
            asks=TOLD_AUTHORITY, needs=("authority", "notified_at"), effects=[keep_notification, to_state("notified")],
            shows=SAID, takes_file=True, help=_("Record when the form went out; what is not known yet may follow."),
        ),
        Transition(
            "supplement", _("Supplement is sent"), ("notified",), "", rules.works,
            checks=[when.instants_fit], asks=("supplement_at", "supplement", "reference", *FOLLOWS),
            needs=("supplement_at", "supplement"), effects=[keep_supplement], primary=False, takes_file=True,
            leads=when.is_outstanding, shows=("notifications",),
            help=_("Information in phases (33(4)), to the authority or the controller. Empty what no longer follows."),
        ),
        Transition(
            "tell_controller", _("Controller is told"), ("assessment",), "notified", rules.works,
            guards=[when.is_processor], checks=[when.instants_fit, when.is_whole_or_follows], asks=TOLD_CONTROLLER,
            needs=("controller", "controller_told_at", "notice"), effects=[keep_notice, to_state("notified")],
            suits=when.for_another, shows=SAID[:2], takes_file=True,
            help=_("Without undue delay after becoming aware (33(2)). What is told later is a supplement."),
        ),
        Transition(
            "decide_not_to_notify", _("Decide not to notify"), ("assessment",), "unnotified", rules.officer,
            guards=[when.is_controller, when.is_described, when.is_no_risk], effects=[to_state("unnotified")],
            signs=NO_RISK, shows=SAID, primary=False, suits=when.ours,
            help=_("Signed: a risk to the rights of people is unlikely, and why."),
        ),
        Transition(
            "decide_communication", _("Decide whether people are told"), ("assessment", "notified", "unnotified"), "",
            rules.officer, guards=[when.is_controller, when.risk_is_assessed], checks=[when.decision_fits_risk],
            asks=DECISION, needs=("communication", "communication_reason"), shows=SAID, primary=False,
            suits=when.ours, leads=when.is_undecided,
            help=_("Art. 34: a high risk is told to the people affected, unless one of three exemptions holds."),
        ),
        Transition(
            "communicate", _("People are told"), ("assessment", "notified", "unnotified"), "", rules.works,
            guards=[when.is_controller, when.is_to_be_told], checks=[when.instants_fit],
            asks=("communicated_at", "communication_text"),
            needs=("communicated_at", "communication_text"), primary=False, takes_file=True,
            suits=when.ours, leads=when.is_untold, shows=DECISION,
            help=_("In clear and plain language (34(2))."),
        ),
        Transition(
            "raise_nonconformity", _("Raise a nonconformity"), OPEN, "", rules.works, guards=[when.nothing_raised],
            effects=[raise_nonconformity], primary=False, help=_("It takes over what happened."),
        ),
        Transition(
            "assess_again", _("Assess it again"), ("unnotified", "closed"), "assessment", rules.officer, reason=True,
            guards=[when.was_not_notified], effects=[to_state("assessment")], primary=False,
            help=_("Something new is known. The clock counts from the same awareness."),
        ),
        Transition(
            "close", _("Close"), ("notified", "unnotified"), "closed", rules.officer, guards=ANSWERED,
            effects=[to_state("closed")], shows=("notifications", "risk", "communication", "consequences", "measures"),
        ),
        Transition(
            "reopen", _("Open it again"), ("closed",), "notified", rules.officer, reason=True,
            guards=[when.was_notified], effects=[to_state("notified")], primary=False,
        ),
        Transition(
            "void", _("Void"), ("reported", "assessment"), "void", rules.officer, reason=True,
            effects=[to_state("void")], primary=False,
            help=_("It came by mistake or twice, or no personal data are in it."),
        ),
    ],
)  # fmt: skip
