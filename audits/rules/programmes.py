"""Who may do what with an audit programme."""

from qms.registers.predicates import is_owner

from .sides import is_manager

may_add = is_manager
may_edit = is_manager | is_owner
decides = is_manager | is_owner
