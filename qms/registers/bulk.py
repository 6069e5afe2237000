"""One change for many records: each by its ordinary verb, in a transaction of its own, with every check that it has.

What is signed, or asks more than a reason, is done record by record: nobody signs what he has not seen.
"""

import datetime
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.lib.errors import BadRequest, Invalid, NotVisible, Refused, WrongState
from qms.lib.text import check_reason, given_reason
from qms.lifecycle import Transition

from .road import same_rev

NOTHING: Mapping[str, Any] = MappingProxyType({})
#: The one bulk change that is no transition: another owner.
HAND_OVER = "hand_over"
#: Records of one request; each is locked, checked and written by itself.
MOST = 200
#: Attempts at what may not be done now, or not by this person: 21 CFR 11.10(f) wants a note of them.
NOTED = (403, 404, 409, 412)
noted, log = logging.getLogger("qms.refused"), logging.getLogger(__name__)


@dataclass(frozen=True)
class Seen:
    """A record as the person saw it when he chose it."""

    number: str
    rev: int


@dataclass(frozen=True)
class Outcome:
    """What became of one record. `record` is as it stands afterwards, None where it cannot be seen."""

    number: str
    status: int = 200
    sentences: list[str] = field(default_factory=list)
    record: Any = None

    @property
    def done(self) -> bool:
        """Whether the change was made, or was there already."""
        return self.status < 400


@dataclass(frozen=True)
class Offered:
    """What can be done with rows of a list: moves, and whether they can be given to another owner."""

    moves: list[Transition]
    hands_over: bool
    most: int = MOST


def moves_of(register: Any) -> dict[str, Transition]:
    """The transitions of a register that need no signature and ask nothing but a reason, or what many may answer
    alike, by verb."""
    moves = register.lifecycle.transitions
    return {verb: t for verb, t in moves.items() if t.signs is None and (t.many or not t.asks)}


def offered(register: Any, *, rows: Sequence[Any], phase: str, actor: Any) -> Offered:
    """What to offer beside a list. A role counts wherever it is held; a part in a record counts in the rows shown.

    Args:
        phase: the tab of the list, "all" for every phase; further rows of it may be loaded later.
    """
    lifecycle = register.lifecycle
    states = {s.key for s in lifecycle.states.values() if phase in ("all", s.phase)}
    found = [
        t
        for t in moves_of(register).values()
        if states & set(t.sources)
        and (t.rule(actor, None) or any(t.rule(actor, row) for row in rows if row.state in t.sources))
    ]
    edited = {s for s in states if lifecycle.phase(s) in register.edit_phases}
    hands_over = "owner" in register.editable and bool(
        edited and (register.may_edit(actor, None) or any(register.can_edit(row, actor) for row in rows))
    )
    return Offered(found, hands_over)


def step_of(register: Any, verb: str) -> Transition | None:
    """The move behind a bulk verb, None for handing over. Raises NotVisible, or Invalid for what is no bulk change."""
    if verb == HAND_OVER:
        if "owner" not in register.editable:
            raise Invalid(fields={"verb": [_("“%s” have no owner to hand over to.") % register.label_plural]})
        return None
    t = register.lifecycle.transitions.get(verb)
    if t is None:
        raise NotVisible(_("There is no “%s” here.") % verb[:60])
    if t.signs is not None:
        raise Invalid(fields={"verb": [_("“%s” is signed: open each record and sign it there.") % t.label]})
    if t.asks and not t.many:
        raise Invalid(fields={"verb": [_("“%s” asks more than a reason: open each record and do it there.") % t.label]})
    return t


def preview(register: Any, verb: str, seen: Sequence[Seen], *, actor: Any) -> list[Outcome]:
    """What would be refused for its state, right or revision. Nothing is written; guards are asked when it is done."""
    move, records = step_of(register, verb), _records(register, seen, actor)

    def may(record: Any, rev: int) -> Any:
        if move is not None:
            register.lifecycle.find(record, verb, actor)
            same_rev(record, rev)
            return record
        register.check_edit(record, rev=rev, actor=actor)
        if why := register.locked(record).get("owner"):
            raise WrongState(why)
        return record

    return [_tried(s, records, may) for s in seen]


def perform_each(
    register: Any, verb: str, seen: Sequence[Seen], *, actor: Any, clock: Callable[[], datetime.datetime],
    reason: str = "", owner: User | None = None, source: str = "page", asked: Mapping[str, Any] = NOTHING,
) -> list[Outcome]:  # fmt: skip
    """Make one change to every record by itself, and say of each whether it was done or why not.

    Args:
        verb: one of `moves_of`, or HAND_OVER with the new `owner`.
        clock: gives the time of each change.
        asked: the one answer to what the move asks.
        reason: one for all; needed for handing over and where the move asks for it.

    Raises:
        NotVisible, Invalid, BadRequest: what is asked makes no sense for any record; nothing was changed.
    """
    move = step_of(register, verb)
    if unknown := set(asked) - set(move.asks if move else ()):
        raise Invalid(fields={name: [_("This is not asked here.")] for name in sorted(unknown)})
    reason = check_reason(reason) if move is None or move.reason else given_reason(reason)
    if move is None and (owner is None or not owner.is_active):
        raise Invalid(fields={"owner": [_("Say who shall own these records: somebody who is active.")]})
    records = _records(register, seen, actor)

    def change(record: Any, rev: int) -> Any:
        common = {"rev": rev, "actor": actor, "at": clock(), "reason": reason, "source": source}
        if move is not None:
            return register.perform(record, verb, **common, **asked)
        return register.edit(record, **common, owner=owner)

    same = _("%s owned it already.") % owner.printed_name if owner else ""
    outcomes = [_tried(s, records, change, same) for s in seen]
    for o in outcomes:
        if o.status in NOTED:
            noted.warning("Refused with %d: %s of %.40r by %s", o.status, verb, o.number, actor.username)
    return outcomes


def _records(register: Any, seen: Sequence[Seen], actor: Any) -> dict[str, Any]:
    """The records that the actor may see, by number. Raises Invalid or BadRequest for a selection that is none."""
    numbers = [s.number for s in seen]
    if not numbers:
        raise Invalid(fields={"records": [_("Choose at least one record.")]})
    if len(numbers) > MOST:
        raise Invalid(fields={"records": [_("Choose at most %d records at a time.") % MOST]})
    if len(set(numbers)) < len(numbers):
        raise BadRequest(_("A record is named twice."))
    rows = register.visible(actor).filter(number__in=numbers).select_related("owner", *register.reads)
    return {record.number: record for record in rows}


def _tried(seen: Seen, records: dict[str, Any], change: Callable[[Any, int], Any], same: str = "") -> Outcome:
    """Change one record; `same` is what to say of one that the change left as it was."""
    record = records.get(seen.number)
    if record is None:
        return Outcome(seen.number, 404, [_("There is no record “%s” that you may see.") % seen.number[:60]])
    try:
        fresh = change(record, seen.rev)
    except Refused as refusal:
        return Outcome(seen.number, refusal.status, refusal.all_sentences(), record)
    except Exception:  # a fault in one record must not hide what was done to the others
        log.exception("A bulk change of %s failed", record.number)
        said = _("The program failed here and changed nothing in this record. Tell an administrator.")
        return Outcome(seen.number, 500, [said], record)
    return Outcome(seen.number, sentences=[same] if same and fresh.rev == seen.rev else [], record=fresh)
