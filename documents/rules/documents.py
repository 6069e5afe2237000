"""Who may do what with a document."""

from qms.registers.predicates import has_role, is_owner, is_system

may_add = has_role("contributor", "quality_manager")
may_edit = is_owner | has_role("quality_manager")
reviews = is_owner | has_role("quality_manager")
withdraws = has_role("quality_manager")
revises = may_add | is_owner
keeps_current = is_system
#: Who gets the bytes of a file that is no longer in force, besides whoever approves and audits.
sees_originals = has_role("quality_manager", "compliance_officer", "auditor") | is_owner
