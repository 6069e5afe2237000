"""Who may do what with a breach."""

from qms.registers.predicates import has_role, is_owner

officer = has_role("privacy_officer")
#: Whoever notices one says so: the clock may run already.
may_add = has_role(
    "reader", "contributor", "auditor", "quality_manager", "compliance_officer", "risk_manager", "privacy_officer",
    "approver",
)  # fmt: skip
may_edit = has_role("privacy_officer", "compliance_officer", "quality_manager") | is_owner
works = officer | is_owner
