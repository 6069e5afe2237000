"""What a hand-over gave to whom, as the ledger has it (requirement MK-10)."""

import json
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from qms.accounts.models import User
from qms.records.models import LedgerRow

from .leaving import Item
from .models import HandOver
from .registry import registry


def handed_over(row: HandOver, *, most: int) -> list[Item]:
    """The records that somebody else was put into, each with the fields in which, and who; three queries."""
    rows = list(_rows(row).select_related("entry").order_by("entry__register", "entry", "rev")[:most])
    before = {(r.entry_id, r.rev): _record(r) for r in _before(row, [r.entry_id for r in rows])}
    people = User.objects.in_bulk({row.to_id, *row.takers.values()})
    found: dict[int, Item] = {}
    for done in rows:
        assert done.entry is not None
        was = before.get((done.entry_id, (done.rev or 0) - 1), {})
        fields = _changed(done.entry.register, was, _record(done))
        earlier = found[done.entry_id].fields if done.entry_id in found else ()
        taker = people.get(row.takers.get(done.entry.register, row.to_id))
        found[done.entry.pk] = Item(done.entry, tuple(dict.fromkeys([*earlier, *fields])), taker=taker)
    return list(found.values())


def _rows(row: HandOver) -> QuerySet[LedgerRow]:
    rows = LedgerRow.objects.filter(action__endswith=".hand_over", actor=row.actor, reason=row.reason)
    return rows.filter(at__gte=row.begun_at, entry__isnull=False)


def _before(row: HandOver, ids: list[int | None]) -> QuerySet[LedgerRow]:
    """Of each record, the revision before the one that the hand-over wrote."""
    after = _rows(row).filter(entry=OuterRef("entry"), rev=OuterRef("next"))
    return LedgerRow.objects.filter(entry__in=ids).annotate(next=F("rev") + 1).filter(Exists(after)).order_by()


def _record(row: LedgerRow) -> dict[str, Any]:
    return dict(json.loads(bytes(row.body)).get("record", {}))


def _changed(key: str, was: dict[str, Any], now: dict[str, Any]) -> list[str]:
    register = registry[key]
    attributes = {name: register.fields[name].attname for name in register.duties()}
    return [name for name, at in attributes.items() if was.get(at) != now.get(at)]
