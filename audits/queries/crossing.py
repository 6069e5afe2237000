"""Processes by chapters of the standards: where the cycle looked at a process under a chapter, and where nobody did."""

from typing import Any

from django.utils.translation import gettext as _

from qms.registers import registry

from ..clauses import touches
from ..models.choosing import Requirement
from .coverage import NOTHING, Cell, Row
from .standing import DONE, clauses_by_audit, processes_by_audit


def crossing_of(programme: Any, actor: Any) -> tuple[list[Requirement], list[Row]]:
    """Chapters, and a row per process. A place is empty where the process fulfils nothing of the chapter."""
    chapters = list(
        Requirement.objects.filter(edition__key__in=programme.editions, depth=0)
        .select_related("edition__standard")
        .order_by("edition__key", "position")
    )
    audits = list(registry["audits"].visible(actor).filter(programme=programme).exclude(state="cancelled"))
    clauses, scope = clauses_by_audit(audits), processes_by_audit(a.pk for a in audits)
    rows = []
    for process in registry["processes"].visible(actor).filter(entry__phase__in=("draft", "open")).order_by("pk"):
        theirs = [(a, clauses.get(a.pk, set())) for a in audits if process.pk in scope.get(a.pk, ())]
        cells = [_cell(c, process, theirs) for c in chapters]
        label = f"{process.number} {process.title}"
        rows.append(Row(process.number, label, f"/processes/{process.number}/", NOTHING, cells))
    return chapters, rows


def _cell(chapter: Requirement, process: Any, audits: list[tuple[Any, set[str]]]) -> Cell:
    looked = [a for a, keys in audits if touches(chapter.key, keys)]
    done = [a.reported_on.year for a in looked if a.state in DONE]
    if done:
        return Cell("good", "●", _("audited %d") % max(done))
    if looked:
        return Cell("plan", "○", _("planned %d") % min(a.planned_from.year for a in looked))
    if touches(chapter.key, process.clauses):
        return Cell("bad", "✕", _("never audited"))
    return NOTHING
