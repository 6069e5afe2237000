"""Reminders of named dates, set-based: one INSERT … SELECT per time zone, rule and kind of reader, safe to repeat.

Days are counted in the time zone of the entry's unit, and a rule tells from its hour on. Each day is swept as often
as one likes while it lasts; days that were missed because nothing ran are swept once it runs again, all at once: of
each date the last step that was reached is told, so nothing is lost and nobody is told the same twice. A sweep in the
same hour as the one before looks only at entries that changed since; the first of an hour looks at all of them, and
so sees people who got a role meanwhile.
"""

import datetime
import hashlib
from collections.abc import Callable, Collection, Iterator
from functools import cache, partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from qms.accounts.models import Unit, User
from qms.accounts.reach import reach
from qms.records.access import visible_to
from qms.records.models import Entry, NamedDate

from . import absence
from .insert import Because, insert_reminders, prefer_lookups
from .models import SweptDay
from .placing import holidays_of, steps_over
from .rules import MANAGER, Rule, Share, book
from .zones import zone_of

LIVE_PHASES = ("draft", "open")
CATCH_UP = 60  # days; what was missed longer ago is history, not news
HOUR = datetime.timedelta(hours=1)
OVERLAP = datetime.timedelta(minutes=10)  # how long a change may take from its instant until others see it
ANY = Q(pk__isnull=False)

Moments = Callable[[datetime.datetime, datetime.datetime, Collection[str]], list[datetime.datetime]]
Holders = Callable[[str], list[tuple[User, frozenset[int]]]]
Later = Callable[[datetime.datetime, Collection[str] | None], int]
#: What floors above tell in the same sweep, of units in these time zones (None: all); each may run twice.
later: list[Later] = []
#: When between two instants they will have something to tell in units of these time zones: for the dry run of a day.
moments: list[Moments] = []


def sweep_notices(
    *, at: datetime.datetime, zones: Collection[str] | None = None, share: Share | None = None, rules_only: bool = False
) -> int:
    """Everything that a sweep makes of dates at `at`; gives the number of new notices. The dry run calls the same.

    zones: only units in these time zones. share: instead of the rules in force. rules_only: not what floors above tell.
    Last, deputies are told what those who are away were.
    """
    count = remind(at=at, zones=zones, share=share)
    if not rules_only:
        count += sum(step(at, zones) for step in later)
    return count + absence.pass_on(at)


def remind(*, at: datetime.datetime, zones: Collection[str] | None = None, share: Share | None = None) -> int:
    """Make every reminder that is due at `at` and does not exist yet; gives their number."""
    share = book().shares() if share is None else share
    holders = cache(_holders)
    return sum(_sweep_zone(zone, share, holders, at) for zone in (time_zones() if zones is None else zones))


def time_zones() -> list[str]:
    """The time zones of the units, in the order in which a sweep takes them."""
    return list(Unit.objects.order_by("time_zone").values_list("time_zone", flat=True).distinct())


def hold(name: str) -> SweptDay:
    """Lock the row of that name until the transaction ends; makes it if need be. One process at a time gets past."""
    SweptDay.objects.bulk_create([SweptDay(time_zone=name)], ignore_conflicts=True)
    return SweptDay.objects.select_for_update().get(pk=name)


def _sweep_zone(zone: str, share: Share, holders: Holders, at: datetime.datetime) -> int:
    now = at.astimezone(zone_of(zone))
    under = hashlib.sha256(repr([(rule.number, rule.statutory) for rule, _theirs in share]).encode()).hexdigest()
    count = 0
    with transaction.atomic():
        swept = hold(zone)
        prefer_lookups()
        changed = _changed_since(swept, now, under)
        days = list(_days(swept.day, now.date()))
        for rule, theirs in share:
            if due := days if now.hour >= rule.hour else days[:-1]:
                count += _sweep_days(due, zone, rule, theirs & changed, holders, at)
        swept.day, swept.at, swept.under = max(swept.day or now.date(), now.date()), at, under
        swept.save(update_fields=["day", "at", "under"])
    return count


def _changed_since(swept: SweptDay, now: datetime.datetime, under: str) -> Q:
    """The dates at which a sweep has to look: all, or those of entries that changed since the one before.

    All, unless that one was in the same hour of the same day and followed the same rules.
    """
    if swept.at is None or swept.day != now.date() or swept.under != under:
        return ANY
    last = swept.at.astimezone(now.tzinfo)
    if last.hour != now.hour or not datetime.timedelta(0) <= now - last < HOUR:
        return ANY
    return Q(entry__changed_at__gte=swept.at - OVERLAP)


