"""Who may do what with a risk or an opportunity."""

from typing import Any

import rules

from qms.registers.predicates import has_role, is_creator, is_owner, is_system

from ..choices import AUTHORITIES


def _draft(actor: Any, record: Any = None) -> bool:
    return record is not None and record.state == "draft"


is_draft = rules.Predicate(_draft, name="while it is a draft")
keeps = has_role("risk_manager", "quality_manager", "compliance_officer")

may_add = has_role(
    "contributor", "auditor", "quality_manager", "compliance_officer", "risk_manager", "privacy_officer", "validator",
    "approver",
)  # fmt: skip
may_edit = keeps | is_owner | (is_creator & is_draft)
rates = keeps | is_owner
#: A rating is lowered without a control by the acceptance authority alone; which roles that is, the matrix says.
lowers = has_role(*(role for role, _word in AUTHORITIES)) & ~is_owner
#: A review is signed by somebody who does not answer for the risk himself.
reviews = has_role("risk_manager", "quality_manager", "compliance_officer", "approver") & ~is_owner
closes = has_role("risk_manager", "quality_manager")
reopens = keeps | is_owner | is_system
accepts = is_system
voids = keeps | (is_creator & is_draft)
