"""Files, links and signatures: every row is what the ledger says of it, none is missing, every file has its bytes."""

from collections.abc import Iterator
from typing import Any

from qms.attachments.models import Attachment, Blob
from qms.attachments.store import problem_of
from qms.links.models import Link
from qms.records.models import Entry
from qms.signatures.models import Signature

from ..signing import described
from .problem import Problem
from .told import Key, Told


def check(told: Told) -> Iterator[Problem]:
    """Every disagreement about files, links and signatures."""
    yield from _parts(told)
    yield from _signatures(told)
    yield from _bytes()


def _parts(told: Told) -> Iterator[Problem]:
    now = _rows()
    for key in sorted(now.keys() | told.parts.keys()):
        rows, said = now.get(key, []), told.parts.get(key, [])
        table = "attachments_attachment" if key[1] == "file" else "links_link"
        what = rows[0].get("name", "") if key[1] == "file" and rows else " ".join(key[1:])
        if len(rows) != len(said):
            yield Problem(table, _number(key[0]), what, f"{len(rows)} rows, and the ledger knows of {len(said)}")
            continue
        for row, one in zip(rows, said, strict=True):
            for name in sorted(k for k in one if row.get(k) != one[k]):
                yield Problem(table, _number(key[0]), name, f"{what}: differs from the ledger")


def _rows() -> dict[Key, list[dict[str, Any]]]:
    """The rows in the tables, in the form in which the ledger tells of them."""
    found: dict[Key, list[dict[str, Any]]] = {}
    for a in Attachment.objects.select_related("blob").order_by("pk").iterator():
        held = {"id": a.pk, "name": a.name, "sha256": a.blob.sha256, "size": a.blob.size}
        held |= {"at": a.attached_at, "by": a.attached_by_id, "removed_at": a.removed_at}
        found.setdefault((a.entry_id, "file", str(a.pk)), []).append(held)
    for k in Link.objects.select_related("target").order_by("pk").iterator():
        held = {"at": k.created_at, "by": k.created_by_id, "removed_at": k.removed_at}
        found.setdefault((k.source_id, k.kind, k.target.number), []).append(held)
    return found


def _signatures(told: Told) -> Iterator[Problem]:
    table, left = "signatures_signature", dict(told.signatures)
    for row in Signature.objects.select_related("entry").order_by("pk").iterator():
        said = left.pop(row.pk, None)
        if said is None:
            yield Problem(table, row.entry.number, "id", f"the ledger does not know of signature {row.pk}")
            continue
        now = {**described(row), "entry_id": row.entry_id, "rev": row.rev}
        for name in sorted(k for k in now if now[k] != said.get(k)):
            yield Problem(table, _number(said["entry_id"]), name, f"signature {row.pk} differs from the ledger")
    for pk, said in left.items():
        yield Problem(table, _number(said["entry_id"]), "id", f"signature {pk} is missing")


def _bytes() -> Iterator[Problem]:
    for blob in Blob.objects.order_by("pk").iterator():
        if said := problem_of(blob):
            name = Attachment.objects.filter(blob=blob).values_list("entry__number", "name").first()
            yield Problem("attachments_blob", " ".join(name or (blob.sha256,)), "content", said)


def _number(entry_id: int) -> str:
    return Entry.objects.filter(pk=entry_id).values_list("number", flat=True).first() or f"entry {entry_id}"
