"""The life of a dataset: described, reviewed, approved by signature, superseded by its next version or withdrawn."""

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, Signing, State, Transition

from ..rules import datasets as rules
from . import dataset_guards as guards

lifecycle = Lifecycle(
    states=[
        State("draft", _("Draft"), "draft", waits="owner"),
        State("in_review", _("In review"), "open", waits="role:approver"),
        State("approved", _("Approved"), "open"),
        State("superseded", _("Superseded"), "done"),
        State("withdrawn", _("Withdrawn"), "void"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "submit", _("Submit for review"), ("draft",), "in_review", rules.works,
            guards=[guards.is_identified, guards.is_answered, guards.meets_conditions],
        ),
        Transition(
            "approve", _("Approve"), ("in_review",), "approved", rules.approves,
            guards=[
                guards.is_identified, guards.is_answered, guards.meets_conditions, guards.nothing_required_fails,
            ],
            effects=[guards.supersede_former],
            signs=Signing(
                "approval", guards.APPROVED, _("the whole datasheet, its hash, and the quality results so far")
            ),
        ),
        Transition(
            "return", _("Send back"), ("in_review",), "draft", rules.approves | rules.works, reason=True, primary=False,
        ),
        Transition(
            "supersede", _("Supersede"), ("approved",), "superseded", rules.supersedes, reason=True, primary=False,
            help=_("Made when the version that was made from it is approved."),
        ),
        Transition(
            "withdraw", _("Withdraw"), ("approved", "superseded"), "withdrawn", rules.withdraws,
            reason=True, primary=False,
            signs=Signing("responsibility", guards.WITHDRAWN, _("that this version is used no longer")),
            help=_("Nothing new may rest on it; cards that use it need another look."),
        ),
        Transition(
            "void", _("Void"), ("draft", "in_review"), "void", rules.works, reason=True, primary=False,
        ),
    ],
)  # fmt: skip
