"""Who may do what, as one table worked out from the rules themselves (21 CFR 11.10(g))."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from qms.accounts.reach import Reach
from qms.accounts.roles import ROLES
from qms.lifecycle import rule_name

from .registry import registry

UNIT = 1


@dataclass(frozen=True)
class Right:
    """One thing that can be done in a register: the rule in words, and the roles that suffice without any part in the
    record (owner, lead, verifier …)."""

    register: str
    action: str
    roles: frozenset[str]
    rule: str


def rights() -> Iterator[Right]:
    """Every right of every register, in the order declared."""
    for register in registry:
        rules = {"add": register.may_add, "edit": register.may_edit, "attach": register.may_attach or register.may_edit}
        rules["comment"] = register.may_comment
        rules |= {t.verb: t.rule for t in register.lifecycle.transitions.values()}
        for action, rule in rules.items():
            record = None if action == "add" else _bare(register)
            roles = frozenset(role for role in ROLES if rule(_holder(role), record))
            yield Right(register.key, action, roles, rule_name(rule))


def _holder(role: str) -> Any:
    """Somebody who holds this one role in the record's unit and has no part in any record."""
    return SimpleNamespace(
        pk=0, is_active=True, username="", _reach=Reach({role: frozenset([UNIT])}, organisation_wide=False)
    )


def _bare(register: Any) -> Any:
    return register.model(unit_id=UNIT, state=register.lifecycle.start)
