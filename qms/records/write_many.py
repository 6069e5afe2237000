"""The door, set-based, for imports: the same tables in the same order, a batch at a time."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db import connection, models

from . import numbering
from .cleaning import remember
from .models import Citation, Entry, Involved, NamedDate
from .projection import Projection
from .sql import append_ledger_many, copy_many_to_history, insert_many
from .write import MIRRORED, citations_of, ledger_values

BATCH = 1000


def write_many(
    records: list[Any], *, project: Callable[[Any], Projection], number: str, action: str, actor: Any,
    at: datetime.datetime, reason: str = "", source: str = "import", numbers: list[str] | None = None,
) -> list[Any]:  # fmt: skip
    """Write new, already cleaned records of one register. Raises IntegrityError where the database refuses; the
    caller's transaction then leaves nothing behind."""
    assert connection.in_atomic_block
    if not records:
        return []
    numbers = numbers or numbering.take(number, len(records))
    entries, projections = [], []
    for record, text in zip(records, numbers, strict=True):
        record.number, record.rev = text, 1
        record.created_at = record.changed_at = at
        record.created_by_id = record.changed_by_id = actor.pk
        projections.append(project(record))
        entries.append(_entry(record, projections[-1]))
    entries = models.QuerySet.bulk_create(Entry.objects.all(), entries, batch_size=BATCH)
    for record, entry in zip(records, entries, strict=True):
        record.entry = entry
    insert_many(type(records[0]), records)
    for start in range(0, len(entries), BATCH):
        ids = [e.pk for e in entries[start : start + BATCH]]
        copy_many_to_history(type(records[0]), ids, actor_id=actor.pk, at=at, reason=reason)
    _add_what_goes_with(entries, projections)
    pairs = list(zip(records, projections, strict=True))
    for start in range(0, len(pairs), BATCH):
        append_ledger_many(
            [
                ledger_values(r, after=p, action=action, actor=actor, at=at, reason=reason, source=source)
                for r, p in pairs[start : start + BATCH]
            ]
        )
    return [remember(r) for r in records]


def _entry(record: Any, projection: Projection) -> Entry:
    return Entry(
        register=projection.register, phase=projection.phase, text=projection.text, nearest=projection.nearest,
        waiting_role=projection.waiting_role, attached={}, **{name: getattr(record, name) for name in MIRRORED},
    )  # fmt: skip


def _add_what_goes_with(entries: list[Entry], projections: list[Projection]) -> None:
    """Dates, people and the requirements that are named."""
    dates, people, citations = [], [], []
    for entry, projection in zip(entries, projections, strict=True):
        dates += [NamedDate(entry=entry, name=n, on=d) for n, d in projection.dates.items()]
        people += [Involved(entry=entry, user_id=u, part=p) for u, p in projection.involved]
        citations += citations_of(projection, entry=entry)
    insert_many(NamedDate, dates)
    insert_many(Citation, citations)
    insert_many(Involved, people)
