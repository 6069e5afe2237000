"""Who may do what with an audit."""

from qms.registers.predicates import has_role

from .sides import is_lead, is_manager, is_team

may_add = has_role("auditor", "quality_manager")
may_edit = is_lead | is_team | is_manager
plans = is_lead | is_manager
leads = is_lead
audits = is_lead | is_team
