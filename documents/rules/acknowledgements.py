"""Who may do what with an acknowledgement: nobody reads for somebody else."""

from qms.registers.predicates import has_role, is_owner, is_system

may_add = is_system
may_edit = has_role("quality_manager")  # a later day, with a reason
reads = is_owner
excuses = is_system | has_role("quality_manager")
#: Who sees what somebody answered: others who still have to answer would learn from it.
sees_answers = is_owner | has_role("quality_manager", "auditor", "compliance_officer")
