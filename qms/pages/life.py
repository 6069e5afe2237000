"""The life of a record as a line: the states it went through with who and when, the present one, those ahead."""

from typing import Any

from qms.accounts.roles import ROLES
from qms.records.models import LedgerRow

from .values import Names

#: Moves drawn; a record that went round more often shows the latest.
MOST, AHEAD = 60, 9


def life(register: Any, record: Any, names: Names) -> list[dict[str, Any]]:
    """Steps for components/timeline.html, from two queries whatever the length."""
    moves = _moves(record)
    steps = [_step(register, m, "past") for m in moves[:-1]] + [_step(register, m, "now") for m in moves[-1:]]
    if steps and register.lifecycle.phase(record.state) in ("done", "void"):
        steps[-1]["end"] = True
    elif steps:
        steps[-1]["waits"] = waits_for(register, record, names)
    return steps + [{"label": register.lifecycle.label(s), "kind": "next"} for s in _ahead(register, record.state)]


def waits_for(register: Any, record: Any, names: Names) -> str:
    """Who has the next move: names, or the role that anybody may hold; "" where nobody has to do anything."""
    if role := register.waiting_role(record):
        return str(ROLES.get(role, ""))
    people = [names.get(pk) for pk, part in register.people(record) if part == "next"]
    return ", ".join(sorted(user.printed_name for user in people if user is not None))


def _moves(record: Any) -> list[dict[str, Any]]:
    """The revisions at which the state became another one, with their ledger row."""
    rows = type(record).history.filter(entry_id=record.pk).order_by("rev").values_list("rev", "state")
    found: list[tuple[int, str]] = []
    for rev, state in rows[:2000]:
        if not found or found[-1][1] != state:
            found.append((rev, state))
    found = found[-MOST:]
    ledger = LedgerRow.objects.filter(entry_id=record.pk, rev__in=[r for r, _s in found]).values(
        "rev", "at", "actor_name", "actor__pseudonym"
    )
    by_rev = {row["rev"]: row for row in ledger}
    return [{"state": state, **by_rev.get(rev, {})} for rev, state in found]


def _step(register: Any, move: dict[str, Any], kind: str) -> dict[str, Any]:
    return {
        "label": register.lifecycle.label(move["state"]), "kind": kind, "at": move.get("at"),
        "who": move.get("actor__pseudonym") or move.get("actor_name"),
    }  # fmt: skip


def _ahead(register: Any, state: str) -> list[str]:
    """The states on the plain road from here: always the first primary move."""
    seen, road = {state}, list[str]()
    while len(road) < AHEAD and register.lifecycle.phase(state) not in ("done", "void"):
        onward = [t for t in register.lifecycle.leaving(state) if t.primary and t.target and t.target not in seen]
        if not onward:
            break
        state = onward[0].target
        seen.add(state)
        road.append(state)
    return road
