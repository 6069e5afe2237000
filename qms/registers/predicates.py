"""The small rules that registers combine with & | ~. A rule says who may; a guard says when.

Asked without a record ("may she add one anywhere?"), a role counts in any unit.
"""

from typing import Any

import rules

from qms.accounts.reach import reach
from qms.accounts.roles import ROLES


def has_role(*roles: str) -> rules.Predicate:
    """Holds one of the roles in the record's unit or above it."""
    if unknown := set(roles) - set(ROLES):
        raise ValueError(f"unknown roles {sorted(unknown)}")

    def holds(actor: Any, record: Any = None) -> bool:
        held = reach(actor)
        if record is None:
            return held.anywhere(*roles)
        return any(held.has(role, record.unit_id) for role in roles)

    name = " or ".join(str(ROLES[r]).lower() for r in roles)
    return rules.Predicate(holds, name=name if len(roles) == 1 else f"({name})")


def is_in(field: str, label: str = "") -> rules.Predicate:
    """Is the person, or one of the people, in a field of the record."""

    def named(actor: Any, record: Any = None) -> bool:
        if record is None:
            return False
        held = getattr(record, f"{field}_id", None)
        people = getattr(record, field, None) if held is None else None
        return actor.pk is not None and (held == actor.pk or (isinstance(people, list) and actor.pk in people))

    return rules.Predicate(named, name=label or field.replace("_", " "))


def _insider(actor: Any, record: Any = None) -> bool:
    return reach(actor).is_insider


def _nobody(actor: Any, record: Any = None) -> bool:
    return False


def _creator(actor: Any, record: Any = None) -> bool:
    return record is not None and record.created_by_id == actor.pk


def _system(actor: Any, record: Any = None) -> bool:
    return getattr(actor, "username", "") == "system"


def _active(actor: Any, record: Any = None) -> bool:
    return bool(getattr(actor, "is_active", False))


anyone = rules.Predicate(_active, name="anyone who sees the record")
insider = rules.Predicate(_insider, name="anyone with a role")
nobody = rules.Predicate(_nobody, name="nobody")
is_owner = is_in("owner", "the owner")
is_creator = rules.Predicate(_creator, name="the author")
is_system = rules.Predicate(_system, name="the clock")
