"""Who may do what with a process."""

from qms.registers.predicates import has_role, is_owner

may_add = has_role("contributor", "quality_manager")
may_edit = has_role("quality_manager") | is_owner
decides = has_role("quality_manager")
reviews = has_role("quality_manager") | is_owner
