"""Who may do what with a dataset."""

from qms.registers.predicates import has_role, is_creator, is_owner, is_system

keeps = has_role("quality_manager", "compliance_officer")
may_add = has_role("contributor", "quality_manager", "compliance_officer", "privacy_officer")
#: Those who work with the data in the same unit, and the machines that report its quality in their name.
may_edit = has_role("contributor", "quality_manager", "compliance_officer", "privacy_officer") | is_owner
works = keeps | is_owner | is_creator
#: A dataset is approved by somebody who neither owns nor recorded it.
approves = has_role("approver", "quality_manager", "validator") & ~is_owner & ~is_creator
withdraws = keeps | has_role("approver")
supersedes = is_system
