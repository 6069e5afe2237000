"""What a record looked like: its versions, what changed between two, and how it was at an instant."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from .cleaning import STAMPS
from .models import LedgerRow

MOST = 200


@dataclass(frozen=True)
class Change:
    """One field that differs between two versions; `old` and `new` are values, `label` the field's name in words."""

    field: models.Field[Any, Any]
    label: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Version:
    """One version of a record: who wrote it, when, why, what it looked like and what changed from the one before."""

    rev: int
    at: datetime.datetime
    actor_id: int
    actor_name: str
    action: str
    reason: str
    source: str
    sha256: str
    row: Any
    changes: list[Change] = field(default_factory=list)
    attached: list[str] = field(default_factory=list)


def changes(old: Any | None, new: Any, model: type[models.Model]) -> list[Change]:
    """The fields that differ between two history rows of `model`; stamps left out. `old` None: every filled field."""
    found = []
    for f in model._meta.concrete_fields:
        if f.name in STAMPS or f.name == "mark":
            continue
        was, now = getattr(old, f.attname, None) if old is not None else None, getattr(new, f.attname)
        if was != now and not (old is None and now in (None, "", [], {}, False)):
            found.append(Change(f, str(f.verbose_name), was, now))
    return found


def versions_of(record: Any, *, limit: int = MOST, before: int | None = None) -> list[Version]:
    """Versions, newest first, in two queries whatever their number. `before`: only revs below it."""
    rows = type(record).history.filter(entry_id=record.pk).order_by("-rev")
    if before is not None:
        rows = rows.filter(rev__lt=before)
    found = list(rows[: limit + 1])
    ledger = {r.rev: r for r in _ledger(record.pk, [r.rev for r in found])}
    older: Iterable[Any] = [*found[1:], None]
    return [_version(new, old, ledger[new.rev], type(record)) for new, old in zip(found, older, strict=False)][:limit]


def _ledger(entry_id: int, revs: list[int]) -> list[LedgerRow]:
    return list(LedgerRow.objects.filter(entry_id=entry_id, rev__in=revs).defer("body"))


def _version(row: Any, older: Any, entry: LedgerRow, model: type[models.Model]) -> Version:
    return Version(
        rev=row.rev, at=entry.at, actor_id=entry.actor_id, actor_name=entry.actor_name, action=entry.action,
        reason=entry.reason, source=entry.source, sha256=bytes(entry.sha256).hex(), row=row,
        changes=changes(older, row, model),
    )  # fmt: skip


def at(record: Any, when: datetime.datetime) -> Any | None:
    """The history row that was in force at `when`: the highest rev written by then; None before the first."""
    return type(record).history.filter(entry_id=record.pk, history_date__lte=when).order_by("-rev").first()
