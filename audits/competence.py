"""Whether the auditors have what auditors need, on the days of the audit (ISO 19011 clause 7, AU-03)."""

from typing import Any

from qms.accounts.models import User
from qms.accounts.reach import reach, reach_of_all
from qms.lib.errors import Said
from qms.registers import registry

REGISTER, ROLE = "competences", "auditor"


def gaps(audit: Any) -> list[Said]:
    """A sentence for each competence of auditors that one of the audit side lacks when the audit ends.

    None where the organisation has said nothing about what auditors need. As many queries for any number of auditors;
    read once for a record as it stands.
    """
    stands = (audit.rev, audit.planned_to, tuple(audit.auditors))
    if getattr(audit, "_competence_gaps", (None, []))[0] != stands:
        audit._competence_gaps = stands, _gaps(audit)
    found: list[Said] = audit._competence_gaps[1]
    return found


def _gaps(audit: Any) -> list[Said]:
    if REGISTER not in registry:
        return []
    register: Any = registry[REGISTER]
    if not register.asks(roles=[ROLE], unit_id=audit.unit_id, on=audit.planned_to):
        return []
    people = User.objects.in_bulk(audit.auditors)
    ours = [p for p in reach_of_all([people[pk] for pk in audit.auditors if pk in people]) if not reach(p).is_external]
    lacks = register.lacking_of(ours, roles=[ROLE], unit_id=audit.unit_id, on=audit.planned_to)
    return [Said(lack.of_an_auditor, see=lack.see) for lack in lacks]  # of people from outside their own body answers
