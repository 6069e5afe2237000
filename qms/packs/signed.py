"""A signature in a pack, with the content it covers, so that the hash can be computed again without Plumbline."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.lib.canonical import plain
from qms.lifecycle import MEANINGS, Scope
from qms.records.models import Entry
from qms.records.projection import sha256
from qms.signatures.models import Signature

from .reading import Batch, Dossier, visible_numbers

KEPT = gettext_lazy("it holds something that is kept from the exporter, such as the right answers of a quiz")


def signature_data(row: Signature, dossier: Dossier, batch: Batch) -> dict[str, Any]:
    """What was signed, by whom, in which meaning; whether it holds now; the covered content, or why it is withheld."""
    content, valid, why = _content(row, dossier, batch)
    t = batch.register.lifecycle.transitions.get(row.verb)
    moved = bool(t and t.signs and t.signs.scope.values)
    return {
        "id": row.pk, "rev": row.rev, "step": row.verb, "name": row.printed_name, "signer": row.signer_id,
        "meaning": row.meaning, "meaning_words": str(MEANINGS.get(row.meaning, row.meaning)), "role": row.role,
        "covers": row.covers, "at": plain(row.at), "method": row.method, "method_words": row.method_words,
        "scope_hash": bytes(row.scope_hash).hex(), "valid": valid, "moved": moved, "content": content, "withheld": why,
    }  # fmt: skip


def _content(row: Signature, dossier: Dossier, batch: Batch) -> tuple[dict[str, Any] | None, bool, str]:
    t = batch.register.lifecycle.transitions.get(row.verb)
    if t is None or t.signs is None:
        return None, False, _("the step that was signed is no part of the lifecycle any more")
    scope, signed = t.signs.scope, bytes(row.scope_hash)
    try:
        today = scope.of(dossier.record, row.context)
    except (KeyError, IndexError, TypeError):
        today = None
    valid = today is not None and sha256(today) == signed
    content = today if valid else _as_signed(scope, row, dossier)
    if content is None or sha256(content) != signed:
        return None, valid, _("the content it covers was changed since and is not kept in one piece")
    if dossier.keeps:
        return None, valid, str(KEPT)
    if _names_hidden(content, batch.actor):
        return None, valid, _("it also covers records that the exporter may not see")
    return content, valid, ""


def _as_signed(scope: Scope, row: Signature, dossier: Dossier) -> dict[str, Any] | None:
    """The content of the signed revision from the ledger's bytes, where the scope is made of the record alone."""
    if scope.children or scope.values:
        return None
    body = next((body for line, body in dossier.ledger if line.rev == row.rev), None)
    if body is None:
        return None
    told = body["record"]
    fields = {name: told.get(name, told.get(f"{name}_id")) for name in scope.fields}
    files = sorted(f["sha256"] for f in body["files"]) if scope.files else []
    return {"entry": row.entry_id, "number": told["number"], "fields": fields, "files": files, "children": []}


def _names_hidden(content: dict[str, Any], actor: Any) -> bool:
    """Whether a child is a record that the reader may not see."""
    numbers = {str(child["number"]) for child in content["children"] if "number" in child}
    hidden = numbers - visible_numbers(numbers, actor)
    return bool(hidden) and Entry.objects.filter(number__in=hidden).exists()
