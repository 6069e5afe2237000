"""Who may do what with a complaint, and with feedback."""

from typing import Any

import rules

from qms.registers.predicates import has_role, is_creator, is_owner, is_system


def _new(actor: Any, record: Any = None) -> bool:
    return record is not None and record.state == "received"


is_new = rules.Predicate(_new, name="while it is new")
decides = has_role("quality_manager")
may_add = has_role(
    "contributor", "auditor", "quality_manager", "compliance_officer", "risk_manager", "privacy_officer", "approver"
) | is_system  # fmt: skip
may_edit = decides | is_owner | (is_creator & is_new)
may_attach = may_edit | is_system
confirms = may_edit
works = is_owner | decides
voids = decides
