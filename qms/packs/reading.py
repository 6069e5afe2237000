"""Reads records for a pack in batches: each with its versions, ledger rows, signatures, links and files.

The number of queries of a batch does not grow with its records; children that a signature covers are the exception,
because only the register knows where they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from qms.attachments.models import Attachment
from qms.links.models import Link
from qms.records.access import visible_to
from qms.records.models import Entry, LedgerRow
from qms.registers.kept import emptied, keeps_from
from qms.registers.prints.words import Words
from qms.registers.pseudonyms import VERB, veil
from qms.signatures.models import Signature


@dataclass
class Dossier:
    """Everything of one record, as of the revision that was read."""

    record: Any
    versions: list[Any] = field(default_factory=list)  # history rows, oldest first
    ledger: list[tuple[LedgerRow, dict[str, Any]]] = field(default_factory=list)  # with the parsed bytes
    signatures: list[Signature] = field(default_factory=list)
    links: list[tuple[str, bool, Entry]] = field(default_factory=list)  # kind, outgoing, the other end
    files: list[Attachment] = field(default_factory=list)  # present and former ones
    veiled: int = 0  # versions below this revision are shown without what named somebody
    keeps: bool = False  # the reader may not see what stands in its kept columns

    @property
    def position(self) -> LedgerRow:
        """The row of the present revision."""
        return self.ledger[-1][0]


@dataclass
class Batch:
    """Dossiers in the order asked for, names of what they refer to, and the linked numbers the reader may see."""

    register: Any
    dossiers: list[Dossier]
    words: Words
    seen: set[str]
    actor: Any

    def shown(self, dossier: Dossier, row: Any) -> Any:
        """The record, or a row of its history, as the reader may see it."""
        shown = emptied(self.register, row) if dossier.keeps else row
        return veil(self.register, shown) if row.rev < dossier.veiled else shown


def read(register: Any, pks: list[int], *, actor: Any) -> Batch:
    """The records with these ids that `actor` may (still) see."""
    found = register.visible(actor).select_related("entry", "owner", "unit", "created_by", "changed_by").in_bulk(pks)
    dossiers = {pk: Dossier(found[pk]) for pk in pks if pk in found}
    for version in register.model.history.filter(entry_id__in=dossiers).order_by("entry_id", "rev"):
        _put(dossiers, version.entry_id, version.rev, "versions", version)
    for row in LedgerRow.objects.filter(entry_id__in=dossiers).order_by("entry_id", "rev"):
        _put(dossiers, row.entry_id, row.rev, "ledger", (row, json.loads(bytes(row.body))))
    for signature in Signature.objects.filter(entry_id__in=dossiers).order_by("pk"):
        _put(dossiers, signature.entry_id, signature.rev, "signatures", signature)
    for held in dossiers.values():
        held.veiled = max((r.rev or 0 for r, _b in held.ledger if r.action == f"{register.key}.{VERB}"), default=0)
        held.keeps = bool(held.veiled) or keeps_from(register, held.record, actor, held.versions)
    _read_around(dossiers, actor)
    words = Words(actor)
    rows = [row for d in dossiers.values() for row in (d.record, *d.versions)]
    words.load_related(rows)
    words.load_people(rows)
    return Batch(register, list(dossiers.values()), words, _seen(dossiers.values(), actor), actor)


def _put(dossiers: dict[int, Dossier], pk: Any, rev: Any, part: str, row: Any) -> None:
    """What was written after the record was read belongs to the next pack."""
    if rev <= dossiers[pk].record.rev:
        getattr(dossiers[pk], part).append(row)


def _read_around(dossiers: dict[int, Dossier], actor: Any) -> None:
    for row in Attachment.objects.filter(entry_id__in=dossiers).select_related("blob", "attached_by").order_by("pk"):
        dossiers[row.entry_id].files.append(row)
    seen = visible_to(Entry.objects.all(), actor).values("pk")
    ends = Q(source__in=list(dossiers), target__in=seen) | Q(target__in=list(dossiers), source__in=seen)
    for link in Link.objects.filter(ends, removed_at=None).select_related("source", "target").order_by("pk"):
        if link.source_id in dossiers:
            dossiers[link.source_id].links.append((link.kind, True, link.target))
        if link.target_id in dossiers:
            dossiers[link.target_id].links.append((link.kind, False, link.source))


def _seen(dossiers: Iterable[Dossier], actor: Any) -> set[str]:
    """Of the numbers that the ledger's bytes name as ends of links, those that the reader may see."""
    ends = {link["target"] for d in dossiers for _row, body in d.ledger for link in body.get("links", [])}
    return visible_numbers(ends, actor)


def visible_numbers(numbers: Iterable[str], actor: Any) -> set[str]:
    """Of these numbers, those of records that the reader may see."""
    asked = set(numbers)
    if not asked:
        return set()
    return set(visible_to(Entry.objects.filter(number__in=asked), actor).values_list("number", flat=True))
