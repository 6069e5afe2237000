"""What waits for a person: records whose next move is his, and those he owns."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from qms.accounts.reach import reach
from qms.lifecycle import next_of
from qms.records.access import visible_to
from qms.records.models import Entry, Involved, NamedDate
from qms.registers.registry import registry

LIVE = ("draft", "open")


def waiting_for(actor: Any) -> QuerySet[Entry]:
    """Live records whose next move is this person's: by name, or by a role he holds in their unit."""
    mine = Q(pk__in=Involved.objects.filter(user_id=actor.pk, part="next").values("entry"))
    for role, units in reach(actor).units_by_role.items():
        mine |= Q(waiting_role=role, unit_id__in=units)
    return _live(actor).filter(mine)


def owned_by(actor: Any) -> QuerySet[Entry]:
    """Live records this person owns and somebody else has to move on."""
    return _live(actor).filter(owner=actor).exclude(pk__in=waiting_for(actor).order_by().values("pk"))


def _live(actor: Any) -> QuerySet[Entry]:
    """With `due_on`: the due date that the record's page shows in its head, else its nearest date."""
    seen = visible_to(Entry.objects.filter(phase__in=LIVE), actor).select_related("owner", "unit")
    due = NamedDate.objects.filter(entry=OuterRef("pk"), name="due").values("on")[:1]
    dated = seen.annotate(due_on=Coalesce(Subquery(due), F("nearest")))
    return dated.order_by(F("due_on").asc(nulls_last=True), "-changed_at", "-pk")


def steps_for(entries: Sequence[Entry], actor: Any, at: datetime.datetime, *, asking: bool) -> None:
    """Write on each entry what this person can do with it now (`step`), or what its next step waits for (`waits`).

    Guards read what they need, so only a short list can ask them; a long one (`asking` False) names the steps that have
    none. One query for each register besides.
    """
    records = _records(entries)
    for entry in entries:
        register, record = registry[entry.register], records.get(entry.pk)
        if record is not None:
            found = _asked(register, record, actor, at) if asking else (_plain(register, record, actor), "")
            entry.step, entry.waits = found  # type: ignore[attr-defined]


def _records(entries: Iterable[Entry]) -> dict[int, Any]:
    """The records of these entries."""
    keys: dict[str, list[int]] = {}
    for entry in entries:
        keys.setdefault(entry.register, []).append(entry.pk)
    found: dict[int, Any] = {}
    for key, pks in keys.items():
        rows = registry[key].model.objects.filter(pk__in=pks).select_related("entry", "owner", "unit", "created_by")
        found |= {row.pk: row for row in rows}
    return found


def _plain(register: Any, record: Any, actor: Any) -> str:
    """The first step onward that this person may take and that nothing can block."""
    onward = [t for t in register.lifecycle.leaving(record.state) if t.primary]
    return next((str(t.label) for t in onward if not t.guards and t.rule(actor, record)), "")


def _asked(register: Any, record: Any, actor: Any, at: datetime.datetime) -> tuple[str, str]:
    """The first step onward that is open; or which one waits, and for what."""
    offers = [o for o in register.offers(record, actor=actor, at=at) if o.allowed]
    mine, ready = [o for o in offers if o.transition.primary], next_of(offers, record)
    if ready or not mine:
        return str(ready.transition.label) if ready else "", ""
    said = {"step": mine[0].transition.label, "why": mine[0].reasons[0]}
    return "", _("“%(step)s” waits: %(why)s") % said


def by_register(entries: list[Entry]) -> list[tuple[int, Any]]:
    """How many of these records there are of each register, with its name in words, the most first."""
    counted = Counter(entry.register for entry in entries)
    return [(n, registry[key].label if n == 1 else registry[key].label_plural) for key, n in counted.most_common()]


def by_time(entries: list[Entry], today: datetime.date) -> dict[str, list[Entry]]:
    """Late, today, without a date, this week, later; in that order, empty ones left out.

    What has no date waits for a decision, such as a report for its triage: it stands before what has time.
    """
    found: dict[str, list[Entry]] = {"late": [], "today": [], "undated": [], "week": [], "later": []}
    for entry in entries:
        found[_bucket(entry.due_on, today)].append(entry)  # type: ignore[attr-defined]
    return {name: rows for name, rows in found.items() if rows}


def soonest_first(entries: list[Entry], today: datetime.date) -> list[Entry]:
    """In the order in which `by_time` groups them."""
    return [entry for rows in by_time(entries, today).values() for entry in rows]


def _bucket(on: datetime.date | None, today: datetime.date) -> str:
    if on is None:
        return "undated"
    days = (on - today).days
    return "late" if days < 0 else "today" if days == 0 else "week" if days <= 7 else "later"
