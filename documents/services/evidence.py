"""Delivering evidence in one step, as a pipeline does it; and what was delivered running out."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest, Forbidden, Invalid, WrongState
from qms.records import write as door
from qms.records.access import sees
from qms.records.transactions import in_one_transaction
from qms.registers import registry
from qms.registers.clockwork import move_each

from ..lifecycle.evidence import DELIVERED
from ..lifecycle.evidence_effects import same_content
from ..models import EvidenceItem

KEY = "evidence-items"
MOST_OF_A_SWEEP = 500
MOST_FILES = 20


@dataclass(frozen=True)
class Delivery:
    """What one call brings. `values`: fields of the item; `files`: (name, bytes); `records`: numbers it evidences."""

    external_id: str
    values: dict[str, Any] = field(default_factory=dict)
    files: tuple[tuple[str, bytes], ...] = ()
    records: tuple[str, ...] = ()


@dataclass(frozen=True)
class Delivered:
    """The item after the call: `new` where it was made, `changed` where a version was added."""

    record: EvidenceItem
    new: bool
    changed: bool


@in_one_transaction
def deliver(brought: Delivery, *, actor: Any, at: datetime.datetime, source: str, by: str = "") -> Delivered:
    """Make the item with this external id, or deliver a newer version of it; the same content again changes nothing.

    `by` is shown as its source where the caller names none: the token's name. The person whose token it is delivers.
    All or nothing. Raises BadRequest, Forbidden, Invalid, WrongState, TooLarge or WrongType.
    """
    register: Any = registry[KEY]
    external_id = brought.external_id.strip()
    if not external_id:
        raise Invalid(fields={"external_id": [_("Name it, so that the next run finds the same item again.")]})
    if len(brought.files) > MOST_FILES:
        raise BadRequest(_("At most %d files in one delivery.") % MOST_FILES)
    values = {"source_kind": "tool", "origin": by, **{n: v for n, v in brought.values.items() if v not in (None, "")}}
    common = {"actor": actor, "at": at, "source": source}
    there = EvidenceItem.objects.filter(external_id=external_id).first()
    if there is None:
        links = [("evidences", number) for number in brought.records]
        there = register.create(**common, external_id=external_id, links=links, **values)
        return Delivered(_handed_in(register, there, values, brought.files, common), True, True)
    if not sees(actor, there):
        raise Forbidden(_("The external id “%s” belongs to an item that you may not see.") % external_id[:60])
    record = door.lock(EvidenceItem, there.pk)
    if record.state == "void":
        raise WrongState(_("%s is void: choose another external id.") % record.number)
    if _brings_the_same(record, values, brought.files):
        return Delivered(record, False, False)
    return Delivered(
        _handed_in(register, _opened(register, record, common), values, brought.files, common), False, True
    )


def _handed_in(register: Any, record: Any, values: dict[str, Any], files: Any, common: dict[str, Any]) -> Any:
    """The record with the files sent in place of those it held, and delivered: one version, whatever it held before."""
    if files and record.entry.attached.get("files"):
        why = _("Replaced by a newer version.")
        record = register.exchange(record, sent=files, rev=None, reason=why, **common)
    else:
        for name, data in files:
            record = register.attach(record, name=name, data=data, rev=None, **common)
    said = {"shows": record.shows or record.title, **{n: v for n, v in values.items() if n in DELIVERED}}
    return register.perform(record, "deliver", rev=None, **common, **said)


def _opened(register: Any, record: Any, common: dict[str, Any]) -> Any:
    """The record in a state from which it can be delivered."""
    if record.state in ("accepted", "expired"):
        return register.perform(record, "renew", rev=None, owner=record.owner or common["actor"], **common)
    return record


def _brings_the_same(record: EvidenceItem, values: dict[str, Any], files: Iterable[tuple[str, bytes]]) -> bool:
    """Whether the last version has these values and files. An item that ran out is delivered anew all the same."""
    if record.state in ("expired", "requested", "returned") or not same_content(record):
        return False
    held = sorted((f["name"], f["sha256"]) for f in record.entry.attached.get("files", []))
    sent = sorted((name, sha256(data).hexdigest()) for name, data in files)
    fields = {n: v for n, v in values.items() if n in DELIVERED}
    return (not sent or sent == held) and all(getattr(record, n) == v for n, v in fields.items())


def let_run_out(*, at: datetime.datetime, source: str = "job:evidence") -> int:
    """Move what is no longer valid to “expired”, in the clock's name; gives how many. Safe to run twice."""
    over = EvidenceItem.objects.filter(state="accepted", valid_until__lt=timezone.localdate(at))
    some = over.select_related("entry").order_by("valid_until")[:MOST_OF_A_SWEEP]
    return move_each(registry[KEY], "expire", some, at=at, source=source)
