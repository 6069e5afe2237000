"""Nobody audits his own work (ISO 9001:2015 9.2.2 c): who of the audit side answers for what is audited."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.links import edges
from qms.records.models import Entry

#: Registers whose records are audited; their owner is who answers for them.
AUDITED = ("processes",)


@dataclass(frozen=True)
class Conflict:
    """An auditor and what he answers for."""

    auditor: User
    what: str

    @property
    def sentence(self) -> str:
        """The conflict in words."""
        return _("%(who)s would audit own work: %(what)s.") % {"who": self.auditor.printed_name, "what": self.what}


def blocks() -> bool:
    """Whether a conflict refuses the audit (setting QMS_INDEPENDENCE=block) or is only shown."""
    return str(settings.QMS_INDEPENDENCE) == "block"


def scope_of(audit: Any) -> QuerySet[Entry]:
    """Entries that the audit concerns."""
    return edges.targets(audit.pk, "concerns")


def conflicts(audit: Any) -> list[Conflict]:
    """Auditors who own a process in scope or are auditees of the same audit; two queries."""
    auditors = User.objects.in_bulk(audit.auditors)
    scope = scope_of(audit).filter(register__in=AUDITED, owner_id__in=list(auditors))
    found = [Conflict(auditors[entry.owner_id], str(entry)) for entry in scope if entry.owner_id is not None]
    return found + [
        Conflict(auditors[pk], _("auditee of the same audit"))
        for pk in audit.auditors
        if pk in audit.auditees and pk in auditors
    ]


def sentences(audit: Any) -> list[str]:
    """The conflicts of an audit in words."""
    return [conflict.sentence for conflict in conflicts(audit)]
