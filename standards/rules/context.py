"""Who may do what with the context of the organisation."""

from qms.registers.predicates import has_role, is_creator, is_owner, is_system

keeps = has_role("quality_manager", "compliance_officer")
may_add = has_role("contributor", "quality_manager", "compliance_officer", "risk_manager", "executive")
may_edit = keeps | is_owner | is_creator
adopts = keeps | has_role("executive")
closes = keeps | is_owner
drops = keeps | is_owner | is_creator
#: The scope is signed by somebody who neither owns nor wrote it.
approves = has_role("approver", "executive") & ~is_owner & ~is_creator
proposes = keeps | is_owner
returns = approves | proposes
supersedes = is_system
withdraws = keeps
