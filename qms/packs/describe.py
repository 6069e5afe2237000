"""One record as the JSON of a pack: content with labels, versions with what changed, signatures, links, files, ledger.

The format is described in docs/evidence-packs.md; verify.py reads it.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.canonical import plain
from qms.links.kinds import KINDS
from qms.records.models import LedgerRow
from qms.records.versions import changes
from qms.registers.prints.history import action_words
from qms.registers.prints.words import label_of
from qms.registers.registry import registry

from .archive import safe_name
from .reading import Batch, Dossier
from .signed import KEPT, signature_data

SCHEMA = "plumbline.record/1"
TOP = ("entry", "number", "title", "state", "rev")  # said by the record itself
HEAD = ("owner", "unit", "audience", "external_id", "mark", "created_at", "created_by", "changed_at", "changed_by")


def record_data(dossier: Dossier, batch: Batch) -> dict[str, Any]:
    """The record as JSON data; the same for the same reader at the same ledger position."""
    register, record = batch.register, batch.shown(dossier, dossier.record)
    return {
        "schema": SCHEMA,
        "register": register.key,
        "register_label": str(register.label),
        "number": record.number,
        "title": record.title,
        "state": record.state,
        "state_label": register.lifecycle.label(record.state),
        "phase": register.lifecycle.phase(record.state),
        "rev": record.rev,
        "content_hash": bytes(dossier.position.content_hash or b"").hex(),
        "head": [_field(name, record, batch) for name in HEAD],
        "sections": _sections(record, batch),
        "content": None if dossier.keeps else _content(dossier),
        "content_withheld": str(KEPT) if dossier.keeps else "",
        "signatures": [signature_data(row, dossier, batch) for row in dossier.signatures],
        "links": [_link(*link) for link in dossier.links],
        "files": [file_data(row) for row in dossier.files],
        "versions": _versions(dossier, batch),
        "ledger": [_ledger_row(row, body, dossier, batch) for row, body in dossier.ledger],
    }


def as_bytes(data: dict[str, Any]) -> bytes:
    """JSON that people can read too."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _content(dossier: Dossier) -> dict[str, Any]:
    """The declared content as it is hashed into the ledger's content hash."""
    body = dossier.ledger[-1][1]
    told = body["record"]
    fields = {name: told[name if name in told else f"{name}_id"] for name in body["content"]}
    return {"number": told["number"], "fields": fields, "files": sorted(f["sha256"] for f in body["files"])}


def _sections(record: Any, batch: Batch) -> list[dict[str, Any]]:
    """Every field of the register's own: in its sections, and what no section shows."""
    register, made, shown = batch.register, [], {"title", *HEAD}
    for section in register.sections_for(record):
        names = [n for n in section.fields if n not in shown]
        shown |= set(names)
        made.append({"label": str(section.label), "fields": [_field(n, record, batch) for n in names]})
    rest = [n for n in register.fields if n not in shown and n not in TOP]
    return [*made, {"label": _("Further particulars"), "fields": [_field(n, record, batch) for n in rest]}]


def _field(name: str, record: Any, batch: Batch) -> dict[str, Any]:
    field = batch.register.fields[name]
    value = getattr(record, field.attname)
    return {"name": name, "label": label_of(field), "value": plain(value), "text": batch.words.text(field, value)}


def _link(kind: str, outgoing: bool, other: Any) -> dict[str, Any]:
    return {
        "kind": kind, "words": str(KINDS[kind][0 if outgoing else 1]), "outgoing": outgoing, "number": other.number,
        "title": other.title, "register": other.register,
        "state": registry[other.register].lifecycle.label(other.state) if other.register in registry else other.state,
    }  # fmt: skip


def file_data(row: Any) -> dict[str, Any]:
    """A file of the record, with its place in the pack."""
    return {
        "name": row.name, "path": file_path(row), "size": row.blob.size, "sha256": row.blob.sha256,
        "media_type": row.blob.media_type, "added_at": plain(row.attached_at), "added_by": row.attached_by.printed_name,
        "removed_at": plain(row.removed_at),
    }  # fmt: skip


def file_path(row: Any) -> str:
    """Files lie under their hash: the same bytes are packed once, and no two names collide."""
    return f"files/{row.blob.sha256}/{safe_name(row.name).lower()}"


def _versions(dossier: Dossier, batch: Batch) -> list[dict[str, Any]]:
    """Versions, oldest first, each with what changed from the one before."""
    lines = {row.rev: (row, body) for row, body in dossier.ledger}
    made, older, held = [], None, Counter[tuple[str, str]]()
    for version in (batch.shown(dossier, v) for v in dossier.versions):
        row, body = lines[version.rev]
        now = _held(body, batch)
        made.append(
            {
                "rev": version.rev, "at": plain(row.at), "by": row.actor_name, "action": row.action,
                "action_words": action_words(batch.register, row.action), "reason": row.reason, "source": row.source,
                "changes": [_change(c, batch) for c in changes(older, version, batch.register.model)],
                "added": [" ".join(one) for one in sorted((now - held).elements())],
                "taken_off": [" ".join(one) for one in sorted((held - now).elements())],
            }
        )  # fmt: skip
        older, held = version, now
    return made


def _change(change: Any, batch: Batch) -> dict[str, Any]:
    say = batch.register.lifecycle.label if change.field.name == "state" else None
    old, new = (say(v or "") if say else batch.words.text(change.field, v) for v in (change.old, change.new))
    return {"field": change.field.name, "label": label_of(change.field), "old": old, "new": new}


def _held(body: dict[str, Any], batch: Batch) -> Counter[tuple[str, str]]:
    """Files and links of a version; a link to what the reader may not see is only a link."""
    files = [(_("file"), str(f["name"])) for f in body["files"]]
    links = [
        (str(k["kind"]), str(k["target"])) if k["target"] in batch.seen else (_("a link"), "") for k in body["links"]
    ]
    return Counter(files + links)


def _ledger_row(row: LedgerRow, body: dict[str, Any], dossier: Dossier, batch: Batch) -> dict[str, Any]:
    """A row of the ledger. Its bytes are left out where they hold something that the reader may not see."""
    names = any(link["target"] not in batch.seen for link in body["links"])
    why = str(KEPT) if dossier.keeps else _("it names a linked record that the exporter may not see") if names else ""
    return {
        "id": row.pk, "rev": row.rev, "action": row.action, "actor": row.actor_id, "actor_name": row.actor_name,
        "at": plain(row.at), "recorded_at": plain(row.recorded_at), "reason": row.reason, "source": row.source,
        "sha256": bytes(row.sha256).hex(), "content_hash": bytes(row.content_hash or b"").hex(),
        "bytes": None if why else bytes(row.body).decode(), "withheld": why,
    }  # fmt: skip
