"""Who may do what with a breach."""

from qms.registers.predicates import has_role, is_owner

officer = has_role("privacy_officer")
may_add = has_role(
    "contributor", "auditor", "quality_manager", "compliance_officer", "risk_manager", "privacy_officer", "approver"
)
may_edit = has_role("privacy_officer", "compliance_officer", "quality_manager") | is_owner
works = officer | is_owner
