"""The verbs: the one road that every change of a record takes (architecture, section 6).

lock, re-read → visible 404 → state 409 → rule 403 → rev 412 → guards 422 → signature → effects → write → notices
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Forbidden, Invalid, ProofRefused, WrongState
from qms.lib.text import check_reason, given_reason
from qms.lifecycle import Transition, require
from qms.links import edges
from qms.records import versions
from qms.records.cleaning import EMPTY, changed_fields
from qms.records.models import Entry
from qms.records.transactions import in_one_transaction

from . import signing, telling
from .attaching import Attaching, linkable
from .many import Many
from .passing import Passing
from .road import named, same_rev


class Register(Attaching, Many, Passing):
    """A list of records of one kind. Everything after the record is passed by keyword; actor and time are arguments."""

    @in_one_transaction
    def create(
        self, *, actor: Any, at: datetime.datetime, reason: str = "", source: str = "page",
        links: Iterable[tuple[str, str | Entry]] = (), mark: str = "", external_id: str = "", **values: Any,
    ) -> Any:  # fmt: skip
        """A new record in the first state of its lifecycle.

        `links`: (kind, target) pairs that start at the new record; a target is an entry or a number.
        Raises Forbidden, BadRequest (unknown field) or Invalid.
        """
        self._known(values, (*self.editable, *self.intake))
        record = self._draft(values, actor=actor, mark=mark, external_id=external_id)
        allowed = self.may_add(actor, record)
        ends = [(kind, linkable(kind, target, actor)) for kind, target in links]
        if not (allowed or self.may_add_to(actor, record, ends)):
            raise Forbidden(_("You may not add to “%s” in this unit.") % self.label_plural)
        record.given_source = source
        self.prepare(record, actor=actor, at=at)
        attached = {"links": [{"kind": k, "target": t.number} for k, t in ends]} if ends else {}
        record = self._written(
            record, before=None, verb="create", actor=actor, at=at, reason=given_reason(reason), source=source,
            number=self.series(record, at), attached=attached,
        )  # fmt: skip
        for kind, target in ends:
            edges.add(kind=kind, source_id=record.pk, target=target, actor=actor, at=at)
        telling.of_change(self, record, None, actor=actor, at=at, moved=True)
        return record

    @in_one_transaction
    def create_and(self, verb: str, *, actor: Any, at: datetime.datetime, source: str = "page", **given: Any) -> Any:
        """Create a record and make its first move at once; where the move is refused, nothing was recorded.

        `given` is what `create` takes. Raises what `create` and `perform` raise.
        """
        made = self.create(actor=actor, at=at, source=source, **given)
        return self.perform(made, verb, rev=made.rev, actor=actor, at=at, source=source)

    @in_one_transaction
    def perform_with(
        self, record: Any, verb: str, *, sent: Iterable[tuple[str, bytes]], rev: int | None, actor: Any,
        at: datetime.datetime, source: str = "page", **given: Any,
    ) -> Any:  # fmt: skip
        """Add files, (name, bytes) each, and make a move, all or nothing. Raises what `attach` and `perform` raise."""
        added = self.exchange(record, sent=sent, keep=True, rev=rev, actor=actor, at=at, reason="", source=source)
        return self.perform(added, verb, rev=added.rev, actor=actor, at=at, source=source, **given)

    @in_one_transaction
    def edit(
        self, record: Any, *, rev: int | None, actor: Any, at: datetime.datetime, reason: str = "",
        source: str = "page", **changes: Any,
    ) -> Any:  # fmt: skip
        """Set fields of a record and give it back as written; unchanged values write nothing.

        A change outside the draft phase asks a reason (EU GMP Annex 11, clause 9), a first entry does not. Raises
        NotVisible, WrongState, Forbidden, Stale, BadRequest or Invalid.
        """
        fresh = self._locked(record, actor)
        self.check_edit(fresh, rev=rev, actor=actor)
        self._known(changes, self.editable)
        before = self.project(fresh)
        self._set(fresh, changes)
        if not (changed := changed_fields(fresh)):
            return fresh
        if why := [w for name, w in self.locked(fresh).items() if name in changed]:
            raise WrongState(*dict.fromkeys(map(str, why)))
        reason = check_reason(reason) if self.asks_reason(fresh, changed, reason) else given_reason(reason)
        fresh.given_source = source
        self.revise(fresh, actor=actor, at=at, reason=reason)
        was_owner = fresh._was["owner_id"]
        fresh = self._written(
            fresh,
            before=before,
            verb="edit",
            actor=actor,
            at=at,
            reason=reason,
            source=source,
        )
        telling.of_change(self, fresh, was_owner, actor=actor, at=at)
        return fresh

    def asks_reason(self, record: Any, changed: list[str], reason: str = "") -> bool:
        """Whether an edit of these fields has to say why (decision 16).

        What was typed as a reason is checked wherever it is given. Filling what was empty, and always was, is an entry
        and no change, but of an `explained` field; in a draft only what such a field held asks.
        """
        filled = [n for n in changed if record._was[self.fields[n].attname] not in EMPTY]
        if self.lifecycle.phase(record.state) == "draft":
            return any(n in self.explained for n in filled)
        if reason.strip() or filled or any(n in self.explained for n in changed):
            return True
        return versions.was_ever_filled(record, changed)

    def check_edit(self, record: Any, *, rev: int | None, actor: Any) -> None:
        """Refuse an edit that the record's state, the actor's rights or its revision forbid.

        Raises WrongState, Forbidden or Stale, in that order; `rev` None asks for no revision.
        """
        if self.lifecycle.phase(record.state) not in self.edit_phases:
            raise WrongState(_("%(n)s is “%(s)s” and is no longer edited.") % named(self, record))
        if not self.may_edit(actor, record):
            raise Forbidden(_("You may not edit %s.") % record.number)
        same_rev(record, rev)

    def perform(
        self, record: Any, verb: str, *, rev: int | None, actor: Any, at: datetime.datetime, reason: str = "",
        proof: Any = None, source: str = "page", **asked: Any,
    ) -> Any:  # fmt: skip
        """Move a record along its lifecycle and give it back as written.

        `asked` are values for the fields the transition asks for. A refused signing is kept in the ledger although the
        move rolls back. Raises NotVisible, WrongState, Forbidden, Stale, Unmet, Invalid, ProofRefused or TooMany.
        """
        try:
            return self._perform(
                record, verb, rev=rev, actor=actor, at=at, reason=reason, proof=proof, source=source, asked=asked
            )
        except ProofRefused as refusal:
            signing.record_refusal(record, verb, actor=actor, at=at, source=source, refusal=refusal)
            raise

    @in_one_transaction
    def _perform(
        self, record: Any, verb: str, *, rev: int | None, actor: Any, at: datetime.datetime, reason: str, proof: Any,
        source: str, asked: dict[str, Any],
    ) -> Any:  # fmt: skip
        fresh = self._locked(record, actor)
        t = self.lifecycle.find(fresh, verb, actor)
        same_rev(fresh, rev)
        require(t.guards, fresh, actor=actor, at=at)
        permit = signing.permitted(fresh, t, actor=actor, at=at) if t.signs else None
        reason = check_reason(reason) if t.reason else given_reason(reason)
        fresh.given_reason = reason  # for effects that keep it in the record
        fresh.given_source = source  # for effects that change other records by the same road
        before, was_owner, was_state = self.project(fresh), fresh.owner_id, fresh.state
        self._ask(fresh, t, asked)
        require(t.checks, fresh, actor=actor, at=at)
        for effect in t.effects:
            effect(fresh, actor=actor, at=at)
        extra = None
        if permit is not None:
            extra = signing.sign(self, fresh, t, actor=actor, at=at, proof=proof, source=source, permit=permit)
        fresh.state = t.leads_to(fresh.state)
        fresh = self._written(
            fresh, before=before, verb=verb, actor=actor, at=at, reason=reason, source=source, extra=extra,
        )  # fmt: skip
        told = telling.already(before) if fresh.state == was_state else telling.NOBODY
        telling.of_change(self, fresh, was_owner, actor=actor, at=at, moved=True, already=told)
        return fresh

    def _ask(self, record: Any, t: Transition, asked: dict[str, Any]) -> None:
        """Set the asked values. Raises BadRequest for others and Invalid where a needed one is empty."""
        self._known(asked, t.asks)
        self._set(record, asked)
        sentence = _("This is needed for “%s”.") % t.label
        missing = {n: [sentence] for n in t.needs if getattr(record, n) in (None, "", [])}
        if missing:
            raise Invalid(fields=missing)
