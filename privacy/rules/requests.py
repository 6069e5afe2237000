"""Who may do what with a request of a data subject, and who knows whose it is."""

from qms.registers.predicates import has_role, is_owner

officer = has_role("privacy_officer")
may_add = has_role("contributor", "auditor", "quality_manager", "compliance_officer", "privacy_officer", "approver")
may_edit = has_role("privacy_officer", "compliance_officer", "quality_manager") | is_owner
works = officer | is_owner
#: The name of whoever asks is for those who answer him.
knows_who = works
