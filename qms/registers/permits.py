"""Whether a person may sign a move now, and in which of his roles: those that lack nothing (21 CFR 11.10(i)).

A role that lacks a competence does not count for signing. The move is blocked where no role is left, or where its rule
is not met by those that are left; the sentences name what is missing.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any

from qms.accounts.reach import narrowed, reach
from qms.accounts.roles import ROLES
from qms.lifecycle import Transition
from qms.signatures.permits import lacking


@dataclass(frozen=True)
class Permit:
    """The roles a person holds where the record belongs, and what each lacks for signing."""

    held: tuple[str, ...]
    lacks: dict[str, list[str]] = field(default_factory=dict)

    @property
    def usable(self) -> tuple[str, ...]:
        """Roles in which he may sign."""
        return tuple(role for role in self.held if role not in self.lacks)

    @property
    def words(self) -> str:
        """The usable roles as a signature prints them."""
        return ", ".join(str(ROLES[role]) for role in self.usable)[:120]

    def blocks(self, t: Transition, record: Any, actor: Any) -> list[str]:
        """The sentences that block this signature; none where he may give it."""
        if not self.lacks or (self.usable and t.rule(narrowed(actor, self.usable), record)):
            return []
        return list(dict.fromkeys(said for sentences in self.lacks.values() for said in sentences))


def permit_for(actor: Any, record: Any, at: datetime.datetime) -> Permit:
    """What the person may sign of this record in which roles; one query for each check there is."""
    here = reach(actor)
    held = tuple(role for role in ROLES if here.has(role, record.unit_id))
    return Permit(held, lacking(actor, record.unit_id, held, at) if held else {})
