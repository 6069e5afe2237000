"""People by documents: who has read what is in force. Bounded in both directions, a fixed number of queries."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.accounts.models import User
from qms.pages.moments import day_text
from qms.records.access import visible_to

from ..models import Acknowledgement, DocumentRevision

PEOPLE, DOCUMENTS = 40, 15
SHORT = 28
LEGEND = (
    ("good", "✓", gettext_lazy("read")), ("plan", "○", gettext_lazy("to be read")),
    ("bad", "!", gettext_lazy("late")),
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One person and one document; empty where he is not asked."""

    kind: str = ""
    sign: str = ""
    label: str = ""
    href: str = ""


@dataclass(frozen=True)
class Line:
    """A person with a cell for each document."""

    person: User
    cells: list[Cell]


@dataclass(frozen=True)
class Head:
    """A document with its revision that is read."""

    document: Any
    revision: DocumentRevision
    short: str


@dataclass(frozen=True)
class Matrix:
    """A page of it; the last person and document shown, where there are more."""

    heads: list[Head]
    rows: list[Line]
    after_person: int | None
    after_document: int | None


def matrix(
    actor: Any, *, today: datetime.date, paths: tuple[str, ...], after_person: int = 0, after_document: int = 0
) -> Matrix:
    """The people at home below `paths` who are asked to read anything in force that the actor sees, by documents."""
    revisions = visible_to(DocumentRevision.objects.filter(state__in=("effective", "approved")), actor)
    asked = Acknowledgement.objects.filter(state__in=("to_read", "read"), revision__in=revisions.values("pk"))
    shown = list(
        revisions.filter(pk__in=asked.values("revision"), document__gt=after_document)
        .select_related("document").order_by("document", "pk")[: DOCUMENTS + 1]
    )  # fmt: skip
    people = list(_people(asked, paths).filter(pk__gt=after_person).order_by("pk")[: PEOPLE + 1])
    found = asked.filter(revision__in=[r.pk for r in shown[:DOCUMENTS]], owner__in=[p.pk for p in people[:PEOPLE]])
    known = {(a.owner_id, a.revision_id): a for a in found.select_related("revision")}
    heads = [Head(r.document, r, r.document.title[:SHORT]) for r in shown[:DOCUMENTS]]
    lines = [Line(p, [_cell(known.get((p.pk, h.revision.pk)), today) for h in heads]) for p in people[:PEOPLE]]
    return Matrix(
        heads, lines,
        people[PEOPLE - 1].pk if len(people) > PEOPLE else None,
        shown[DOCUMENTS - 1].document_id if len(shown) > DOCUMENTS else None,
    )  # fmt: skip


def _people(asked: QuerySet[Acknowledgement], paths: tuple[str, ...]) -> QuerySet[User]:
    from django.db.models import Q

    below = Q(pk__in=[])
    for path in paths:
        below |= Q(unit__path__startswith=path)
    return User.objects.filter(below, is_active=True, pk__in=asked.values("owner"))


def _cell(one: Acknowledgement | None, today: datetime.date) -> Cell:
    if one is None:
        return Cell()
    href = f"/acknowledgements/{one.number}/"
    if one.state == "read" and one.read_at:
        return Cell(
            "good", "✓", _("%(n)s read on %(day)s") % {"n": one.revision.number, "day": day_text(one.read_at)}, href
        )
    said = {"n": one.revision.number, "day": day_text(one.due_on)}
    if one.due_on < today:
        return Cell("bad", "!", _("%(n)s was to be read by %(day)s") % said, href)
    return Cell("plan", "○", _("%(n)s is to be read by %(day)s") % said, href)
