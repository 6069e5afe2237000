"""Who may do what with an action."""

from qms.registers.predicates import has_role, is_creator, is_in, is_owner

may_add = has_role(
    "contributor",
    "auditor",
    "quality_manager",
    "compliance_officer",
    "risk_manager",
    "privacy_officer",
    "validator",
    "approver",
    "executive",
)
decides = has_role("quality_manager")
may_edit = is_owner | decides | is_creator
#: The verifier may add what he saw.
may_attach = may_edit | is_in("verifier", "the verifier")
does = is_owner | decides
#: Whoever has to keep the date does not move it himself (CA-10).
grants_time = has_role("quality_manager", "approver") & ~is_owner
#: Neither the owner nor the one who reported it done looks at his own work (CA-07).
verifies = (is_in("verifier", "the verifier") | decides) & ~is_owner & ~is_in("done_by", "who reported it done")
