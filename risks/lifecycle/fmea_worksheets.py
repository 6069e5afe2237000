"""The life of an FMEA worksheet: planned, filled in, reviewed, approved; taken up again when something changes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, Scope, Signing, State, Transition

from ..rules import fmea as rules
from . import fmea_guards as guards

#: What is signed of each line. New ratings after an action come later and are outside.
SIGNED_OF_LINE = (
    "number", "item", "function", "title", "effect", "severity", "cause", "prevention_control", "occurrence",
    "detection_control", "detection", "priority", "justification",
)  # fmt: skip


def lines_signed(record: Any, context: dict[str, Any]) -> list[dict[str, Any]]:
    """Every line that stands, as it is signed with its worksheet."""
    return list(record.lines.exclude(state="dropped").values(*SIGNED_OF_LINE))


SIGNED = Signing(
    "approval", Scope(fields=("title", "kind", "analysed", "scope", "team", "scales"), children=lines_signed),
    _("scope, team, scales, and every line with its ratings; new ratings after an action are outside"),
)  # fmt: skip

lifecycle = Lifecycle(
    states=[
        State("draft", _("Draft"), "draft", waits="owner"),
        State("in_work", _("In work"), "open", waits="owner"),
        State("in_review", _("In review"), "open", waits="role:approver"),
        State("approved", _("Approved"), "open"),
        State("superseded", _("Superseded"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "begin", _("Begin"), ("draft",), "in_work", rules.may_edit, guards=[guards.scope_and_team],
            help=_("Scope, team and scales stand; the lines are filled in."),
        ),
        Transition(
            "submit", _("Submit for review"), ("in_work",), "in_review", rules.proposes, guards=guards.COMPLETE,
            help=_("From now on its lines stay as they are, until it is approved or returned."),
        ),
        Transition(
            "approve", _("Approve"), ("in_review",), "approved", rules.approves, guards=guards.COMPLETE,
            asks=("review_on",), needs=("review_on",), checks=[guards.review_lies_ahead],
            effects=[guards.note_approval], signs=SIGNED, shows=("analysed", "scope", "team"),
            help=_("Its lines stay as they are. Ratings after an action are added as actions are verified."),
        ),
        Transition(
            "return", _("Return"), ("in_review",), "in_work", rules.returns, reason=True, primary=False,
            help=_("Its lines can be changed again."),
        ),
        Transition(
            "reopen", _("Take up again"), ("approved",), "in_work", rules.proposes, reason=True, primary=False,
            help=_("Something has changed: lines are added or changed, and it is approved again."),
        ),
        Transition(
            "supersede", _("Supersede"), ("approved",), "superseded", rules.keeps, reason=True, primary=False,
            help=_("Another analysis stands in its place. Say which."),
        ),
        Transition(
            "void", _("Void"), ("draft", "in_work", "in_review"), "void", rules.proposes, reason=True, primary=False
        ),
    ],
)  # fmt: skip
