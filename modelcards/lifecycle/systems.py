"""The life of a system (MK-13): proposed, developed, tested, approved by signature, restricted, reassessed, retired.

Its classification changes in two states only, proposed and reassessment, and leaves each of them approved by signature.
"""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, Scope, Signing, State, Transition

from ..rules import systems as rules
from . import system_guards as guards

CLASSIFICATION = Signing("approval", Scope(fields=("answers", "risk_class"), files=False), _("the classification"))
APPROVED_AS = (
    "purpose", "misuse", "roles", "answers", "risk_class", "oversight", "logs", "log_rationale", "monitoring_plan",
    "watched",
)  # fmt: skip
APPROVAL = Signing("approval", Scope(fields=APPROVED_AS, files=False), _("the system and how it is used"))
RETIREMENT = Signing(
    "approval", Scope(fields=("purpose", "risk_class", "placed_on"), files=False), _("that the system is used no more")
)
OPEN = ("development", "testing", "approved", "restricted", "reassessment")


def lift_restrictions(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """What is approved again is no longer restricted."""
    record.restrictions = ""


def note_review(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The day of the review."""
    record.reviewed_on = timezone.localdate(at)


def outdate_declarations(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Art. 47(4): a declaration made for another class is out of date."""
    from ..services.declarations import class_approved  # declarations name systems, which come first

    class_approved(record, actor=actor, at=at)


def end_reviews(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """What is over is not reviewed any more."""
    record.review_on = None


lifecycle = Lifecycle(
    states=[
        State("proposed", _("Proposed"), "draft", waits="owner"),
        State("development", _("Development"), "open", waits="owner"),
        State("testing", _("Testing"), "open", waits="owner"),
        State("approved", _("Approved"), "open"),
        State("restricted", _("Restricted"), "open", waits="owner"),
        State("reassessment", _("Reassessment"), "open", waits="owner"),
        State("retired", _("Retired"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "approve_classification", _("Approve the classification"), ("proposed", "reassessment"), "development",
            rules.approves_classification, guards=[guards.is_classified, guards.is_not_prohibited],
            effects=[outdate_declarations], signs=CLASSIFICATION,
            help=_("Development may begin, or go on, under this class."),
        ),
        Transition(
            "test", _("Start testing"), ("development",), "testing", rules.works,
            guards=[guards.classification_is_approved, guards.is_not_prohibited],
        ),
        Transition(
            "approve", _("Approve for use"), ("testing", "reassessment", "restricted"), "approved", rules.approves,
            guards=[
                guards.is_described, guards.classification_is_approved, guards.is_not_prohibited, guards.is_overseen,
                guards.logs_are_kept, guards.is_monitored,
            ],
            asks=("review_on",), needs=("review_on",), checks=[guards.next_review_lies_ahead],
            effects=[lift_restrictions], signs=APPROVAL,
        ),
        Transition(
            "review", _("Record the review"), ("approved",), "approved", rules.works,
            asks=("review_result", "review_on"), needs=("review_result", "review_on"),
            checks=[guards.next_review_lies_ahead], effects=[note_review],
        ),
        Transition(
            "rework", _("Back to development"), ("testing",), "development", rules.works, primary=False,
        ),
        Transition(
            "restrict", _("Restrict its use"), ("approved",), "restricted", rules.restricts, primary=False, reason=True,
            asks=("restrictions",), needs=("restrictions",), checks=[guards.restrictions_are_said],
        ),
        Transition(
            "reassess", _("Start a reassessment"), ("development", "testing", "approved", "restricted"), "reassessment",
            rules.works, primary=False, reason=True,
            help=_("Purpose, roles and classification can be changed until it is approved again."),
        ),
        Transition(
            "retire", _("Retire"), OPEN, "retired", rules.approves, guards=[guards.is_not_deployed],
            effects=[end_reviews], primary=False, reason=True, signs=RETIREMENT,
        ),
        Transition(
            "void", _("Void"), ("proposed", "development", "reassessment"), "void", rules.voids,
            guards=[guards.has_no_versions], effects=[end_reviews], primary=False, reason=True,
        ),
    ],
)  # fmt: skip
