"""The life of an acceptance: signed by who has the authority, in force until its day or until it goes stale."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.accounts.people import system_user
from qms.lib.errors import Said
from qms.lib.text import says_nothing
from qms.lifecycle import Lifecycle, Scope, Signing, State, Transition
from qms.registers import registry

from ..matrix import matrix_of
from ..rules import acceptances as rules
from ..services.lapsing import in_force_for, lapse
from .rating_guards import criteria_fault, lacks_authority

SIGNED = ("risk", "level", "likelihood", "consequence", "matrix", "rationale", "conditions", "ends_on")


def is_as_rated(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What is signed is the rating that the risk has now, by the criteria that are in force now."""
    risk = record.risk
    same = (record.likelihood, record.consequence) == (risk.current_likelihood, risk.current_consequence)
    if not same or record.level != risk.current_level:
        return _t("Since this was written %s was rated anew: write another one.") % risk.number
    return criteria_fault(risk) or None


def is_open(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Only a risk that is there is accepted."""
    if record.risk.state in ("assessed", "treatment", "accepted"):
        return None
    said = _t("%(number)s is “%(state)s”: only an assessed risk is accepted.")
    state = registry["risks"].lifecycle.label(record.risk.state)
    return said % {"number": record.risk.number, "state": state}


def has_authority(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """RM-02: authority by level, in the unit of the risk."""
    return lacks_authority(record.risk, record.matrix, record.level, actor)


def is_not_the_owner(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Whoever answers for the risk does not accept it himself."""
    return _t("You own the risk: somebody else accepts it.") if record.risk.owner_id == actor.pk else None


def is_reasoned(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A decision has reasons."""
    said = Said(_t("Say why the risk is borne."), field="rationale", way="edit/?section=decision")
    return said if says_nothing(record.rationale) else None


def ends_in_time(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """The matrix bounds how long a level is accepted."""
    said = end_fault(record, timezone.localdate(at))
    return Said(said, field="ends_on", way="edit/?section=decision") if said else None


def end_fault(record: Any, today: datetime.date) -> str:
    """What is wrong with the end of an acceptance that begins `today`; "" where nothing is."""
    if record.ends_on <= today:
        return _t("The end must be a day after today.")
    level = matrix_of(record.matrix).level(record.level)
    if level is None:
        return ""
    latest = today + datetime.timedelta(days=level.accept_days)
    if record.ends_on <= latest:
        return ""
    said = _t("A risk of level “%(level)s” is accepted for %(days)d days at most: until %(latest)s.")
    return said % {"level": level.label, "days": level.accept_days, "latest": date_format(latest, "j M Y")}


def take_force(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The acceptance before it is withdrawn, and the risk is accepted, in the same transaction.

    Raises Stale where the risk was changed since the guards looked at it: nobody accepts what he has not seen.
    """
    record.accepted_on = timezone.localdate(at)
    if (before := in_force_for(record.risk)) is not None:
        said = _t("%s takes its place.") % record.number
        lapse(before, "withdraw", at=at, reason=said, source=record.given_source, reopens=False)
    registry["risks"].perform(
        record.risk, "accept", rev=record.risk.rev, actor=system_user(), at=at, source=record.given_source,
        reason=_t("Accepted by %(who)s with %(number)s until %(day)s.") % {
            "who": actor.printed_name, "number": record.number, "day": date_format(record.ends_on, "j M Y"),
        },
    )  # fmt: skip


def reopen_risk(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Where somebody withdraws it, the risk is to be decided about anew. The clock's moves say so themselves."""
    if actor.pk != system_user().pk and record.risk.state == "accepted":
        registry["risks"].perform(
            record.risk, "reopen", rev=None, actor=system_user(), at=at, source=record.given_source,
            reason=_t("%(number)s was withdrawn: %(why)s") % {"number": record.number, "why": record.given_reason},
        )  # fmt: skip


lifecycle = Lifecycle(
    states=[
        State("draft", _("Draft"), "draft"),
        State("in_force", _("In force"), "open", tone="done"),
        State("stale", _("Stale"), "done", tone="warn"),
        State("ended", _("Ended"), "done", tone="past"),
        State("withdrawn", _("Withdrawn"), "done", tone="past"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "accept", _("Accept the risk"), ("draft",), "in_force", rules.accepts,
            guards=[is_open, is_as_rated, has_authority, is_not_the_owner, is_reasoned, ends_in_time],
            effects=[take_force], shows=SIGNED,
            signs=Signing("acceptance", Scope(fields=SIGNED), _("the risk as it is rated, the reasons and the end")),
            help=_("It goes stale when the risk is rated anew, a control fails, or new criteria give another level."),
        ),
        Transition("make_stale", _("Turn stale"), ("in_force",), "stale", rules.clock, reason=True, primary=False),
        Transition("end", _("End"), ("in_force",), "ended", rules.clock, reason=True),
        Transition(
            "withdraw", _("Withdraw"), ("in_force",), "withdrawn", rules.withdraws, reason=True, primary=False,
            effects=[reopen_risk], help=_("The risk is open again."),
        ),
        Transition("void", _("Void"), ("draft",), "void", rules.may_edit, reason=True, primary=False),
    ],
)  # fmt: skip
