"""The life of an impact assessment: screened, assessed, advised on, decided; looked at again when something changes."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, Scope, Signing, State, Transition

from ..rules import assessments as rules
from . import assessment_guards as guards

SCREENED = ("title", "kind", "requiring", "criteria", "screening")
OF_OTHER_KINDS = (
    "fr_processes", "fr_period", "fr_groups", "fr_harms", "fr_oversight", "fr_measures", "on_individuals", "on_groups",
    "on_society", "misuse",
)  # fmt: skip
CONTENT = (
    *SCREENED, "description", "purposes", "legitimate_interest", "responsibilities", "necessity", "answers", "risks",
    "measures", "views", "views_none", *OF_OTHER_KINDS,
)  # fmt: skip
ADVISED = (*CONTENT, "advice", "advice_result")
DECIDED = (*ADVISED, "consulted_on", "authority", "authority_answer", "decision", "decision_reason")
#: What whoever advises or decides has before him; of these a page shows what the kind is asked.
SHOWN = (
    "description", "purposes", "necessity", "risks", "measures", "views", "views_none", *OF_OTHER_KINDS,
)  # fmt: skip


def _scope(fields: tuple[str, ...]) -> Scope:
    """What was written; what an authority sends later comes on top and changes nothing of it."""
    return Scope(fields=fields, files=False)


def _screened(record: Any, context: dict[str, Any]) -> dict[str, Any]:
    """What was screened; the reason why criteria were set aside, where one was needed."""
    said = {name: getattr(record, name) for name in SCREENED}
    return said | ({"although": record.although} if record.although else {})


def note_adviser(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Who advised decides nothing here."""
    record.advised_by = actor


def note_decided(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """What changes from now on asks for another look."""
    record.decided_at = at


def forget_advice(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """It is advised on and decided anew; the signatures of the last time stay in the history."""
    record.advice, record.advice_result, record.advised_by = "", "", None
    record.decision, record.decision_reason, record.decided_at = "", "", None
    record.consulted_on, record.authority, record.authority_answer = None, "", ""


def end_reviews(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """What is over is not reviewed any more."""
    record.review_on = None


def clear_decision(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Nothing goes ahead."""
    record.decision, record.review_on = "", None


lifecycle = Lifecycle(
    [
        State("draft", _("Screening"), "draft", waits="owner"),
        State("not_required", _("Not required"), "done"),
        State("assessment", _("Assessment"), "open", waits="owner"),
        State("advice", _("Waits for advice"), "open", waits="role:privacy_officer"),
        State("advised", _("Advised"), "open", waits="role:approver"),
        State("consultation", _("Prior consultation"), "open", waits="owner"),
        State("decided", _("Decided"), "open"),
        State("review_needed", _("Review needed"), "open", waits="owner"),
        State("stopped", _("Not gone ahead with"), "done"),
        State("ended", _("Ended"), "done"),
        State("void", _("Void"), "void"),
    ],
    [
        Transition(
            "assess", _("Assess it"), ("draft", "review_needed"), "assessment", rules.works,
            guards=[guards.is_screened], effects=[forget_advice], help=_("An assessment is required, or wanted."),
        ),
        Transition(
            "not_required", _("Not required"), ("draft", "review_needed"), "not_required", rules.screens,
            guards=[guards.is_screened, guards.nothing_requires_it], asks=("although", "review_on"),
            checks=[guards.criteria_are_answered, guards.review_lies_ahead], effects=[note_decided],
            shows=SCREENED[2:], primary=False,
            signs=Signing(
                "responsibility", Scope(values=_screened, files=False), _("that no assessment is required, and why")
            ),
        ),
        Transition(
            "ask_advice", _("Ask for advice"), ("assessment",), "advice", rules.works,
            guards=[*guards.CONTENTS, guards.is_necessary, guards.risks_are_rated, guards.views_are_known],
        ),
        Transition(
            "advise", _("Advise"), ("advice",), "advised", rules.advises, asks=("advice_result", "advice"),
            needs=("advice_result", "advice"), checks=[guards.advice_says_why], effects=[note_adviser], shows=SHOWN,
            signs=Signing("advice", _scope(ADVISED), _("the assessment as it is, and the advice on it")),
        ),
        Transition(
            "consult", _("Authority is consulted"), ("advised",), "consultation", rules.decides,
            guards=[guards.residual_is_high], asks=("authority", "consulted_on"), needs=("authority", "consulted_on"),
            checks=[guards.has_come("consulted_on")], help=_("The pack of Art. 36(3) has gone out."),
            primary=False,
        ),
        Transition(
            "answer", _("Authority has answered"), ("consultation",), "advised", rules.works | rules.decides,
            asks=("authority_answer",), needs=("authority_answer",), checks=[guards.answer_says_something],
        ),
        Transition(
            "decide", _("Decide to go ahead"), ("advised",), "decided", rules.decides, guards=[guards.is_consulted],
            asks=("decision", "decision_reason", "review_on"), needs=("decision", "review_on"),
            checks=[guards.differs_with_reason, guards.review_lies_ahead], effects=[note_decided],
            shows=("advice_result", "advice", *SHOWN, "authority_answer"),
            signs=Signing("approval", _scope(DECIDED), _("the assessment, the advice and this decision")),
        ),
        Transition(
            "stop", _("Decide not to go ahead"), ("advised", "consultation"), "stopped", rules.decides,
            effects=[clear_decision], reason=True, shows=("advice_result", "advice"), primary=False,
            signs=Signing("approval", _scope(ADVISED), _("that the processing does not go ahead")),
        ),
        Transition(
            "return", _("Back to the assessment"), ("advice", "advised"), "assessment", rules.returns,
            effects=[forget_advice], reason=True, primary=False,
        ),
        Transition(
            "notify", _("Authority is notified"), ("decided",), "decided", rules.works | rules.decides,
            guards=[guards.concerns_rights], asks=("notified_on", "notified_as"), needs=("notified_on",),
            checks=[guards.has_come("notified_on")], help=_("EU AI Act Art. 27(3)."),
            primary=False,
        ),
        Transition(
            "look_again", _("Ask for a review"), ("decided", "not_required"), "review_needed", rules.looks_again,
            reason=True, primary=False, help=_("Something changed that may change the risk (35(11))."),
        ),
        Transition(
            "end", _("End it"), ("decided", "review_needed"), "ended", rules.works | rules.decides,
            effects=[end_reviews], reason=True, primary=False,
            help=_("The processing has stopped."),
        ),
        Transition(
            "void", _("Void"), ("draft", "assessment"), "void", rules.voids, effects=[end_reviews], reason=True,
            primary=False,
        ),
    ],
)  # fmt: skip
