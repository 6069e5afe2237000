"""Who may do what with a qualification: the person, who assesses, and the quality people of the unit."""

from qms.registers.predicates import has_role, is_in, is_system

is_person = is_in("person", "the person")
is_assessor = is_in("assessor", "the assessor")
is_officer = has_role("quality_manager", "compliance_officer")

records_for_others = is_officer | is_system
#: Everybody records his own; for others the officers do (see register/qualifications.py).
may_add = has_role(
    "reader", "contributor", "auditor", "quality_manager", "compliance_officer", "risk_manager", "privacy_officer",
    "validator", "approver", "executive",
) | is_system  # fmt: skip
may_edit = is_person | is_officer
may_attach = is_person | is_officer | is_assessor
may_comment = is_person | is_officer | is_assessor
#: Nobody verifies his own (P11-10g-2).
verifies = (is_assessor | is_officer) & ~is_person
revokes = is_officer & ~is_person
voids = is_person | is_officer
expires = is_system
