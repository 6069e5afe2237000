"""Does everything still agree? entry = record = latest history = latest ledger row, every hash, link, file, signature.

Names each record, field and row that disagrees (21 CFR 11.10(a)).
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from django.db.models import Count, Max

from qms.attachments.models import Attachment, Blob
from qms.attachments.store import problem_of
from qms.lib.canonical import plain
from qms.links.models import Link
from qms.records.models import Entry, LedgerRow, SealQueue
from qms.records.projection import content_of, sha256, snapshot
from qms.records.write import MIRRORED
from qms.signatures.models import Signature

from .registry import registry
from .signing import described

CHUNK = 500


@dataclass(frozen=True)
class Problem:
    """One disagreement: where (table), which record or row, which field, and what is wrong."""

    where: str
    subject: str
    field: str
    said: str

    def as_dict(self) -> dict[str, str]:
        """For `--json`."""
        return asdict(self)


def verify() -> Iterator[Problem]:
    """Every disagreement found. Reads in chunks of 500 records, so memory does not grow with the archive."""
    for register in registry:
        yield from _records(register)
    yield from _orphans()
    yield from _ledger_rows()
    yield from _files_and_signatures()
    yield from _ends()


def _records(register: Any) -> Iterator[Problem]:
    pks = list(register.model.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), CHUNK):
        some = pks[start : start + CHUNK]
        records = register.model.objects.select_related("entry").in_bulk(some)
        latest = {h.entry_id: h for h in _latest_history(register.model, some)}
        ledger = {row.entry_id: row for row in _latest_ledger(some)}
        files, links = _attached(some)
        for record in records.values():
            yield from _record(register, record, latest.get(record.pk), ledger.get(record.pk))
            yield from _attachments(record, files.get(record.pk, []), links.get(record.pk, []))


def _latest_history(model: Any, pks: list[int]) -> Any:
    revs = model.history.filter(entry_id__in=pks).order_by().values("entry_id").annotate(top=Max("rev"))
    top = {r["entry_id"]: r["top"] for r in revs}
    return [h for h in model.history.filter(entry_id__in=pks).order_by() if h.rev == top[h.entry_id]]


def _latest_ledger(pks: list[int]) -> list[LedgerRow]:
    top = dict(LedgerRow.objects.filter(entry_id__in=pks).order_by().values_list("entry_id").annotate(Max("rev")))
    return [r for r in LedgerRow.objects.filter(entry_id__in=pks) if r.rev == top[r.entry_id]]


def _record(register: Any, record: Any, history: Any, ledger: LedgerRow | None) -> Iterator[Problem]:
    table, number = record._meta.db_table, record.number
    for name in MIRRORED:
        if getattr(record, name) != getattr(record.entry, name):
            yield Problem("records_entry", number, name, "differs from the record")
    projection = register.project(record)
    if record.entry.phase != projection.phase or record.entry.register != register.key:
        yield Problem("records_entry", number, "phase", "does not follow from the record's state")
    if history is None:
        yield Problem(record.history.model._meta.db_table, number, "", "there is no history of this record")
    else:
        for field in record._meta.concrete_fields:
            if getattr(record, field.attname) != getattr(history, field.attname):
                yield Problem(table, number, field.name, "differs from the latest version in the history")
    if ledger is None or ledger.rev != record.rev:
        yield Problem("records_ledgerrow", number, "rev", f"the ledger has no row for revision {record.rev}")
        return
    yield from _against_ledger(register, record, ledger)


def _against_ledger(register: Any, record: Any, ledger: LedgerRow) -> Iterator[Problem]:
    try:
        body = json.loads(bytes(ledger.body))
        told, now = body["record"], snapshot(record)
    except (ValueError, KeyError, TypeError):
        yield Problem("records_ledgerrow", record.number, "body", f"row {ledger.pk} cannot be read")
        return
    for name in sorted(set(told) | set(now)):
        if told.get(name) != now.get(name):
            yield Problem(record._meta.db_table, record.number, name, "differs from the latest ledger row")
    attached = record.entry.attached
    for part in ("files", "links"):
        if body.get(part) != attached.get(part, []):
            yield Problem("records_entry", record.number, part, "differs from the latest ledger row")
    content = sha256(content_of(record, register.project(record).content, attached.get("files", [])))
    if bytes(ledger.content_hash or b"") != content:
        yield Problem("records_ledgerrow", record.number, "content_hash", f"row {ledger.pk} does not fit the content")


def _attached(pks: list[int]) -> tuple[dict[int, list[Any]], dict[int, list[Any]]]:
    files: dict[int, list[Any]] = {}
    for a in Attachment.objects.filter(entry_id__in=pks, removed_at=None).select_related("blob").order_by("pk"):
        files.setdefault(a.entry_id, []).append(
            {"id": a.pk, "name": a.name, "sha256": a.blob.sha256, "size": a.blob.size}
        )
    links: dict[int, list[Any]] = {}
    for k in Link.objects.filter(source_id__in=pks, removed_at=None).select_related("target").order_by("pk"):
        links.setdefault(k.source_id, []).append({"kind": k.kind, "target": k.target.number})
    return files, links


def _attachments(record: Any, files: list[Any], links: list[Any]) -> Iterator[Problem]:
    held = record.entry.attached
    if sorted(files, key=str) != sorted(held.get("files", []), key=str):
        yield Problem("attachments_attachment", record.number, "files", "differ from what the record holds")
    if sorted(links, key=str) != sorted(held.get("links", []), key=str):
        yield Problem("links_link", record.number, "links", "differ from what the record holds")


def _orphans() -> Iterator[Problem]:
    for register in registry:
        table = register.model._meta.db_table
        lost = Entry.objects.filter(register=register.key).exclude(pk__in=register.model.objects.values("pk"))
        for entry in lost.iterator():
            yield Problem(table, entry.number, "", "the record is missing")
        gaps = register.model.history.order_by().values("entry_id").annotate(n=Count("rev"), top=Max("rev"))
        for row in gaps.iterator():
            if row["n"] != row["top"]:
                subject = str(Entry.objects.filter(pk=row["entry_id"]).values_list("number", flat=True).first())
                table = register.model.history.model._meta.db_table
                yield Problem(table, subject, "rev", f"{row['top']} revisions and {row['n']} versions")
    unknown = Entry.objects.exclude(register__in=[r.key for r in registry])
    for entry in unknown.iterator():
        yield Problem("records_entry", entry.number, "register", f"there is no register “{entry.register}”")


def _ledger_rows() -> Iterator[Problem]:
    """Every row's hash, the columns beside the bytes, every version against its own row; no rev left out."""
    rows = LedgerRow.objects.select_related("entry").order_by("pk").iterator(chunk_size=CHUNK)
    while some := list(islice(rows, CHUNK)):
        versions = _versions(some)
        for row in some:
            yield from _ledger_row(row, versions)
    counts = LedgerRow.objects.exclude(entry=None).order_by().values("entry_id").annotate(n=Count("pk"), top=Max("rev"))
    for found in counts.iterator():
        if found["n"] != found["top"]:
            number = Entry.objects.get(pk=found["entry_id"]).number
            yield Problem("records_ledgerrow", number, "rev", f"{found['top']} revisions and {found['n']} ledger rows")


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


