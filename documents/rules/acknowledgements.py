"""Who may do what with an acknowledgement: nobody reads for somebody else."""

from qms.registers.predicates import has_role, is_owner, is_system

may_add = is_system
may_edit = has_role("quality_manager")  # a later day, with a reason
reads = is_owner
excuses = is_system | has_role("quality_manager")
