"""Who may do what with the acceptance of a risk."""

from qms.registers.predicates import has_role, is_creator, is_owner, is_system

from ..choices import AUTHORITIES

keeps = has_role("risk_manager", "quality_manager", "compliance_officer")
authority = has_role(*(role for role, _word in AUTHORITIES))
may_add = keeps | authority | has_role("contributor")
may_edit = keeps | is_owner | is_creator
#: Which of these roles suffices, the level of the risk says; who asks for it, or owns it, does not sign it.
accepts = authority & ~is_owner
withdraws = keeps | authority | is_system
clock = is_system
