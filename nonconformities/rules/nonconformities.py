"""Who may do what with a nonconformity."""

from typing import Any

import rules

from qms.registers.predicates import has_role, is_creator, is_in, is_owner, is_system


def _draft(actor: Any, record: Any = None) -> bool:
    return record is not None and record.state == "draft"


is_draft = rules.Predicate(_draft, name="while it is a draft")
is_checker = is_in("checker", "the checker")
is_planner = is_in("planners", "who wrote the plan")
decides = has_role("quality_manager")

may_add = has_role(
    "contributor", "auditor", "quality_manager", "compliance_officer", "risk_manager", "privacy_officer", "validator",
    "approver",
) | is_system  # fmt: skip
#: The team of an 8D works together; its leader writes and completes steps.
leads = is_in("team_leader", "the team leader")
may_edit = decides | is_owner | leads | (is_creator & is_draft)
#: The checker adds what shows the effect; a monitor that signals adds its chart.
may_attach = may_edit | is_checker | is_system
reports = is_creator | is_owner | decides
works = is_owner | decides
completes = works | leads
#: Approval comes from somebody who neither owns the nonconformity nor wrote its plan (P11-10g-2).
approves = has_role("approver") & ~is_owner & ~is_planner
#: Who decides about the output signs himself that it may be used as it is (Q9-10).
concedes = is_in("decided_by", "the deciding authority") & has_role("approver", "quality_manager") & ~is_owner
#: The checker has neither planned nor done the work (CA-07).
checks = is_checker & ~is_owner & ~is_planner
accepts_partly = approves & ~is_checker
closes = has_role("quality_manager", "approver") & ~is_owner
voids = decides | (is_creator & is_draft)
returns = has_role("approver") | works
