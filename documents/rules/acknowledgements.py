"""Who may do what with an acknowledgement: nobody reads for somebody else."""

from qms.registers.predicates import has_role, is_owner, is_system, nobody

may_add = is_system
may_edit = nobody
reads = is_owner
excuses = is_system | has_role("quality_manager")
