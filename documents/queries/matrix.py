"""People by documents: who has read what is in force. Bounded in both directions, a fixed number of queries."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.accounts.models import User
from qms.pages.moments import day_text
from qms.records.access import visible_to

from ..models import Acknowledgement, DocumentRevision
from .readings import Sum, sums

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
    sum: Sum = Sum()


@dataclass(frozen=True)
class Head:
    """A document with its revision that is read."""

    document: Any
    revision: DocumentRevision
    short: str
    sum: Sum = Sum()


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
    revisions, asked = asked_for(actor, paths)
    shown = list(
        revisions.filter(pk__in=asked.values("revision"), document__gt=after_document)
        .select_related("document").order_by("document", "pk")[: DOCUMENTS + 1]
    )  # fmt: skip
    people = list(
        User.objects.filter(pk__in=asked.values("owner")).filter(pk__gt=after_person).order_by("pk")[: PEOPLE + 1]
    )
    found = asked.filter(revision__in=[r.pk for r in shown[:DOCUMENTS]], owner__in=[p.pk for p in people[:PEOPLE]])
    known = {(a.owner_id, a.revision_id): a for a in found.select_related("revision")}
    of_revision, of_person = sums(asked, "revision", today), sums(asked, "owner", today)
    heads = [Head(r.document, r, r.document.title[:SHORT], of_revision.get(r.pk, Sum())) for r in shown[:DOCUMENTS]]
    lines = [
        Line(p, [_cell(known.get((p.pk, h.revision.pk)), today) for h in heads], of_person.get(p.pk, Sum()))
        for p in people[:PEOPLE]
    ]
    return Matrix(
        heads, lines,
        people[PEOPLE - 1].pk if len(people) > PEOPLE else None,
        shown[DOCUMENTS - 1].document_id if len(shown) > DOCUMENTS else None,
    )  # fmt: skip


def asked_for(actor: Any, paths: tuple[str, ...]) -> tuple[QuerySet[DocumentRevision], QuerySet[Acknowledgement]]:
    """What is read and in force, or waits for its readers, of what the actor sees; and what people at home below
    `paths` are asked to read of it."""
    below = Q(pk__in=[])
    for path in paths:
        below |= Q(owner__unit__path__startswith=path)
    revisions = visible_to(DocumentRevision.objects.filter(state__in=("effective", "approved")), actor)
    asked = Acknowledgement.objects.filter(below, state__in=("to_read", "read"), owner__is_active=True)
    return revisions, asked.filter(revision__in=revisions.values("pk"))


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
