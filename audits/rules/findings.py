"""Who may do what with a finding."""

from .sides import adds_to_audit, is_auditee, is_auditor, is_manager

may_add = adds_to_audit
may_edit = is_auditor | is_manager
may_attach = is_auditor | is_auditee | is_manager
audits = is_auditor | is_manager
responds = is_auditee | is_auditor
verifies = is_auditor | is_manager
