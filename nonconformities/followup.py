"""The actions that address a nonconformity. They are records of another register: found by their links."""

from typing import Any

from qms.links import edges
from qms.registers import registry

#: A correction puts the thing itself right and may start at any time; the others are the plan (CA-01).
OUTSIDE_PLAN = "correction"


def actions_of(record: Any, cycle: int | None = None) -> Any:
    """The actions, of all cycles or of one; oldest first, in one query."""
    held = registry["actions"].model.objects.select_related("entry", "owner", "verifier")
    linked = edges.sources(record.pk, "addresses", "actions").order_by()
    found = held.filter(pk__in=linked.values("pk")).order_by("pk")
    return found if cycle is None else found.filter(cycle=cycle)


def planned_actions(record: Any, cycle: int) -> Any:
    """Those that belong to the plan of a cycle."""
    return actions_of(record, cycle).exclude(kind=OUTSIDE_PLAN)


def numbers(actions: Any) -> str:
    """Their numbers, for a sentence."""
    return ", ".join(a.number for a in actions)
