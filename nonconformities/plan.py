"""The plan of a cycle: what it holds, what its signature covers, and what is missing before it can be approved."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Said
from qms.lib.text import says_nothing
from qms.lifecycle import Scope
from qms.registers.signing import is_valid
from qms.signatures.models import Signature

from . import whytree
from .evidence import unresolved
from .followup import numbers, planned_actions

#: Locked when the plan is handed in, kept with the cycle when it ends (CA-05).
PLAN = (
    "causes", "cause_code", "human_error_rationale", "escape_point", "plan", "criterion", "measure", "target", "method",
    "sample_or_window", "not_before_days", "checker",
)  # fmt: skip
HOW_CHECKED = ("criterion", "measure", "target", "method", "sample_or_window", "not_before_days", "checker")
MIN_RATIONALE = 20  # characters


# What the signature covers


def planned_values(record: Any, context: dict[str, Any]) -> dict[str, Any]:
    """The plan of the cycle that the signature belongs to: of the present one from the record, else from its past."""
    if context["cycle"] == record.cycle:
        return {name: getattr(record, record._meta.get_field(name).attname) for name in PLAN}
    return dict(ended_cycle(record, context["cycle"])["plan"])


def planned_children(record: Any, context: dict[str, Any]) -> list[dict[str, Any]]:
    """The actions that belong to the plan, with their first due date: an extension is a lawful later step.

    Of an ended cycle those that were in it then: one that is put into it by mistake afterwards changes nothing.
    """
    actions = planned_actions(record, context["cycle"])
    if context["cycle"] != record.cycle:
        held = ended_cycle(record, context["cycle"])["actions"]
        actions = actions.filter(number__in=[a["number"] for a in held])
    return [
        {"number": a.number, "title": a.title, "kind": a.kind, "first_due_date": a.original_due_on} for a in actions
    ]


def ended_cycle(record: Any, cycle: int) -> dict[str, Any]:
    """What was kept of a cycle that has ended. Raises KeyError."""
    return dict({row["cycle"]: row["content"] for row in record.past_cycles}[str(cycle)])


PLAN_SCOPE = Scope(
    files=False, values=planned_values, children=planned_children, context=lambda record: {"cycle": record.cycle}
)


def plan_signature(record: Any) -> Signature | None:
    """The latest approval of the plan of the present cycle."""
    rows = Signature.objects.filter(entry_id=record.pk, verb="approve_plan").order_by("-pk")
    return next((row for row in rows if row.context.get("cycle") == record.cycle), None)


# Guards


def plan_still_as_signed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nothing goes on under a plan that nobody approved as it now stands."""
    signed = plan_signature(record)
    if signed is None:
        return None if record.mark == "migrated" else _("The plan of this cycle was never approved.")
    if is_valid(signed, record):
        return None
    return _("The plan or one of its actions was changed after it was approved. Undo that, or take the plan back.")


def root_is_confirmed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A root cause is chosen, and each one chosen is confirmed by evidence that is there."""
    chosen = whytree.roots(record.causes)
    if not chosen:
        return Said(_("Choose a root cause in the why-tree."), way="causes/")
    open_ones = [r["text"] for r in chosen if r["status"] != "confirmed" or not r["evidence_ref"]]
    if open_ones:
        return Said(_("The root cause “%s” is not confirmed by evidence.") % open_ones[0], way="causes/")
    for root in chosen:
        refuted = [r["text"] for r in whytree.chain(record.causes, root["id"]) if r["status"] == "refuted"]
        if refuted:
            return Said(_("The root cause stands under a why that is refuted: “%s”.") % refuted[0], way="causes/")
    gone = unresolved(record, chosen)
    said = _("The evidence “%s” of the root cause is no longer there.")
    return Said(said % gone[0], way="causes/") if gone else None


def human_error_is_answered(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """CA-03: “human error” alone is rarely a root cause; whoever says so says why."""
    if not whytree.is_human_error(record.causes):
        return None
    answer = record.human_error_rationale
    if says_nothing(answer) or len(answer.strip()) < MIN_RATIONALE:
        said = _(
            "The only root cause is people's error. Ask what let it happen unnoticed, or say in “why people's error is "
            "the root” why the process could not have prevented it."
        )
        return Said(said, way="edit/?section=cause")
    return None


def check_is_planned(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """CA-05: how the effect will be judged is fixed before the work."""
    missing = [n for n in HOW_CHECKED if _is_empty(getattr(record, record._meta.get_field(n).attname))]
    words = ", ".join(str(record._meta.get_field(n).verbose_name) for n in missing)
    said = _("The effectiveness check is not planned yet: %s.") % words
    return Said(said, way="edit/?section=effect") if missing else None


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and says_nothing(value))


def actions_are_planned(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """At least one corrective action, and each action of the plan has an owner and a date."""
    live = [a for a in planned_actions(record, record.cycle) if a.state != "cancelled"]
    if not any(a.kind == "corrective" for a in live):
        return Said(_("No corrective action addresses this nonconformity yet."), way="actions/new/")
    loose = [a for a in live if a.owner_id is None or a.original_due_on is None]
    return _("Without owner or due date: %s.") % numbers(loose) if loose else None


def checker_is_independent(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """CA-07, P11-10g-2: the checker neither owns it, nor planned, nor does any of the work."""
    if record.checker_id is None:
        return None
    if record.checker_id == record.owner_id or record.checker_id in record.planners:
        return _("The checker owns the nonconformity or wrote its plan. Name somebody else.")
    own = [a for a in planned_actions(record, record.cycle) if record.checker_id in (a.owner_id, a.done_by_id)]
    return _("The checker does the work of %s. Name somebody else.") % numbers(own) if own else None


COMPLETE = [root_is_confirmed, human_error_is_answered, check_is_planned, actions_are_planned, checker_is_independent]
