"""Who may do what with a monitor."""

from qms.registers.predicates import has_role, is_creator, is_owner

keeps = has_role("quality_manager", "compliance_officer")
may_add = has_role("contributor", "quality_manager", "compliance_officer", "validator")
may_edit = keeps | is_owner | is_creator
works = keeps | is_owner | is_creator
#: Points come from people of the unit and from machines that act in their name.
sends = has_role("contributor", "quality_manager", "compliance_officer", "validator") | is_owner | is_creator
#: Limits are approved by somebody who does not own the monitor (SPC-02).
approves = has_role("quality_manager", "validator") & ~is_owner
returns = approves | works
retires = keeps
