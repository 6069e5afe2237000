"""Who may do what with a line of a checklist."""

from .sides import adds_to_audit, is_auditor, is_manager

may_add = adds_to_audit
may_edit = is_auditor | is_manager
answers = is_auditor
