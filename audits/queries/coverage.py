"""What the audits of a programme cover: clauses and processes by audits, and what nobody has audited (AU-01)."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qms.pages.moments import day_text
from qms.registers import registry

from ..clauses import touches
from ..models.choosing import Requirement
from .standing import DONE, clauses_by_audit, findings_by_audit, processes_by_audit, worst

#: Levels of clauses shown as rows: chapters and the clauses right below them.
LEVELS = 2


@dataclass(frozen=True)
class Cell:
    """One place of the matrix: a colour, a sign, what they say, where they lead."""

    kind: str
    sign: str
    label: str
    href: str = ""


@dataclass(frozen=True)
class Row:
    """A clause or process with its standing over the whole cycle and one cell per audit."""

    key: str
    label: str
    href: str
    standing: Cell
    cells: list[Cell] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """Rows of one edition, or the processes."""

    label: str
    rows: list[Row]


@dataclass(frozen=True)
class Coverage:
    """The matrix of a programme."""

    audits: list[Any]
    groups: list[Group]

    @property
    def rows(self) -> list[Row]:
        """Everything that can be audited, group by group; heads are left out."""
        return [row for group in self.groups for row in group.rows if row.standing.label]

    @property
    def audited(self) -> int:
        """Rows that an audit of the cycle has looked at."""
        return self._count("good")

    @property
    def planned(self) -> int:
        """Rows that a coming audit looks at."""
        return self._count("plan")

    @property
    def never(self) -> int:
        """Rows that no audit of the cycle looks at, not even a planned one."""
        return self._count("bad")

    def _count(self, kind: str) -> int:
        return sum(row.standing.kind == kind for row in self.rows)


NOTHING = Cell("", "", "")


def coverage_of(programme: Any, actor: Any) -> Coverage:
    """The matrix of a programme as far as the actor sees its audits. About eight queries, whatever its size."""
    audits = list(registry["audits"].visible(actor).filter(programme=programme).order_by("planned_from", "pk"))
    ids = [a.pk for a in audits]
    clauses, findings = clauses_by_audit(audits), findings_by_audit(ids, actor)
    groups = [Group(label, _clause_rows(rows, audits, clauses, findings)) for label, rows in _clauses(programme)]
    scope = processes_by_audit(ids)
    processes = registry["processes"].visible(actor).filter(entry__phase__in=("draft", "open")).order_by("pk")
    groups.append(Group(_("Processes"), [_process_row(p, audits, scope, findings) for p in processes]))
    return Coverage(audits, groups)


def sees_whole(programme: Any, actor: Any) -> bool:
    """Whether the actor sees every audit of the programme. Who does not cannot tell what nobody has audited."""
    seen = registry["audits"].visible(actor).filter(programme=programme).order_by().values("pk")
    return not programme.audits.exclude(pk__in=seen).exists()


def only_never(coverage: Coverage) -> Coverage:
    """The same matrix with those rows alone."""
    groups = [Group(g.label, [r for r in g.rows if r.standing.kind == "bad"]) for g in coverage.groups]
    return Coverage(coverage.audits, groups)


def _clauses(programme: Any) -> list[tuple[str, list[Requirement]]]:
    rows = Requirement.objects.filter(edition__key__in=programme.editions, depth__lt=LEVELS)
    found: dict[str, list[Requirement]] = {key: [] for key in programme.editions}
    for row in rows.select_related("edition__standard").order_by("position"):
        found[row.edition.key].append(row)
    return [(str(rows[0].edition), rows) for rows in found.values() if rows]


def _clause_rows(requirements: list[Requirement], audits: list[Any], clauses: Any, findings: Any) -> list[Row]:
    """Chapters over further rows are heads: what is audited are the clauses in them."""
    heads = {r.parent_id for r in requirements}
    return [_row(r, NOTHING, []) if r.pk in heads else _clause_row(r, audits, clauses, findings) for r in requirements]


def _clause_row(requirement: Requirement, audits: list[Any], clauses: Any, findings: Any) -> Row:
    cells = []
    for audit in audits:
        covered = touches(requirement.key, clauses.get(audit.pk, ()))
        graded = worst(grade for key, grade in findings.get(audit.pk, ()) if touches(requirement.key, [key]))
        cells.append(_cell(audit, covered, graded))
    return _row(requirement, _standing(audits, cells), cells)


def _row(requirement: Requirement, standing: Cell, cells: list[Cell]) -> Row:
    label = f"{requirement.spoken} {requirement.title}"
    return Row(requirement.key, label, requirement.get_absolute_url(), standing, cells)


def _process_row(process: Any, audits: list[Any], scope: Any, findings: Any) -> Row:
    cells = []
    for audit in audits:
        graded = worst(grade for _key, grade in findings.get(audit.pk, ()))
        cells.append(_cell(audit, process.pk in scope.get(audit.pk, ()), graded))
    label = f"{process.number} {process.title}"
    return Row(process.number, label, f"/processes/{process.number}/", _standing(audits, cells), cells)


def _cell(audit: Any, covered: bool, graded: str) -> Cell:
    if not covered:
        return NOTHING
    href = f"/audits/{audit.number}/"
    if audit.state == "cancelled":
        return Cell("", "–", _("%s: cancelled") % audit.number, href)
    if audit.state not in DONE:
        return Cell(
            "plan",
            "○",
            _("%(n)s: planned for %(day)s") % {"n": audit.number, "day": day_text(audit.planned_from)},
            href,
        )
    said = {"n": audit.number, "day": day_text(audit.reported_on)}
    if graded == "major":
        return Cell("warn", "▲", _("%(n)s: audited, reported %(day)s, major nonconformity") % said, href)
    if graded == "minor":
        return Cell("warn", "△", _("%(n)s: audited, reported %(day)s, minor nonconformity") % said, href)
    return Cell("good", "●", _("%(n)s: audited, reported %(day)s") % said, href)


def _standing(audits: list[Any], cells: list[Cell]) -> Cell:
    """Audited, planned or never: over the whole cycle."""
    done = [a for a, c in zip(audits, cells, strict=True) if c.kind in ("good", "warn")]
    if done:
        return Cell("good", "●", _("Audited %s") % day_text(max(a.reported_on for a in done)))
    planned = [a for a, c in zip(audits, cells, strict=True) if c.kind == "plan"]
    if planned:
        return Cell("plan", "○", _("Planned %s") % day_text(min(a.planned_from for a in planned)))
    return Cell("bad", "✕", _("Never audited"))
