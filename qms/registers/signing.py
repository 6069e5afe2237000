"""Signing a transition, and whether a signature still holds."""

import datetime
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction

from qms.accounts.models import Attempt
from qms.accounts.statement import VERSION
from qms.lib.canonical import plain
from qms.lib.errors import ProofRefused, Unmet, WrongPassword
from qms.lifecycle import MEANINGS, Transition
from qms.records.cleaning import changed_fields, clean
from qms.records.events import log_event
from qms.records.projection import sha256
from qms.signatures import proof as proofs
from qms.signatures.models import Signature

from . import telling
from .permits import Permit, permit_for
from .registry import registry


@dataclass(frozen=True)
class Preview:
    """What a signing page shows: the meaning in words, what it covers, its content and hash, and a challenge."""

    meaning: str
    words: str
    covers: str
    content: dict[str, Any]
    scope_hash: str
    challenge: str


def preview(record: Any, t: Transition, *, actor: Any, at: datetime.datetime) -> Preview:
    """What `actor` would sign with this transition now. Raises Invalid where it cannot be found out."""
    assert t.signs is not None
    if t.signs.foresees:
        t.signs.foresees(record, actor=actor, at=at)
    content = t.signs.scope.of(record, _context(record, t))
    target = _target(record, t, actor)
    return Preview(
        t.signs.meaning, str(MEANINGS[t.signs.meaning]), str(t.signs.covers), content, sha256(content).hex(),
        proofs.new_challenge(target),
    )  # fmt: skip


def sign(
    register: Any, record: Any, t: Transition, *, actor: Any, at: datetime.datetime, proof: Any, source: str,
    permit: Permit,
) -> dict[str, Any]:  # fmt: skip
    """Check the proof and keep the signature of a record that is about to be written with its next rev.

    `permit` holds the roles it is given in (see `permitted`). Gives what the ledger's bytes hold of it. Raises
    ProofRefused, TooMany, Invalid.
    """
    assert t.signs is not None
    target = _target(record, t, actor)
    nonce = proofs.check(proof, actor=actor, target=target, at=at, source=source)
    clean(record, changed_fields(record))
    context = _context(record, t)
    scope_hash = sha256(t.signs.scope.of(record, context))
    role = t.signs.role or permit.words
    row = Signature.objects.create(
        entry_id=record.pk, rev=record.rev + 1, register=register.key, verb=t.verb, signer=actor,
        printed_name=actor.printed_name, meaning=t.signs.meaning, role=role, covers=str(t.signs.covers)[:200], at=at,
        method=proof.method, context=context, scope_hash=scope_hash, challenge=nonce, statement=VERSION,
    )  # fmt: skip
    return {"signature": described(row)}


def permitted(record: Any, t: Transition, *, actor: Any, at: datetime.datetime) -> Permit:
    """The roles in which the actor may sign this move now. Raises Unmet with what is missing where there is none."""
    permit = permit_for(actor, record, at)
    if reasons := permit.blocks(t, record, actor):
        raise Unmet(*reasons)
    return permit


def described(row: Signature) -> dict[str, Any]:
    """A signature as the ledger's bytes hold it."""
    return {
        "id": row.pk, "register": row.register, "verb": row.verb, "signer": row.signer_id, "name": row.printed_name,
        "meaning": row.meaning, "role": row.role, "covers": row.covers, "at": plain(row.at), "method": row.method,
        "context": row.context, "scope_hash": bytes(row.scope_hash).hex(), "challenge": row.challenge,
        "statement": row.statement,
    }  # fmt: skip


def is_valid(row: Signature, record: Any | None = None, known: dict[Any, bytes] | None = None) -> bool:
    """Whether the content that the signature covers hashes today to what was signed. Never stored.

    `known` keeps the hashes of scopes that several signatures of the same record share.
    """
    register = registry[row.register]
    t = register.lifecycle.transitions.get(row.verb)
    if t is None or t.signs is None:
        return False
    if record is None:
        record = register.model.objects.select_related("entry").get(pk=row.entry_id)
    known = {} if known is None else known
    same = (id(t.signs.scope), str(row.context))
    try:
        if same not in known:
            known[same] = sha256(t.signs.scope.of(record, row.context))
    except (KeyError, IndexError, TypeError):
        return False
    return known[same] == bytes(row.scope_hash)


def signatures_of(record: Any) -> list[tuple[Signature, bool]]:
    """The record's signatures, oldest first, each with whether it is valid now."""
    return signatures_among(record)[record.pk]


def signatures_among(*records: Any) -> dict[int, list[tuple[Signature, bool]]]:
    """The same of several records in one query, by the primary key of the record."""
    held: dict[int, list[tuple[Signature, bool]]] = {record.pk: [] for record in records}
    of, known = {record.pk: record for record in records}, {pk: {} for pk in held}  # type: dict[int, Any], dict[int, Any]
    rows = Signature.objects.filter(entry__in=list(held)).order_by()
    for row in sorted(rows, key=lambda row: row.pk):
        held[row.entry_id].append((row, is_valid(row, of[row.entry_id], known[row.entry_id])))
    return held


def record_refusal(
    record: Any, verb: str, *, actor: Any, at: datetime.datetime, source: str, refusal: ProofRefused
) -> None:
    """Keep a refused signing, although its move rolled back, and tell the administrators (21 CFR 11.300(d))."""
    number = str(getattr(record, "number", record))
    keep = partial(_keep_refusal, number, verb, actor, at, source, isinstance(refusal, WrongPassword), str(refusal))
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(keep)
    else:
        keep()


def _keep_refusal(number: str, verb: str, actor: Any, at: Any, source: str, counts: bool, why: str) -> None:
    with transaction.atomic():
        if counts:
            Attempt.objects.create(user=actor, at=at, subject=number[:80])
        log_event(subject=number, action="signatures.refused", actor=actor, at=at, source=source, verb=verb, why=why)
        if counts:
            telling.of_refused_signing(number, actor=actor, at=at)


def _target(record: Any, t: Transition, actor: Any) -> proofs.Target:
    """What is about to be signed, with what the step finds out where its content holds that."""
    foreseen = sha256(_context(record, t)).hex() if t.signs and t.signs.foresees else ""
    return proofs.Target(actor.pk, record.pk, record.rev, t.verb, foreseen)


def _context(record: Any, t: Transition) -> dict[str, Any]:
    scope = t.signs.scope if t.signs else None
    return dict(plain(scope.context(record))) if scope and scope.context else {}
