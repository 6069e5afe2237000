"""Who may do what with an impact assessment. The privacy officer advises and never decides (GDPR 35(2), 38(6))."""

from qms.registers.predicates import has_role, is_creator, is_in, is_owner, is_system

officer = has_role("privacy_officer")
is_adviser = is_in("advised_by", "whoever advised")
may_add = has_role(
    "contributor", "quality_manager", "compliance_officer", "risk_manager", "privacy_officer", "approver", "executive"
)
works = has_role("compliance_officer") | is_owner | is_creator
may_edit = works | officer | has_role("quality_manager")
#: The controller's side. Whoever answers for the processing may say that no assessment is needed, by signature.
screens = has_role("compliance_officer", "approver", "executive") & ~officer
advises = officer & ~is_owner
decides = has_role("approver", "executive") & ~officer & ~is_adviser & ~is_owner
returns = officer | decides | works
looks_again = is_system | officer | works
voids = works
