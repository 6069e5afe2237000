"""Whether enough people with the right roles have signed a revision. Each person fills one seat.

Seats and people are matched (Kuhn's algorithm): somebody who holds two of the roles is counted where he is needed.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms.accounts.reach import reach
from qms.accounts.roles import ROLES

Row = dict[str, Any]
#: Where a document says nothing: reviewed for suitability and approved (ISO 9001:2015 7.5.2 c), by two people.
DEFAULT: tuple[Row, ...] = (
    {"role": "quality_manager", "meaning": "review", "count": "1"},
    {"role": "approver", "meaning": "approval", "count": "1"},
)


def rule_of(record: Any) -> Sequence[Row]:
    """The quorum that a revision is judged by: the one noted when it was submitted, before that the document's."""
    of_document = record.document.quorum if record.document_id else []
    return record.quorum or of_document or DEFAULT


def is_usual(record: Any) -> bool:
    """Whether the document names no rule of its own."""
    return not record.document.quorum


def approves_at_all(rows: Iterable[Row]) -> bool:
    """Whether a quorum asks for an approval."""
    return any(row["meaning"] == "approval" for row in rows)


def seats(record: Any, meaning: str) -> list[str]:
    """One role for each seat that has to be filled in this meaning."""
    rows = [row for row in rule_of(record) if row["meaning"] == meaning]
    return [row["role"] for row in rows for _seat in range(int(row["count"]))]


def roles_of(actor: Any, record: Any, meaning: str) -> list[str]:
    """The roles asked for in this meaning that the person holds in the revision's unit."""
    held = reach(actor)
    return [role for role in dict.fromkeys(seats(record, meaning)) if held.has(role, record.unit_id)]


def missing(record: Any, meaning: str, *, joined: Sequence[Sequence[str]] = ()) -> list[str]:
    """The roles whose seats stay empty, with the signatures given and those of `joined` (roles of each signer)."""
    people = [row["roles"].split() for row in record.signed if row["meaning"] == meaning] + [list(r) for r in joined]
    wanted = seats(record, meaning)
    taken: dict[int, int] = {}  # person → seat
    for seat in range(len(wanted)):
        _place(seat, wanted, people, taken, set())
    return [role for seat, role in enumerate(wanted) if seat not in taken.values()]


def _place(seat: int, wanted: list[str], people: list[list[str]], taken: dict[int, int], seen: set[int]) -> bool:
    """Find somebody for a seat, moving others where that helps."""
    for person, roles in enumerate(people):
        if wanted[seat] in roles and person not in seen:
            seen.add(person)
            if person not in taken or _place(taken[person], wanted, people, taken, seen):
                taken[person] = seat
                return True
    return False


def words(roles: Iterable[str]) -> str:
    """Roles in words, each with how often it is missing."""
    counted: dict[str, int] = {}
    for role in roles:
        counted[role] = counted.get(role, 0) + 1
    return ", ".join(f"{n} × {ROLES[role]}" if n > 1 else str(ROLES[role]) for role, n in counted.items()) or _("none")
