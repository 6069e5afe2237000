"""Who may do what with a control."""

from qms.registers.predicates import has_role, is_creator, is_owner

keeps = has_role("risk_manager", "quality_manager", "compliance_officer")
may_add = has_role(
    "contributor", "quality_manager", "compliance_officer", "risk_manager", "privacy_officer", "validator"
)
may_edit = keeps | is_owner | is_creator
works = keeps | is_owner
#: Whoever answers for a control does not say that it works (RM-05).
verifies = (
    has_role("risk_manager", "quality_manager", "compliance_officer", "validator", "auditor", "approver") & ~is_owner
)
fails = works | has_role("auditor", "validator")
