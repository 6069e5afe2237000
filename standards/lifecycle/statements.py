"""The life of a statement of applicability: filled in, reviewed, in force until the next version is."""

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, Scope, Signing, State, Transition

from ..rules import applicability as rules
from . import statement_effects as effects
from . import statement_guards as guards

SIGNED = Signing(
    "approval", Scope(fields=("title", "edition", "basis"), children=effects.decisions),
    _("which requirements apply and why, line by line; how far they are implemented is outside"),
)  # fmt: skip

lifecycle = Lifecycle(
    states=[
        State("draft", _("Draft"), "draft", waits="owner"),
        State("in_review", _("In review"), "open", waits="role:executive"),
        State("in_force", _("In force"), "open"),
        State("superseded", _("Superseded"), "done"),
        State("withdrawn", _("Withdrawn"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "submit", _("Submit for review"), ("draft",), "in_review", rules.proposes, guards=guards.COMPLETE,
            help=_("From now on its lines stay as they are, until it is approved or returned."),
        ),
        Transition(
            "approve", _("Approve"), ("in_review",), "in_force", rules.approves,
            guards=[*guards.COMPLETE, guards.others_decided], asks=("review_on",), needs=("review_on",),
            checks=[guards.review_lies_ahead], effects=[effects.take_over], signs=SIGNED,
            help=_("It comes into force at once; the version before it is superseded."),
        ),
        Transition(
            "return", _("Return"), ("in_review",), "draft", rules.returns, reason=True, primary=False,
            help=_("Its lines can be changed again."),
        ),
        Transition(
            "supersede", _("Supersede"), ("in_force",), "superseded", rules.by_statement, reason=True,
            effects=[effects.end],
        ),
        Transition(
            "withdraw", _("Withdraw"), ("in_force",), "withdrawn", rules.withdraws, reason=True, primary=False,
            effects=[effects.end], help=_("Nothing is in force then for this edition and unit."),
        ),
        Transition(
            "void", _("Void"), ("draft", "in_review"), "void", rules.proposes, reason=True, primary=False,
            effects=[effects.drop_lines],
        ),
    ],
)  # fmt: skip
