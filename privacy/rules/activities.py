"""Who may do what with a processing activity. Whoever runs the processing describes it; privacy puts it in force."""

from qms.registers.predicates import has_role, is_creator, is_owner

decides = has_role("privacy_officer", "compliance_officer")
may_add = has_role("contributor", "quality_manager", "compliance_officer", "privacy_officer", "risk_manager")
may_edit = decides | has_role("quality_manager") | is_owner | is_creator
works = decides | is_owner | is_creator
puts_in_force = decides
ends = decides | is_owner
voids = decides | is_creator
