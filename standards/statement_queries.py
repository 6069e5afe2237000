"""Reading a statement of applicability: its progress, its chapters, its rows, and what changed since the one before."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from qms.links.models import Link
from qms.records.access import visible_to
from qms.records.models import Citation, Entry

from .chapters import chapter_of
from .models import Edition, Requirement, Statement, StatementLine
from .models.applicability import ANSWERS, BASES, STATUSES
from .refs import split_key

#: Lines of one page; a chapter of any standard fits.
MOST = 300
#: What one line names as showing it; the clause's page has the rest.
MOST_SHOWN_BY = 5


@dataclass(frozen=True)
class Progress:
    """Lines in all (dropped ones left out), those decided, those that apply, those of them that are implemented."""

    total: int
    decided: int
    applicable: int
    implemented: int

    @property
    def excluded(self) -> int:
        """How many do not apply."""
        return self.decided - self.applicable


def standing_lines(statement: Statement) -> QuerySet[StatementLine]:
    """The lines in the order of the standard, without those that were dropped."""
    rows = statement.lines.exclude(state="dropped")
    return rows.select_related("requirement__edition__standard", "owner").order_by("requirement__position")


def progress_of(statement: Statement) -> Progress:
    """One query."""
    n = statement.lines.exclude(state="dropped").aggregate(
        total=Count("pk"), decided=Count("pk", filter=~Q(applicable="")),
        applicable=Count("pk", filter=Q(applicable="yes")), implemented=Count("pk", filter=Q(status="implemented")),
    )  # fmt: skip
    return Progress(**n)


@dataclass(frozen=True)
class Chapter:
    """A chapter with how far its lines are decided."""

    ref: str
    title: str
    total: int
    left: int


def chapters_of(statement: Statement) -> list[Chapter]:
    """The chapters in which the statement has lines; three queries."""
    total: dict[str, int] = defaultdict(int)
    left: dict[str, int] = defaultdict(int)
    rows = statement.lines.exclude(state="dropped").order_by("requirement__position")
    style = Edition.objects.filter(key=statement.edition).values_list("style", flat=True).first() or "clause"
    for ref, note, applicable in rows.values_list("requirement__ref", "requirement__note", "applicable"):
        chapter = chapter_of(ref, note, style)
        total[chapter] += 1
        left[chapter] += not applicable
    headings = Requirement.objects.filter(edition__key=statement.edition, ref__in=list(total))
    titles = dict(headings.values_list("ref", "title"))
    return [Chapter(ref, titles.get(ref, ""), n, left[ref]) for ref, n in total.items()]


@dataclass
class Row:
    """A line as table, print and export show it."""

    line: StatementLine
    shown_by: list[Entry] = field(default_factory=list)

    @property
    def ref(self) -> str:
        """`A.6.2.4`."""
        return self.line.requirement.spoken

    @property
    def chapter(self) -> str:
        """The chapter it stands in."""
        requirement = self.line.requirement
        return chapter_of(requirement.ref, requirement.note, requirement.edition.style)

    @property
    def words(self) -> dict[str, str]:
        """Decision, basis and implementation in the reader's language."""
        known = {"applicable": ANSWERS, "because": BASES, "status": STATUSES}
        return {n: str(dict(choices).get(getattr(self.line, n), "")) for n, choices in known.items()}


def rows_of(lines: Iterable[StatementLine], actor: Any, *, on: datetime.date) -> list[Row]:
    """Lines with what shows that they are met: records that speak for the requirement or are linked to the line."""
    rows = [Row(line) for line in lines]
    speaking = _speaking([row.line.requirement.key for row in rows], actor, on)
    linked = _linked([row.line.pk for row in rows], actor)
    for row in rows:
        found = {e.pk: e for e in [*linked[row.line.pk], *speaking[row.line.requirement.key]]}
        row.shown_by = list(found.values())[:MOST_SHOWN_BY]
    return rows


def _speaking(keys: list[str], actor: Any, on: datetime.date) -> dict[str, list[Entry]]:
    seen = visible_to(Entry.objects.all(), actor).values("pk")
    lasting = Q(until=None) | Q(until__gte=on)
    cited = Citation.objects.filter(lasting, key__in=keys, counts=True, entry__in=seen).select_related("entry")
    found: dict[str, list[Entry]] = defaultdict(list)
    for citation in cited.order_by("entry__number"):
        found[citation.key].append(citation.entry)
    return found


def _linked(pks: list[int], actor: Any) -> dict[int, list[Entry]]:
    seen = visible_to(Entry.objects.exclude(phase="void"), actor).values("pk")
    found: dict[int, list[Entry]] = defaultdict(list)
    out = Link.objects.filter(source__in=pks, removed_at=None, target__in=seen).select_related("target")
    back = Link.objects.filter(target__in=pks, removed_at=None, source__in=seen).select_related("source")
    for link in out.order_by("pk"):
        found[link.source_id].append(link.target)
    for link in back.order_by("pk"):
        found[link.target_id].append(link.source)
    return found


@dataclass(frozen=True)
class Change:
    """A line that says something else than in the version before."""

    ref: str
    title: str
    now: str
    was: str


def before(statement: Statement) -> Statement | None:
    """What a version is compared with: for one that is worked on, the version in force; else the one it followed."""
    if statement.state in ("draft", "in_review"):
        family = Statement.objects.filter(edition=statement.edition, unit_id=statement.unit_id, state="in_force")
        return family.first()
    return statement.follows


def changes_of(statement: Statement, other: Statement) -> list[Change]:
    """The lines whose decision differs between two versions, in the order of the standard; two queries."""
    was = {line.requirement_id: line for line in standing_lines(other)}
    found = []
    for line in standing_lines(statement):
        old = was.get(line.requirement_id)
        if old is None or _said(old) != _said(line):
            ref = split_key(line.requirement.key)[1]
            found.append(Change(ref, line.requirement.title, _words(line), _words(old) if old else ""))
    return found


def _said(line: StatementLine) -> tuple[str, str, str]:
    return line.applicable, line.because, line.justification


def _words(line: StatementLine) -> str:
    words = Row(line).words
    head = ", ".join(filter(None, (words["applicable"], words["because"])))
    return f"{head}: {line.justification}" if head else ""