def _days(last: datetime.date | None, today: datetime.date) -> Iterator[datetime.date]:
    """Today; before it the days that no sweep has seen, and the last that one saw: its later hours may be missing."""
    back = min((today - last).days, CATCH_UP) if last and last < today else 0
    for days in range(back, -1, -1):
        yield today - datetime.timedelta(days=days)


def _sweep_days(
    days: list[datetime.date], zone: str, rule: Rule, theirs: Q, holders: Holders, at: datetime.datetime
) -> int:  # fmt: skip
    """What one rule tells on these days; country by country where free days move a notice."""
    dates = NamedDate.objects.filter(theirs, entry__phase__in=LIVE_PHASES, entry__unit__time_zone=zone)
    if not rule.working_days:
        return _tell(dates, rule, steps_over(rule.offsets, days, None), holders, at)
    count = 0
    for country in Unit.objects.filter(time_zone=zone).order_by("country").values_list("country", flat=True).distinct():
        there = dates.filter(entry__unit__country=country)
        count += _tell(there, rule, steps_over(rule.offsets, days, holidays_of(country)), holders, at)
    return count


def _tell(
    dates: QuerySet[NamedDate], rule: Rule, due: dict[datetime.date, int], holders: Holders, at: datetime.datetime
) -> int:  # fmt: skip
    """Tell the owner and whoever has to make the next move, in person or by role; then everybody else of the rule."""
    dates = dates.filter(on__in=due)
    if not due or not dates.exists():
        return 0
    put = partial(insert_reminders, rule=rule, steps=due, at=at)
    count = 0
    if "owner" in rule.to:
        count += put(dates.filter(entry__owner__is_active=True), to="entry__owner", why="owner")
    if "next" in rule.to:
        awaited = dates.filter(entry__involved__part="next", entry__involved__user__is_active=True)
        count += put(awaited, to="entry__involved__user", why="next")
    for person in User.objects.filter(pk__in=rule.people, is_active=True).order_by("pk") if rule.people else ():
        count += put(dates.filter(_seen(person)), to=person, why="named")
    waiting = _waiting_roles(dates) if "next" in rule.to else []
    for role, because in _by_role(waiting, rule, due).items():
        asked = Q()
        for one, _why in because:
            asked |= one
        for person, units in holders(role):
            count += put(dates.filter(asked, _seen(person, units)), to=person, why=because)
    return count


def _seen(person: User, units: frozenset[int] | None = None) -> Exists:
    """That the person may see the entry, and that it is in one of the units where he holds the role."""
    entries = Entry.objects.filter(pk=OuterRef("entry_id"))
    return Exists(visible_to(entries if units is None else entries.filter(unit_id__in=units), person))


def _by_role(waiting: list[str], rule: Rule, due: dict[datetime.date, int]) -> dict[str, Because]:
    """Roles whose holders are told, each with of which of the dates and why."""
    found: dict[str, Because] = {}
    for role in waiting:
        found.setdefault(role, []).append((Q(entry__waiting_role=role), f"turn:{role}"))
    for role in (*rule.roles, *([MANAGER] if "manager" in rule.to else [])):
        found.setdefault(role, []).append((ANY, f"role:{role}"))
    for start, role in rule.escalations:
        if reached := [on for on, offset in due.items() if offset >= start]:
            found.setdefault(role, []).append((Q(on__in=reached), f"late:{role}"))
    if "owner" in rule.to:  # what nobody owns has a manager
        found.setdefault(MANAGER, []).append((~Q(entry__owner__is_active=True), f"unowned:{MANAGER}"))
    return found


def _waiting_roles(dates: QuerySet[NamedDate]) -> list[str]:
    """The roles whose move is next in the entries of these dates."""
    theirs = dates.exclude(entry__waiting_role="").order_by()
    return list(theirs.values_list("entry__waiting_role", flat=True).distinct())


def _holders(role: str) -> list[tuple[User, frozenset[int]]]:
    """Active people who hold the role, with the units in which they hold it."""
    people = User.objects.filter(is_active=True, grants__role=role).distinct().order_by("pk")
    found = [(person, reach(person).unit_ids([role])) for person in people]
    return [(person, units) for person, units in found if units]
