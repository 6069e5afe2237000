"""Whether the auditors have what auditors need, on the days of the audit (ISO 19011 clause 7, AU-03)."""

from typing import Any

from qms.accounts.models import User
from qms.accounts.reach import reach
from qms.lib.errors import Said
from qms.registers import registry

REGISTER, ROLE = "competences", "auditor"


def gaps(audit: Any) -> list[Said]:
    """A sentence for each competence of auditors that one of the audit side lacks when the audit ends.

    None where the organisation has said nothing about what auditors need. One query for each auditor.
    """
    if REGISTER not in registry:
        return []
    register: Any = registry[REGISTER]
    people = User.objects.in_bulk(audit.auditors)
    found = []
    for person in (people[pk] for pk in audit.auditors if pk in people):
        if reach(person).is_external:  # his own body answers for his competence
            continue
        lacks = register.lacking(person, roles=[ROLE], unit_id=audit.unit_id, on=audit.planned_to)
        found += [Said(lack.of_an_auditor, see=lack.see) for lack in lacks]
    return found
