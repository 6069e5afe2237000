"""Who may do what with a cost of quality."""

from qms.registers.predicates import has_role, is_creator, is_owner

decides = has_role("quality_manager")
may_add = has_role("contributor", "quality_manager", "compliance_officer", "approver")
may_edit = decides | is_owner | is_creator
#: Whoever entered an amount does not confirm it.
confirms = has_role("quality_manager", "approver") & ~is_owner
voids = decides | is_creator
