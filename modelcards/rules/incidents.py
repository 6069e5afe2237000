"""Who may do what with an incident, a nonconforming system, a declaration and a registration."""

from qms.registers.predicates import has_role, is_creator, is_owner, is_system

from .systems import may_add as reports_what_happened

decides = has_role("quality_manager", "compliance_officer")
#: Whoever comes across it records it; what is reported to an authority is decided by few.
may_add = reports_what_happened
may_edit = decides | is_owner | is_creator
works = decides | is_owner
keeps = decides
#: Art. 47(1), 47(4): with the declaration the provider takes responsibility.
declares = has_role("executive", "approver")
by_itself = is_system
