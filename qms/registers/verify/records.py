"""Each record against its entry, its latest version and its latest ledger row."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Max

from qms.records.models import Entry, LedgerRow
from qms.records.projection import Standing, snapshot
from qms.records.write import MIRRORED

from .problem import Problem

CHUNK = 500


def check(register: Any) -> Iterator[Problem]:
    """Every disagreement about the records of one register."""
    pks = list(register.model.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), CHUNK):
        some = pks[start : start + CHUNK]
        records = register.model.objects.select_related("entry").in_bulk(some)
        latest = {h.entry_id: h for h in _latest_history(register.model, some)}
        ledger = {row.entry_id: row for row in _latest_ledger(some)}
        entries = Entry.objects.prefetch_related("dates", "involved", "citations").in_bulk(some)
        for pk, record in records.items():
            yield from _against_entry(register, record, entries[pk])
            yield from _against_history(record, latest.get(pk))
            yield from _against_ledger(record, ledger.get(pk))


def _latest_history(model: Any, pks: list[int]) -> Any:
    revs = model.history.filter(entry_id__in=pks).order_by().values("entry_id").annotate(top=Max("rev"))
    top = {r["entry_id"]: r["top"] for r in revs}
    return [h for h in model.history.filter(entry_id__in=pks).order_by() if h.rev == top[h.entry_id]]


def _latest_ledger(pks: list[int]) -> list[LedgerRow]:
    top = dict(LedgerRow.objects.filter(entry_id__in=pks).order_by().values_list("entry_id").annotate(Max("rev")))
    return [r for r in LedgerRow.objects.filter(entry_id__in=pks) if r.rev == top[r.entry_id]]


def _against_entry(register: Any, record: Any, entry: Entry) -> Iterator[Problem]:
    number = record.number
    for name in MIRRORED:
        if getattr(record, name) != getattr(entry, name):
            yield Problem("records_entry", number, name, "differs from the record")
    if record.state not in register.lifecycle.states:
        yield Problem(record._meta.db_table, number, "state", f"there is no state “{record.state}”")
        return
    projection = register.project(record)
    for name in ("register", "phase", "nearest", "waiting_role"):
        if getattr(entry, name) != getattr(projection, name):
            yield Problem("records_entry", number, name, "does not follow from the record")
    if {d.name: d.on for d in entry.dates.all()} != projection.dates:
        yield Problem("records_nameddate", number, "on", "the named dates do not follow from the record")
    if {(i.user_id, i.part) for i in entry.involved.all()} != projection.involved:
        yield Problem("records_involved", number, "user", "the people involved do not follow from the record")
    cited = {(c.key, Standing(c.counts, c.until, c.stale_on)) for c in entry.citations.all()}
    if cited != {(key, projection.standing) for key in projection.cites}:
        yield Problem("records_citation", number, "key", "the requirements named do not follow from the record")


def _against_history(record: Any, history: Any) -> Iterator[Problem]:
    table = record.history.model._meta.db_table
    if history is None:
        yield Problem(table, record.number, "", "there is no history of this record")
        return
    if history.rev > record.rev:
        yield Problem(table, record.number, "rev", f"version {history.rev} lies beyond the record's revision")
    for field in record._meta.concrete_fields:
        if getattr(record, field.attname) != getattr(history, field.attname):
            yield Problem(record._meta.db_table, record.number, field.name, "differs from the latest version")


def _against_ledger(record: Any, ledger: LedgerRow | None) -> Iterator[Problem]:
    if ledger is None or ledger.rev != record.rev:
        said = f"the ledger has no row for revision {record.rev}"
        yield Problem("records_ledgerrow", record.number, "rev", said)
        return
    try:
        body = json.loads(bytes(ledger.body))
        told, now = body["record"], snapshot(record)
        parts = {part: body[part] for part in ("files", "links")}
    except (ValueError, KeyError, TypeError):
        return  # the walk over the ledger names this row
    for name in sorted(told.keys() & now.keys()):  # a column that came or went since is proven from its next change on
        if told[name] != now[name]:
            yield Problem(record._meta.db_table, record.number, name, "differs from the latest ledger row")
    if {k: v for k, v in parts.items() if v} != {k: v for k, v in record.entry.attached.items() if v}:
        yield Problem("records_entry", record.number, "attached", "files or links differ from the latest ledger row")
