"""The life of a change: drafted, assessed, approved by somebody else, carried out, verified, closed."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, Scope, Signing, State, Transition

from ..impact import PLANNED, actions_are_done, criteria_are_met, is_assessed, is_planned, linked_have_changed
from ..models.change import ASPECTS
from ..rules import changes as rules

IMPACT = tuple(name for aspect in ASPECTS for name in (aspect, f"{aspect}_text"))
APPROVED = ("title", *PLANNED, "starts_on", *IMPACT, "criteria")


def note_approved(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """From when on linked records have to change."""
    record.approved_at = at


def forget_approved(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """It is approved anew."""
    record.approved_at = None


def note_verifier(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Who verified it."""
    record.verified_by = actor


lifecycle = Lifecycle(
    [
        State("draft", _("Draft"), "draft", waits="owner"),
        State("assessed", _("Assessed"), "open", waits="role:approver"),
        State("approved", _("Approved"), "open", waits="owner"),
        State("implementation", _("In implementation"), "open", waits="owner"),
        State("verified", _("Verified"), "open", waits="role:quality_manager"),
        State("closed", _("Closed"), "done"),
        State("rejected", _("Rejected"), "done"),
        State("void", _("Void"), "void"),
    ],
    [
        Transition(
            "assess", _("Hand it in as assessed"), ("draft",), "assessed", rules.works, guards=[is_planned, is_assessed]
        ),
        Transition(
            "approve", _("Approve"), ("assessed",), "approved", rules.approves, guards=[is_planned, is_assessed],
            effects=[note_approved], shows=(*PLANNED, *IMPACT, "criteria"),
            signs=Signing("approval", Scope(fields=APPROVED), _("the plan, what it touches, and its entry criteria")),
        ),
        Transition("reject", _("Reject"), ("assessed",), "rejected", rules.approves, reason=True, primary=False),
        Transition("return", _("Return it"), ("assessed",), "draft", rules.approves, reason=True, primary=False),
        Transition(
            "start", _("Start it"), ("approved",), "implementation", rules.works, guards=[criteria_are_met],
            help=_("The records that it waits for have reached their states."),
        ),
        Transition(
            "revise", _("Take it back"), ("approved", "implementation"), "draft", rules.works, reason=True,
            effects=[forget_approved], primary=False, help=_("It is assessed and approved anew."),
        ),
        Transition(
            "verify", _("Verify"), ("implementation",), "verified", rules.verifies, guards=[actions_are_done],
            asks=("verification",), needs=("verification",), effects=[note_verifier], shows=("purpose", "consequences"),
        ),
        Transition(
            "close", _("Close"), ("verified",), "closed", rules.verifies, asks=("unchanged_reason",),
            checks=[linked_have_changed], shows=("verification",),
        ),
        Transition(
            "void", _("Void"), ("draft", "assessed", "approved"), "void", rules.voids, reason=True, primary=False
        ),
    ],
)  # fmt: skip
