"""The life of a model card: drafted, submitted through its gates, reviewed by named people, approved, watched."""

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, Signing, State, Transition

from ..rules import cards as rules
from . import card_effects as effects
from . import card_guards as guards
from .card_scope import ADVICE, CONDITIONAL, CONTENT

STANDING = ("approved", "conditional", "look_again")
COVERED = _("everything the card says, its artifact, its metric files and the datasets it names")


def review(part: str, label: object, meaning: str, **more: object) -> Transition:
    """The signature of one part; the card stays in review."""
    scope = ADVICE if meaning == "advice" else CONTENT
    return Transition(
        f"sign_{part}", label, ("in_review",), "in_review", rules.REVIEWERS[part],
        guards=[guards.asked_of(part), guards.not_signed_by(part)], effects=[effects.note_signature(part)],
        signs=Signing(meaning, scope, COVERED), **more,  # type: ignore[arg-type]
    )  # fmt: skip


lifecycle = Lifecycle(
    states=[
        State("draft", _("Draft"), "draft", waits="owner"),
        State("in_review", _("In review"), "open", waits="role:approver"),
        State("conditional", _("Approved with conditions"), "open", waits="owner"),
        State("approved", _("Approved"), "done"),
        State("look_again", _("Needs another look"), "open", waits="role:approver"),
        State("superseded", _("Superseded"), "done"),
        State("retired", _("Retired"), "done"),
        State("withdrawn", _("Withdrawn"), "void"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "submit", _("Submit for review"), ("draft",), "in_review", rules.submits,
            guards=[guards.gates_are_passed, guards.signers_are_named, guards.signers_are_independent],
            effects=[effects.note_policy], signs=Signing("authorship", CONTENT, COVERED),
        ),
        review("peer", _("Sign as ML peer"), "review"),
        review("validator", _("Sign as validator"), "review"),
        review("quality", _("Sign for quality"), "review"),
        review("risk", _("Sign for risk"), "review"),
        review("ethics", _("Sign for ethics and oversight"), "review"),
        review("privacy", _("Sign the privacy advice"), "advice", asks=("advice",), needs=("advice",)),
        Transition(
            "request_changes", _("Request changes"), ("in_review",), "draft", rules.sends_back,
            asks=("requests",), needs=("requests",), effects=[effects.note_requests], primary=False,
            help=_("Say for each section what has to change. Signatures given so far end with that change."),
        ),
        Transition(
            "approve", _("Approve"), ("in_review",), "approved", rules.approves,
            guards=[guards.gates_are_passed, guards.everybody_has_signed], effects=[effects.note_approval],
            signs=Signing("approval", CONTENT, COVERED),
        ),
        Transition(
            "approve_conditionally", _("Approve with conditions"), ("in_review",), "conditional", rules.approves,
            guards=[guards.gates_are_passed, guards.everybody_has_signed], checks=[guards.conditions_end],
            asks=("conditions", "valid_until"), needs=("conditions", "valid_until"), primary=False,
            effects=[effects.note_approval, effects.open_actions], signs=Signing("approval", CONDITIONAL, COVERED),
            help=_("Each line of the conditions becomes an action of the owner, due on the last day."),
        ),
        Transition(
            "lift_conditions", _("Lift the conditions"), ("conditional",), "approved", rules.approves,
            guards=[guards.actions_are_verified, guards.gates_are_passed, guards.nothing_has_changed],
            effects=[effects.lift, effects.note_approval], signs=Signing("approval", CONTENT, COVERED),
        ),
        Transition(
            "look_again", _("Ask for another look"), ("approved", "conditional"), "look_again", rules.looks_again,
            effects=[effects.note_cause], reason=True, primary=False,
        ),
        Transition(
            "confirm", _("Confirm the approval"), ("look_again",), "approved", rules.approves,
            guards=[guards.gates_are_passed, guards.everybody_has_signed, guards.no_condition_is_open],
            effects=[effects.note_approval], reason=True, signs=Signing("approval", CONTENT, COVERED),
            help=_("What changed was looked at, and the card still stands."),
        ),
        Transition(
            "revise", _("Revise"), STANDING, "draft", rules.revises, effects=[effects.forget_approval], reason=True,
            primary=False, help=_("The approval ends; the card is changed, submitted and signed anew."),
        ),
        Transition(
            "supersede", _("Supersede"), STANDING, "superseded", rules.retires, reason=True, primary=False,
            help=_("Another version took its place; the gate lets this one through no longer."),
        ),
        Transition(
            "retire", _("Retire"), STANDING, "retired", rules.retires, reason=True, primary=False,
            signs=Signing("responsibility", CONTENT, COVERED),
        ),
        Transition(
            "withdraw", _("Withdraw"), STANDING, "withdrawn", rules.withdraws, reason=True, primary=False,
            signs=Signing("responsibility", CONTENT, COVERED),
        ),
        Transition("void", _("Void"), ("draft", "in_review"), "void", rules.voids, reason=True, primary=False),
    ],
)  # fmt: skip
