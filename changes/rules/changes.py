"""Who may do what with a change. Who proposes one neither approves nor verifies it."""

from qms.registers.predicates import has_role, is_creator, is_owner

decides = has_role("quality_manager")
may_add = has_role(
    "contributor", "quality_manager", "compliance_officer", "risk_manager", "privacy_officer", "approver"
)
works = decides | is_owner | is_creator
may_edit = works
approves = has_role("approver") & ~is_owner & ~is_creator
verifies = has_role("quality_manager", "approver") & ~is_owner & ~is_creator
voids = decides | is_creator