def _ledger_row(row: LedgerRow, versions: dict[tuple[int, int], Any]) -> Iterator[Problem]:
    subject = row.entry.number if row.entry else row.subject
    if hashlib.sha256(bytes(row.body)).digest() != bytes(row.sha256):
        yield Problem("records_ledgerrow", subject, "body", f"row {row.pk} does not hash to its SHA-256")
        return
    body = json.loads(bytes(row.body))
    beside = {"action": row.action, "at": plain(row.at), "reason": plain(row.reason), "source": row.source}
    beside["actor"] = {"id": row.actor_id, "name": row.actor_name}
    for name, value in beside.items():
        if body.get(name) != value:
            yield Problem("records_ledgerrow", subject, name, f"row {row.pk}: the column differs from the bytes")
    if row.entry is not None and row.entry.register in registry:
        yield from _version(row, row.entry, body, versions.get((row.entry_id or 0, row.rev or 0)))


def _version(row: LedgerRow, entry: Entry, body: dict[str, Any], version: Any) -> Iterator[Problem]:
    model = registry[entry.register].model
    table = model.history.model._meta.db_table
    if version is None:
        yield Problem(table, entry.number, "rev", f"the version of revision {row.rev} is missing")
        return
    for field in model._meta.concrete_fields:
        if plain(getattr(version, field.attname)) != body.get("record", {}).get(field.attname):
            yield Problem(table, entry.number, field.name, f"version {row.rev} differs from its ledger row")


def _files_and_signatures() -> Iterator[Problem]:
    for blob in Blob.objects.order_by("pk").iterator():
        if said := problem_of(blob):
            name = Attachment.objects.filter(blob=blob).values_list("entry__number", "name").first()
            yield Problem("attachments_blob", " ".join(name or (blob.sha256,)), "content", said)
    for signature in Signature.objects.select_related("entry").order_by("pk").iterator():
        row = LedgerRow.objects.filter(entry_id=signature.entry_id, rev=signature.rev).first()
        told = json.loads(bytes(row.body)).get("extra", {}).get("signature") if row else None
        if told != described(signature):
            yield Problem(
                "signatures_signature", signature.entry.number, "", f"signature {signature.pk} differs from the ledger"
            )


def _ends() -> Iterator[Problem]:
    """A removed last row leaves no gap behind it: the seal queue and the counters still know of it."""
    lost = SealQueue.objects.exclude(row_id__in=LedgerRow.objects.values("pk")).count()
    if lost:
        yield Problem("records_ledgerrow", "", "", f"{lost} ledger rows that were queued for sealing are missing")
