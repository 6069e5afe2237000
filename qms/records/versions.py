"""What a record looked like: its versions, what changed between two, and how it was at an instant."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from .access import visible_to
from .cleaning import EMPTY, STAMPS
from .models import Entry, LedgerRow

MOST = 200
ATTACHING = frozenset({"create", "attach", "detach", "exchange", "link", "unlink"})


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
    attached: list[tuple[str, str]] = field(default_factory=list)  # ("+" or "-", file name or link)


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


def versions_of(record: Any, *, limit: int = MOST, before: int | None = None, actor: Any = None) -> list[Version]:
    """Versions, newest first, in four queries at most. `before`: only revs below it.

    Links that came or went are named where `actor` may see the other end; else it only says that there was one.
    """
    rows = type(record).history.filter(entry_id=record.pk).order_by("-rev")
    if before is not None:
        rows = rows.filter(rev__lt=before)
    found = list(rows[: limit + 1])
    ledger = {r.rev or 0: r for r in _ledger(record.pk, [r.rev for r in found])}
    attaching = [rev for rev, row in ledger.items() if row.action.rpartition(".")[2] in ATTACHING]
    came = _came_and_went(record.pk, attaching, actor)
    older: Iterable[Any] = [*found[1:], None]
    pairs = zip(found, older, strict=False)
    return [_version(new, old, ledger[new.rev], type(record), came.get(new.rev, [])) for new, old in pairs][:limit]


def _ledger(entry_id: int, revs: list[int]) -> list[LedgerRow]:
    return list(LedgerRow.objects.filter(entry_id=entry_id, rev__in=revs).select_related("actor").defer("body"))


def _came_and_went(entry_id: int, revs: list[int], actor: Any) -> dict[int, list[tuple[str, str]]]:
    """For each of these revs the files and links that were added or taken off, read from the ledger's bytes."""
    if not revs:
        return {}
    around = LedgerRow.objects.filter(entry_id=entry_id, rev__in=[*revs, *[r - 1 for r in revs]])
    held = {rev: _held(bytes(body)) for rev, body in around.values_list("rev", "body")}
    empty: Counter[tuple[str, str]] = Counter()
    moved = {}
    for rev in revs:
        new, old = held[rev], held.get(rev - 1, empty)
        moved[rev] = [("+", new - old), ("-", old - new)]
    ends = {end for pairs in moved.values() for _sign, some in pairs for _text, end in some if end}
    seen: set[str] = set()
    if ends and actor is not None:
        seen.update(visible_to(Entry.objects.filter(number__in=ends), actor).values_list("number", flat=True))
    return {
        rev: [(sign, _told(text, end, seen)) for sign, some in pairs for text, end in some]
        for rev, pairs in moved.items()
    }


def _told(text: str, end: str, seen: set[str]) -> str:
    return f"{text} {end}".strip() if not end or end in seen else _("a link")


def _held(body: bytes) -> Counter[tuple[str, str]]:
    """Files as (name, ""), links as (kind, number of the other end)."""
    kept = json.loads(body)
    files = [(f["name"], "") for f in kept.get("files", [])]
    return Counter(files + [(k["kind"], k["target"]) for k in kept.get("links", [])])


def _version(
    row: Any, older: Any, entry: LedgerRow, model: type[models.Model], attached: list[tuple[str, str]]
) -> Version:
    return Version(
        rev=row.rev, at=entry.at, actor_id=entry.actor_id, actor_name=entry.who, action=entry.action,
        reason=entry.reason, source=entry.source, sha256=bytes(entry.sha256).hex(), row=row,
        changes=changes(older, row, model), attached=attached,
    )  # fmt: skip


def at(record: Any, when: datetime.datetime) -> Any | None:
    """The history row that was in force at `when`: the highest rev written by then; None before the first."""
    return type(record).history.filter(entry_id=record.pk, history_date__lte=when).order_by("-rev").first()


def was_ever_filled(record: Any, names: Sequence[str]) -> bool:
    """Whether an earlier version of the record holds something in one of these fields. One query."""
    columns = [record._meta.get_field(n).attname for n in names]
    rows = type(record).history.filter(entry_id=record.pk).values_list(*columns)
    return any(value not in EMPTY for row in rows.iterator(chunk_size=500) for value in row)
