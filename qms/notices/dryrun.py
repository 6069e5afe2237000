"""The dry run: what a sweep would tell, found by sweeping for real in a transaction that is rolled back."""

import datetime
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from qms.records.access import visible_to
from qms.records.models import Entry

from .models import Notice, SweptDay
from .placing import holidays_of, placed
from .reminders import hold, sweep_notices, time_zones
from .rules import DEFAULT, Rule, Share, book
from .words import CLOCK, REMINDER, clock_moment, reminder_of
from .zones import zone_of

MOST = 200  # rows that are shown; all are counted
AHEAD = 30  # days over which a rule is tried before it is put in force
MANY = 1000  # notices on one day, or people, of which a rule asks first


@dataclass(frozen=True)
class Told:
    """One notice that would be made, the rule behind it, and when it falls due where the entry's unit is."""

    notice: Notice
    rule: Rule
    due: datetime.datetime

    @property
    def channels(self) -> list[str]:
        """`app`, and `mail` or `mail at once`, and `webhook`."""
        at_once = self.notice.at_once or self.notice.statutory
        mail = ["mail at once" if at_once else "mail"] if self.notice.by_mail else []
        return ["app", *mail, *(["webhook"] if self.notice.by_hook else [])]


@dataclass(frozen=True)
class DryRun:
    """How many notices there would be, and the first of them that the reader may see."""

    count: int
    visible: int
    rows: list[Told]

    @property
    def hidden(self) -> int:
        """Those about records that the reader may not see."""
        return self.count - self.visible


@dataclass(frozen=True)
class Forecast:
    """What one rule would make over the coming days, were it in force now."""

    by_day: dict[datetime.date, int]
    people: int

    @property
    def total(self) -> int:
        """Notices over all days."""
        return sum(self.by_day.values())

    @property
    def worst(self) -> tuple[datetime.date, int]:
        """The day with the most notices, and their number."""
        return max(self.by_day.items(), key=lambda one: one[1])

    @property
    def asks(self) -> bool:
        """Whether it tells so many at once that somebody has to confirm it."""
        return max(self.worst[1], self.people) > MANY


def at_instant(at: datetime.datetime, *, most: int = MOST) -> DryRun:
    """What `manage.py tick --at` would tell, with what it would make up for."""
    with _undone() as made:
        share = book().shares()
        sweep_notices(at=at, share=share)
        return _run(made(), share, most=most)


def on_day(
    day: datetime.date, *, rule: Rule | None = None, actor: Any = None, alone: bool = False, most: int = MOST
) -> DryRun:
    """What sweeps would tell until the end of a day, each unit in its own time zone.

    rule: as if it were in force, and only what it tells. actor: show only what he may see. alone: that day only, the
    days before being taken as swept; else what was missed is made up for, as a sweep would.
    """
    with _undone() as made:
        share = book().with_rule(rule).share_of(rule) if rule else book().shares()
        if alone:
            SweptDay.objects.filter(pk__in=time_zones()).update(day=day)
        _sweep_day(day, share, rules_only=rule is not None)
        return _run(made(), share, actor=actor, day=day, most=most)


def forecast(rule: Rule, *, at: datetime.datetime, days: int = AHEAD) -> Forecast:
    """What the rule would tell from the day of `at` on, if the records stay as they are."""
    with _undone() as made:
        share = book().with_rule(rule).share_of(rule)
        today, by_day = timezone.localdate(at), Counter[datetime.date]()
        for day in (today + datetime.timedelta(days=n) for n in range(days)):
            SweptDay.objects.filter(pk__in=time_zones()).update(day=day)
            by_day[day] = _sweep_day(day, share, rules_only=True)
        return Forecast(dict(by_day), made().values("user").distinct().count())


@contextmanager
def _undone() -> Iterator[Any]:
    """Roll back whatever is done inside. Gives a function for what was told of dates and clocks meanwhile.

    The locks of all time zones are taken first, so that no other sweep puts its rows among them.
    """
    with transaction.atomic():
        for zone in time_zones():
            hold(zone)
        last = Notice.objects.aggregate(last=Max("pk"))["last"] or 0
        ours = Q(rule__regex=f"^{REMINDER.pattern}$") | Q(rule__startswith=CLOCK)
        yield lambda: Notice.objects.filter(ours, pk__gt=last)
        transaction.set_rollback(True)


def _sweep_day(day: datetime.date, share: Share, *, rules_only: bool) -> int:
    ends = ((zone, datetime.datetime.combine(day, datetime.time.max, zone_of(zone))) for zone in time_zones())
    return sum(sweep_notices(at=end, zones=[zone], share=share, rules_only=rules_only) for zone, end in ends)


def _run(
    notices: QuerySet[Notice], share: Share, *, most: int, actor: Any = None, day: datetime.date | None = None
) -> DryRun:
    count, shown = notices.count(), notices
    if actor is not None:
        shown = notices.filter(Exists(visible_to(Entry.objects.filter(pk=OuterRef("entry_id")), actor)))
    rules = {(rule.number, rule.statutory): rule for rule, _theirs in share}
    rows = shown.select_related("user", "entry__unit", "instead_of").order_by("on", "entry_id", "user_id", "rule")[
        :most
    ]
    return DryRun(count, count if actor is None else shown.count(), [_told(n, rules, day) for n in rows])


def _told(notice: Notice, rules: dict[tuple[str, bool], Rule], day: datetime.date | None) -> Told:
    assert notice.entry is not None
    if notice.rule.startswith(CLOCK):
        return Told(notice, DEFAULT, clock_moment(notice.rule).astimezone(zone_of(notice.entry.unit.time_zone)))
    rule, unit = rules.get((notice.told_by, notice.statutory), DEFAULT), notice.entry.unit
    country = holidays_of(unit.country) if rule.working_days else None
    meant = placed(notice.on, reminder_of(notice)[1], country)
    due = datetime.datetime.combine(meant, datetime.time(rule.hour), zone_of(unit.time_zone))
    if day is not None:  # the sweep looked at the end of the day; it would have spoken at the hour of the rule
        notice.at = datetime.datetime.combine(day, datetime.time(rule.hour), zone_of(unit.time_zone))
    return Told(notice, rule, due)
