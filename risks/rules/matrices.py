"""Who may do what with a risk matrix."""

from qms.registers.predicates import has_role, is_creator, is_owner, is_system

keeps = has_role("risk_manager", "quality_manager", "compliance_officer")
may_add = keeps
may_edit = keeps | is_owner | is_creator
proposes = keeps | is_owner
#: Criteria are put in force by somebody who did not write them.
approves = has_role("approver", "executive") & ~is_owner & ~is_creator
supersedes = is_system
