"""Who may do what with a competence."""

from qms.registers.predicates import has_role

decides = has_role("quality_manager", "compliance_officer")
may_add = decides
may_edit = decides
