"""Reading and keeping links. Only the registers' verbs call `add` and `remove`: a link is a change of its source."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet

from qms.records.access import visible_to
from qms.records.models import Entry

from .kinds import KINDS
from .models import Link


@dataclass(frozen=True)
class Neighbour:
    """A linked record as seen from here: the link's words and the other entry."""

    pk: int
    words: Any
    entry: Entry
    outgoing: bool


def add(*, kind: str, source_id: int, target: Entry, actor: Any, at: datetime.datetime) -> dict[str, str]:
    """Keep a link and give what the source's entry holds of it."""
    link = Link(kind=kind, source_id=source_id, target=target, created_at=at, created_by=actor)
    models.Model.save(link, force_insert=True)
    return {"kind": kind, "target": target.number}


def remove(link: Link, *, at: datetime.datetime) -> None:
    """Mark a link as removed."""
    link.removed_at = at
    models.Model.save(link, update_fields=["removed_at"])


def targets(entry_id: int, kind: str | None = None, register: str | None = None) -> QuerySet[Entry]:
    """Entries that this one links to."""
    return _entries(Link.objects.filter(source_id=entry_id), "target_id", kind, register)


def sources(entry_id: int, kind: str | None = None, register: str | None = None) -> QuerySet[Entry]:
    """Entries that link to this one."""
    return _entries(Link.objects.filter(target_id=entry_id), "source_id", kind, register)


def _entries(links: QuerySet[Link], end: str, kind: str | None, register: str | None) -> QuerySet[Entry]:
    links = links.filter(removed_at=None)
    if kind:
        links = links.filter(kind=kind)
    found = Entry.objects.filter(pk__in=links.values(end))
    return (found.filter(register=register) if register else found).order_by("pk")


def neighbours(entry_id: int, actor: Any, limit: int = 100) -> list[Neighbour]:
    """Linked records that `actor` may see, both ways, oldest link first, in two queries."""
    seen = visible_to(Entry.objects.all(), actor).values("pk")
    out = Link.objects.filter(source_id=entry_id, removed_at=None, target__in=seen).select_related("target")
    back = Link.objects.filter(target_id=entry_id, removed_at=None, source__in=seen).select_related("source")
    found = [Neighbour(k.pk, KINDS[k.kind][0], k.target, True) for k in out.order_by("pk")[:limit]]
    return found + [Neighbour(k.pk, KINDS[k.kind][1], k.source, False) for k in back.order_by("pk")[:limit]]
