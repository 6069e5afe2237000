"""The life of a risk: assessed, treated or accepted, closed; rated and reviewed all along (ISO 31000 6.4-6.6)."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, State, Transition

from .. import losses
from ..rules import risks as rules
from ..services.lapsing import lapse_of
from . import rating_guards as rating
from . import review_guards as review

LIVING = ("assessed", "treatment", "accepted")
DESCRIBED = ("cause", "event", "consequence")


def end_acceptance_by_rating(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """What was accepted was another rating."""
    said = _t("The risk was rated anew.")
    lapse_of(record, "make_stale", at=at, reason=said, source=record.given_source)


def withdraw_acceptance(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The risk is decided about anew, or is no more. Where the clock reopens it, its acceptance has lapsed already."""
    if rules.is_system(actor):
        return
    lapse_of(record, "withdraw", at=at, reason=record.given_reason, source=record.given_source)


lifecycle = Lifecycle(
    states=[
        State("draft", _("Draft"), "draft", waits="owner"),
        State("assessed", _("Assessed"), "open", waits="owner"),
        State("treatment", _("In treatment"), "open", waits="owner"),
        State("accepted", _("Accepted"), "open"),
        State("closed", _("Closed"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "assess", _("Assess"), ("draft",), "assessed", rules.rates,
            guards=[rating.is_described, rating.has_a_matrix],
            asks=("inherent_likelihood", "inherent_consequence", "current_likelihood", "current_consequence"),
            needs=("inherent_likelihood", "inherent_consequence"), reason=True, shows=DESCRIBED,
            checks=[rating.on_the_scale("inherent", "current"), rating.fall_is_earned],
            effects=[rating.note_assessment], many=True,
            help=_("Inherent: as if no control were there. An empty current rating equals the inherent one."),
        ),
        Transition(
            "treat", _("Treat"), ("assessed",), "treatment", rules.rates,
            guards=[rating.has_a_matrix],
            asks=("strategy", "plan", "target_likelihood", "target_consequence"),
            needs=("strategy", "plan", "target_likelihood", "target_consequence"), shows=DESCRIBED,
            checks=[rating.is_treated, rating.on_the_scale("target"), rating.target_is_lower],
            effects=[rating.noting("target")],
            help=_("Say what is done about it and where it shall stand then; actions and controls carry it out."),
        ),
        Transition(
            "change_treatment", _("Change the treatment"), ("treatment",), "treatment", rules.rates,
            guards=[rating.has_a_matrix], primary=False, reason=True,
            asks=("strategy", "plan", "target_likelihood", "target_consequence"),
            needs=("strategy", "plan", "target_likelihood", "target_consequence"), shows=DESCRIBED,
            checks=[rating.is_treated, rating.on_the_scale("target"), rating.target_is_lower],
            effects=[rating.noting("target")],
        ),
        Transition(
            "rate_current", _("Rate anew"), LIVING, "assessed", rules.rates, guards=[rating.has_a_matrix],
            asks=("current_likelihood", "current_consequence"), needs=("current_likelihood", "current_consequence"),
            checks=[rating.on_the_scale("current"), rating.is_another_than_accepted, rating.fall_is_earned],
            effects=[rating.noting("current"), end_acceptance_by_rating], reason=True, shows=DESCRIBED, many=True,
            help=_("As it is now, with the controls that work. It is decided anew what follows."),
        ),
        Transition(
            "lower", _("Lower without a control"), LIVING, "assessed", rules.lowers,
            guards=[rating.has_a_matrix, rating.has_authority_over_rating], primary=False, reason=True,
            asks=("current_likelihood", "current_consequence"), needs=("current_likelihood", "current_consequence"),
            checks=[rating.on_the_scale("current"), rating.is_lower],
            effects=[rating.noting("current"), end_acceptance_by_rating], signs=review.LOWERED, shows=DESCRIBED,
            help=_("For the acceptance authority: the rating falls, and no control was verified that explains it."),
        ),
        Transition(
            "rate_inherent", _("Rate the inherent risk anew"), LIVING, "", rules.rates, guards=[rating.has_a_matrix],
            asks=("inherent_likelihood", "inherent_consequence"), primary=False, reason=True, shows=DESCRIBED,
            needs=("inherent_likelihood", "inherent_consequence"), checks=[rating.on_the_scale("inherent")],
            effects=[rating.noting("inherent")],
        ),
        Transition(
            "accept", _("Accept"), LIVING, "accepted", rules.accepts, reason=True,
            help=_("Made by the signature of an acceptance."),
        ),
        Transition(
            "review", _("Review"), LIVING, "", rules.reviews, asks=("review_result", "review_on"),
            needs=("review_result",), checks=[review.says_why, review.next_is_in_time], effects=[review.note_review],
            signs=review.REVIEW, primary=False, shows=(*DESCRIBED, "plan", "current_level", "reviewed_on"),
            help=_("The next review is planned by the level, unless you bring it forward."),
        ),
        Transition(
            "estimate_losses", _("Estimate the losses"), ("draft", *LIVING), "", rules.rates, asks=("losses",),
            needs=("losses",), checks=[losses.is_one_estimate], effects=[losses.keep_losses], primary=False,
            help=_("What it may cost in a year: three estimates of how often and how much, drawn many times."),
        ),
        Transition(
            "close", _("Close"), LIVING, "closed", rules.closes, guards=[review.nothing_is_open, review.is_answered],
            effects=[review.note_closed, withdraw_acceptance], reason=True,
            help=_("The risk is no more, or has come true and is handled as a nonconformity."),
        ),
        Transition(
            "close_above", _("Close above the appetite"), LIVING, "closed", rules.lowers, primary=False, reason=True,
            guards=[review.nothing_is_open, review.is_unanswered, rating.has_authority_over_rating],
            effects=[review.note_closed, withdraw_acceptance], signs=review.CLOSED_ABOVE, shows=(*DESCRIBED, "plan"),
            help=_("For the acceptance authority: closed although neither within the appetite nor accepted."),
        ),
        Transition(
            "reopen", _("Reopen"), ("accepted", "closed"), "assessed", rules.reopens,
            effects=[review.note_reopened, withdraw_acceptance], reason=True, primary=False,
        ),
        Transition(
            "void", _("Void"), ("draft", "assessed"), "void", rules.voids, guards=[review.is_answered], reason=True,
            primary=False,
        ),
    ],
)  # fmt: skip
