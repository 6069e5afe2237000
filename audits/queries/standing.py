"""Which audits count, and what they looked at: shared by coverage and frequency."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from qms.links.models import Link
from qms.registers import registry

from ..models import Audit, ChecklistLine

#: The programme counts an audit as done from its signed report on.
DONE = ("reported", "follow_up", "closed")
SCOPE = "concerns"
WORST = ("major", "minor", "observation", "good_practice")


def processes_by_audit(audit_ids: Iterable[int]) -> dict[int, set[int]]:
    """Audit id → ids of the processes in its scope."""
    links = Link.objects.filter(
        source_id__in=list(audit_ids), kind=SCOPE, removed_at=None, target__register="processes"
    )
    found: dict[int, set[int]] = defaultdict(set)
    for audit, process in links.values_list("source_id", "target_id"):
        found[audit].add(process)
    return found


def clauses_by_audit(audits: Iterable[Audit]) -> dict[int, set[str]]:
    """Audit id → keys of clauses: planned ones, and of an audit that is done those that were looked at.

    Where an audit that is done had a checklist, only clauses with an answer count: what was dropped was not audited.
    """
    audits = list(audits)
    found = {a.pk: set(a.criteria) for a in audits}
    done = [a.pk for a in audits if a.state in DONE]
    looked: dict[int, set[str]] = defaultdict(set)
    for audit, state, criterion in ChecklistLine.objects.filter(audit_id__in=done).values_list(
        "audit_id", "state", "criterion"
    ):
        looked[audit] |= set(criterion) if state != "dropped" else set()
    return found | dict(looked)


def findings_by_audit(audit_ids: Iterable[int], actor: Any) -> dict[int, list[tuple[str, str]]]:
    """Audit id → (clause, grade) of the findings that stand and that the actor sees."""
    rows = registry["findings"].visible(actor).filter(audit_id__in=list(audit_ids)).exclude(state="withdrawn")
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for audit, criterion, grade in rows.values_list("audit_id", "criterion", "grade"):
        found[audit] += [(key, grade) for key in criterion]
    return found


def worst(grades: Iterable[str]) -> str:
    """The gravest of some grades; "" of none."""
    given = set(grades)
    return next((grade for grade in WORST if grade in given), "")
