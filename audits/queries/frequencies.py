"""The proposed frequency of each process, from its importance, its changes and the audits that looked at it."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils import timezone

from qms.links.models import Link
from qms.records.models import LedgerRow
from qms.registers import registry

from ..frequency import Proposal, Result, propose
from ..models import Audit
from .standing import DONE, SCOPE, findings_by_audit


@dataclass(frozen=True)
class Frequency:
    """A process and how often it should be audited."""

    process: Any
    proposal: Proposal
    last: datetime.date | None
    late: bool


def frequencies(actor: Any, *, today: datetime.date) -> list[Frequency]:
    """Every process in use that the actor sees, the one that is due first on top; five queries."""
    processes = list(registry["processes"].visible(actor).filter(entry__phase="open").order_by("pk"))
    results, edited = _results([p.pk for p in processes], actor), _edited([p.pk for p in processes])
    found = []
    for process in processes:
        past = results.get(process.pk, [])
        last = max((r.on for r in past), default=None)
        changed = last is not None and process.pk in edited and edited[process.pk] > last
        proposal = propose(process.importance, past, changed=changed, today=today)
        found.append(Frequency(process, proposal, last, proposal.due <= today))
    return sorted(found, key=lambda f: (f.proposal.due, f.process.pk))


def _results(process_ids: list[int], actor: Any) -> dict[int, list[Result]]:
    links = Link.objects.filter(target_id__in=process_ids, kind=SCOPE, removed_at=None, source__register="audits")
    pairs = list(links.values_list("source_id", "target_id"))
    audits = registry["audits"].visible(actor).filter(pk__in={a for a, _p in pairs}, state__in=DONE)
    reported: dict[int, Audit] = audits.in_bulk()
    findings = findings_by_audit(reported, actor)
    found: dict[int, list[Result]] = defaultdict(list)
    for audit_id, process_id in pairs:
        if audit := reported.get(audit_id):
            grades = [grade for _clause, grade in findings.get(audit_id, ())]
            on = audit.ended_on or audit.reported_on
            assert on is not None  # set by the moves that led here
            found[process_id].append(Result(on, majors=grades.count("major"), minors=grades.count("minor")))
    return found


def _edited(process_ids: list[int]) -> dict[int, datetime.date]:
    """The day each process was last edited; moves along its lifecycle are no change of the process."""
    rows = LedgerRow.objects.filter(entry_id__in=process_ids, action="processes.edit")
    return {pk: timezone.localdate(at) for pk, at in rows.values_list("entry_id").annotate(last=Max("at"))}
