"""Who may do what with a reminder rule."""

from qms.registers.predicates import has_role, is_system

keeps = has_role("quality_manager")
may_add = keeps
may_edit = keeps
decides = keeps
replaces = is_system
