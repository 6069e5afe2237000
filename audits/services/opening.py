"""What an audit opens to people from outside who are in its team or among its auditees, and closes again.

The audit, its programme, findings and checklist, and what is linked to the audit or a finding of it; nothing further.
"""

import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from qms.accounts.models import Grant, User
from qms.accounts.people import system_user
from qms.accounts.reach import EXTERNAL
from qms.links.models import Link
from qms.records.grants import grant, opened_by, withdraw
from qms.records.models import Entry, ReadGrant

from ..models import Audit

#: Audits that are looked at in one sweep; the newest first.
MOST = 500


def outsiders(today: datetime.date) -> dict[int, datetime.date | None]:
    """Everybody who looks in from outside today, by id, with the last day of that (None: without an end); one query."""
    ends: dict[int, list[datetime.date | None]] = {}
    for row in Grant.objects.filter(role=EXTERNAL, user__is_active=True):
        if row.until is None or row.until >= today:
            ends.setdefault(row.user_id, []).append(row.until)
    return {pk: None if None in days else max(d for d in days if d) for pk, days in ends.items()}


def covered(audit: Audit) -> QuerySet[Entry]:
    """The entries that an audit covers: programme, findings, questions, and what is linked to it or a finding."""
    findings, lines = audit.findings.values("pk"), audit.lines.values("pk")
    ends = Q(source=audit.pk) | Q(source__in=findings)
    starts = Q(target=audit.pk) | Q(target__in=findings)
    live = Link.objects.filter(removed_at=None)
    return Entry.objects.filter(
        Q(pk__in=[audit.pk, audit.programme_id]) | Q(pk__in=findings) | Q(pk__in=lines)
        | Q(pk__in=live.filter(ends).values("target")) | Q(pk__in=live.filter(starts).values("source"))
    ).exclude(audience__in=("named", "quality"))  # fmt: skip


def open_audit(audit: Audit, *, at: datetime.datetime, actor: Any = None, source: str = "job:audit-access") -> int:
    """Bring what the audit opens in line with its people; gives how many records were opened or closed.

    Safe to run twice. Whoever left the audit, and what is no longer linked, is closed again; each is in the ledger.
    """
    actor, outside = actor or system_user(), outsiders(timezone.localdate(at))
    named = [pk for pk in dict.fromkeys([*audit.auditors, *audit.auditees]) if pk in outside]
    former = set(ReadGrant.objects.filter(because=audit.number).values_list("user_id", flat=True)) - set(named)
    if not named and not former:
        return 0
    common: dict[str, Any] = {"because": audit.number, "actor": actor, "at": at, "source": source}
    people, entries, done = User.objects.in_bulk([*named, *former]), list(covered(audit)), 0
    for pk in named:
        done += grant(entries, people[pk], until=outside[pk], **common)
        done += withdraw(set(opened_by(audit.number, pk)) - {e.pk for e in entries}, people[pk], **common)
    for pk in former:
        done += withdraw(list(opened_by(audit.number, pk)), people[pk], **common)
    return done


def open_all(*, at: datetime.datetime) -> int:
    """Do so for every audit that names somebody from outside or has opened something; gives how many changes."""
    outside = outsiders(timezone.localdate(at))
    opened = Entry.objects.filter(number__in=ReadGrant.objects.values("because"))
    involved = Entry.objects.filter(register="audits", involved__user__in=list(outside))
    audits = Audit.objects.filter(Q(pk__in=opened.values("pk")) | Q(pk__in=involved.values("pk")))
    return sum(open_audit(audit, at=at) for audit in audits.order_by("-pk")[:MOST])
