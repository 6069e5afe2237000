"""Who may do what with a system, its versions and its deployments."""

from typing import Any

import rules

from qms.registers.predicates import has_role, is_creator, is_in, is_owner

is_team = is_in("team", "the development team")
decides = has_role("quality_manager", "compliance_officer")

#: Whoever comes across a system that is not listed reports it (MK-13).
may_add = has_role(
    "contributor", "auditor", "quality_manager", "compliance_officer", "risk_manager", "privacy_officer", "validator",
    "approver", "executive",
)  # fmt: skip
may_edit = decides | is_owner | is_team
works = is_owner | decides
#: P11-10g-2: neither the owner nor who develops it decides about it.
approves_classification = has_role("compliance_officer") & ~is_owner & ~is_team
approves = has_role("approver", "executive") & ~is_owner & ~is_team
restricts = decides | has_role("approver")
voids = decides | is_owner


def _in_team(actor: Any, record: Any = None) -> bool:
    """Of the record's system: a version names it itself, a deployment by its version."""
    if record is None:
        return False
    if hasattr(record, "system_id"):
        return bool(record.system_id) and actor.pk in record.system.team
    return bool(record.version_id) and actor.pk in record.version.system.team


is_in_team = rules.Predicate(_in_team, name="the development team")

#: A pipeline registers versions and deployments with the token of a contributor.
may_add_part = has_role("contributor") | decides | is_in_team
works_on_part = is_owner | decides | is_in_team
withdraws = has_role("quality_manager", "compliance_officer", "approver")
voids_part = decides | is_owner | is_creator
