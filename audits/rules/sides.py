"""The two sides of an audit: those who audit and those who are audited (ISO 19011, 3.14 to 3.16)."""

from typing import Any

import rules

from qms.records.access import sees
from qms.registers.predicates import has_role, is_in

from ..models import Audit

is_lead = is_in("lead", "the lead auditor")
is_team = is_in("team", "the audit team")
is_auditor = is_in("auditors", "an auditor of the audit")
is_auditee = is_in("auditees", "an auditee")
is_manager = has_role("quality_manager")

_may_audit = has_role("auditor", "quality_manager")


def _adds(actor: Any, record: Any = None) -> bool:
    """Asked without a record, any auditor adds; to one audit only its own people, and nobody to one he cannot see."""
    if record is None:
        return bool(_may_audit(actor))
    audit = Audit.objects.filter(pk=record.audit_id).first() if record.audit_id else None
    if audit is None or not sees(actor, audit):
        return False
    return bool((is_lead | is_team | is_manager)(actor, audit))


adds_to_audit = rules.Predicate(_adds, name="an auditor of the audit or a quality manager")
