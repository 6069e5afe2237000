"""Reminders of named dates, set-based: one INSERT … SELECT per time zone and kind of reader, safe to repeat.

Days are counted in the time zone of the entry's unit. Each day is swept as often as one likes while it lasts; days
that were missed because nothing ran are swept once it runs again, so nothing is lost and nobody is flooded.
"""

import datetime
from collections.abc import Callable, Iterator
from functools import cache

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from qms.accounts.models import Unit, User
from qms.accounts.reach import reach
from qms.records.access import visible_to
from qms.records.models import Entry, NamedDate

from .insert import insert_reminders
from .models import SweptDay
from .zones import zone_of

BEFORE = (30, 7, 1)
AFTER = (1, 7, 14)
OFFSETS = (*(-n for n in BEFORE), 0, *AFTER)
LIVE_PHASES = ("draft", "open")
MANAGER = "quality_manager"
CATCH_UP = 60  # days; what was missed longer ago is history, not news

Holders = Callable[[str], list[tuple[User, frozenset[int]]]]


def remind(*, at: datetime.datetime) -> int:
    """Make every reminder that is due at `at` and does not exist yet; gives their number."""
    holders = cache(_holders)
    zones = Unit.objects.order_by("time_zone").values_list("time_zone", flat=True).distinct()
    return sum(_sweep_zone(zone, holders, at) for zone in zones)


def hold(name: str) -> SweptDay:
    """Lock the row of that name until the transaction ends; makes it if need be. One process at a time gets past."""
    SweptDay.objects.bulk_create([SweptDay(time_zone=name)], ignore_conflicts=True)
    return SweptDay.objects.select_for_update().get(pk=name)


def _sweep_zone(zone: str, holders: Holders, at: datetime.datetime) -> int:
    today = at.astimezone(zone_of(zone)).date()
    with transaction.atomic():
        swept = hold(zone)
        count = sum(_sweep_day(day, zone, holders, at) for day in _days(swept.day, today))
        if swept.day is None or swept.day < today:
            swept.day = today
            swept.save(update_fields=["day"])
    return count


def _days(last: datetime.date | None, today: datetime.date) -> Iterator[datetime.date]:
    """Today, before it the days that no sweep has seen."""
    missed = min((today - last).days, CATCH_UP) if last and last < today else 1
    for back in range(missed - 1, -1, -1):
        yield today - datetime.timedelta(days=back)


def _sweep_day(day: datetime.date, zone: str, holders: Holders, at: datetime.datetime) -> int:
    """Tell the owner and whoever has to make the next move, in person or by role; managers of what is overdue."""
    steps = {day - datetime.timedelta(days=offset): offset for offset in OFFSETS}
    dates = NamedDate.objects.filter(on__in=steps, entry__phase__in=LIVE_PHASES, entry__unit__time_zone=zone)
    owned = dates.filter(entry__owner__is_active=True)
    awaited = dates.filter(entry__involved__part="next", entry__involved__user__is_active=True)
    count = insert_reminders(owned, to="entry__owner", steps=steps, at=at)
    count += insert_reminders(awaited, to="entry__involved__user", steps=steps, at=at)
    overdue = Q(on__in=[on for on, offset in steps.items() if offset > 0])
    which = {role: Q(entry__waiting_role=role) for role in _waiting_roles(dates)}
    which[MANAGER] = which.get(MANAGER, Q(pk=None)) | overdue | ~Q(entry__owner__is_active=True)
    for role, theirs in which.items():
        for person, units in holders(role):
            seen = visible_to(Entry.objects.filter(pk=OuterRef("entry_id"), unit_id__in=units), person)
            count += insert_reminders(dates.filter(Exists(seen)).filter(theirs), to=person, steps=steps, at=at)
    return count


def _waiting_roles(dates: QuerySet[NamedDate]) -> list[str]:
    """The roles whose move is next in the entries of these dates."""
    roles = dates.exclude(entry__waiting_role="").order_by().values_list("entry__waiting_role", flat=True)
    return list(roles.distinct())


def _holders(role: str) -> list[tuple[User, frozenset[int]]]:
    """Active people who hold the role, with the units in which they hold it."""
    people = User.objects.filter(is_active=True, grants__role=role).distinct().order_by("pk")
    found = [(person, reach(person).unit_ids([role])) for person in people]
    return [(person, units) for person, units in found if units]
