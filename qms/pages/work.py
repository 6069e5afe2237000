"""What waits for a person: records whose next move is his, and those he owns."""

import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from qms.accounts.reach import reach
from qms.records.access import visible_to
from qms.records.models import Entry, Involved

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
    seen = visible_to(Entry.objects.filter(phase__in=LIVE), actor).select_related("owner", "unit")
    return seen.order_by(F("nearest").asc(nulls_last=True), "-changed_at", "-pk")


def by_time(entries: list[Entry], today: datetime.date) -> dict[str, list[Entry]]:
    """Late, today, this week, later, without a date; in that order, empty ones left out."""
    found: dict[str, list[Entry]] = {"late": [], "today": [], "week": [], "later": [], "undated": []}
    for entry in entries:
        found[_bucket(entry.nearest, today)].append(entry)
    return {name: rows for name, rows in found.items() if rows}


def _bucket(on: datetime.date | None, today: datetime.date) -> str:
    if on is None:
        return "undated"
    days = (on - today).days
    return "late" if days < 0 else "today" if days == 0 else "week" if days <= 7 else "later"
