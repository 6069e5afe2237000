"""The ledger, row by row: its hash, its columns beside its bytes, the version in history that it belongs to."""

import hashlib
import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from qms.lib.canonical import plain
from qms.records.models import Entry, LedgerRow
from qms.records.projection import sha256

from ..registry import registry
from .problem import Problem
from .told import Told

TABLE, CHUNK = "records_ledgerrow", 500


def check(told: Told) -> Iterator[Problem]:
    """Every disagreement within the ledger and with the versions; `told` hears every row."""
    rows = LedgerRow.objects.select_related("entry").order_by("pk").iterator(chunk_size=CHUNK)
    while some := list(islice(rows, CHUNK)):
        versions = _versions(some)
        for row in some:
            yield from _row(row, versions, told)


def _versions(rows: list[LedgerRow]) -> dict[tuple[int, int], Any]:
    """The history rows of these ledger rows by (entry, rev), one query per register."""
    wanted: dict[str, list[LedgerRow]] = {}
    for row in rows:
        if row.entry is not None and row.entry.register in registry:
            wanted.setdefault(row.entry.register, []).append(row)
    found: dict[tuple[int, int], Any] = {}
    for key, some in wanted.items():
        ids, revs = {r.entry_id for r in some}, {r.rev for r in some}
        for version in registry[key].model.history.filter(entry_id__in=ids, rev__in=revs):
            found[version.entry_id, version.rev] = version
    return found


def _row(row: LedgerRow, versions: dict[tuple[int, int], Any], told: Told) -> Iterator[Problem]:
    subject = row.entry.number if row.entry else row.subject
    if hashlib.sha256(bytes(row.body)).digest() != bytes(row.sha256):
        yield Problem(TABLE, subject, "body", f"row {row.pk} does not hash to its SHA-256")
        return
    try:
        body = json.loads(bytes(row.body))
        told.hear(row, body)
        for name, (column, said) in _beside(row, body).items():
            if column != said:
                yield Problem(TABLE, subject, name, f"row {row.pk}: the column differs from the bytes")
    except (ValueError, KeyError, TypeError, AttributeError):
        yield Problem(TABLE, subject, "body", f"row {row.pk} cannot be read")
        return
    if row.entry is not None and row.entry.register in registry:
        yield from _version(row, row.entry, body, versions.get((row.entry_id or 0, row.rev or 0)))


def _beside(row: LedgerRow, body: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Columns of the row, each with what the bytes say of it."""
    pairs = {name: (plain(getattr(row, name)), body[name]) for name in ("action", "at", "reason", "source")}
    pairs["actor"] = (row.actor_id, body["actor"]["id"])
    pairs["actor_name"] = (row.actor_name, body["actor"]["name"])
    if row.entry is None:
        hashed = None if row.content_hash is None else bytes(row.content_hash)
        return pairs | {
            "subject": (row.subject, body["subject"][:120]),
            "rev": (row.rev, None),
            "content_hash": (hashed, None),
        }
    record = body["record"]
    fields = {name: record[name if name in record else f"{name}_id"] for name in body["content"]}
    files = sorted(f["sha256"] for f in body["files"])
    content = sha256({"number": record["number"], "fields": fields, "files": files})
    return pairs | {
        "subject": (row.subject, ""),
        "entry": (row.entry_id, record["entry_id"]),
        "rev": (row.rev, record["rev"]),
        "content_hash": (bytes(row.content_hash or b""), content),
    }


def _version(row: LedgerRow, entry: Entry, body: dict[str, Any], version: Any) -> Iterator[Problem]:
    model = registry[entry.register].model
    table = model.history.model._meta.db_table
    if version is None:
        yield Problem(table, entry.number, "rev", f"the version of revision {row.rev} is missing")
        return
    for field in model._meta.concrete_fields:
        told = body["record"]
        if field.attname in told and plain(getattr(version, field.attname)) != told[field.attname]:
            yield Problem(table, entry.number, field.name, f"version {row.rev} differs from its ledger row")
    beside = {"history_date": row.at, "history_user_id": row.actor_id, "history_change_reason": row.reason}
    beside["history_type"] = "+" if row.rev == 1 else "~"
    for name, value in beside.items():
        if getattr(version, name) != value:
            yield Problem(table, entry.number, name, f"version {row.rev} differs from its ledger row")
