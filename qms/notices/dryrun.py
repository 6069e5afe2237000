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

from . import absence
from .gathering import unwanted
from .models import Notice, SweptDay
from .placing import holidays_of, placed
from .reminders import hold, later, moments, sweep_notices, time_zones
from .rules import DEFAULT, Rule, Share, book
from .words import CLOCK, REMINDER, clock_moment, reminder_of, told_on
from .zones import zone_of

MOST = 200  # rows that are shown; all are counted
AHEAD = 30  # days over which a rule is tried before it is put in force
MANY = 1000  # notices on one day, or people, of which a rule asks first


@dataclass(frozen=True)
class Told:
    """One notice that would be made, the rule behind it, and when it is told, in the time zone of the entry's unit."""

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
    with _undone() as trial:
        share = book().shares()
        sweep_notices(at=at, share=share)
        return _run(trial, share, at=at, most=most)


def on_day(
    day: datetime.date, *, rule: Rule | None = None, actor: Any = None, since: datetime.datetime | None = None,
    alone: bool = False, most: int = MOST,
) -> DryRun:  # fmt: skip
    """What sweeps would tell until the end of a day, each unit in its own time zone.

    rule: as if it were in force, and only what it tells. actor: show only what he may see. alone: that day only, hour
    by hour from `since` (default: its beginning) on, the time before being taken as swept; else one sweep at the end of
    the day, which makes up for what was missed.
    """
    with _undone() as trial:
        share = book().with_rule(rule).share_of(rule) if rule else book().shares()
        if alone:
            SweptDay.objects.filter(pk__in=time_zones()).update(day=day)
            if rule is None:
                _tell_the_hours(day, since, trial)
        _sweep_day(day, share, rules_only=rule is not None)
        return _run(trial, share, actor=actor, day=day, since=since if alone else None, most=most)


def forecast(rule: Rule, *, at: datetime.datetime, days: int = AHEAD) -> Forecast:
    """What the rule would tell from the day of `at` on, if the records stay as they are."""
    with _undone() as trial:
        share = book().with_rule(rule).share_of(rule)
        today, by_day = timezone.localdate(at), Counter[datetime.date]()
        for day in (today + datetime.timedelta(days=n) for n in range(days)):
            SweptDay.objects.filter(pk__in=time_zones()).update(day=day)
            by_day[day] = _sweep_day(day, share, rules_only=True)
        return Forecast(dict(by_day), trial.made().values("user").distinct().count())


class _Trial:
    """What has been told of dates and clocks since it began, or since `forget`."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """What has been told until now does not count."""
        self._last = Notice.objects.aggregate(last=Max("pk"))["last"] or 0

    def made(self) -> QuerySet[Notice]:
        """The notices that count."""
        ours = Q(rule__regex=f"^{REMINDER.pattern}$") | Q(rule__startswith=CLOCK)
        return Notice.objects.filter(ours, pk__gt=self._last)


@contextmanager
def _undone() -> Iterator[_Trial]:
    """Roll back whatever is done inside.

    The locks of all time zones are taken first, so that no other sweep puts its rows among them.
    """
    with transaction.atomic():
        for zone in time_zones():
            hold(zone)
        yield _Trial()
        transaction.set_rollback(True)


def _bounds(day: datetime.date, zone: str) -> tuple[datetime.datetime, datetime.datetime]:
    """The first and the last instant of a day in a time zone."""
    times = (datetime.time.min, datetime.time.max)
    first, last = (datetime.datetime.combine(day, time, zone_of(zone)) for time in times)
    return first, last


def _tell_the_hours(day: datetime.date, since: datetime.datetime | None, trial: _Trial) -> None:
    """What clocks of the law tell in the course of a day, each step at its moment, as sweeps every minute would."""
    starts = {zone: _bounds(day, zone)[0] for zone in time_zones()}
    for zone, start in starts.items():
        if since is None or since < start:
            _tell_later(start, zone)
            absence.pass_on(start)
    trial.forget()
    for zone, start in starts.items():
        end = _bounds(day, zone)[1]
        if since is not None and start <= since <= end:
            start = since
            _tell_later(start, zone)
        for at in sorted({at for step in moments for at in step(start, end, [zone])}):
            _tell_later(at, zone)


def _tell_later(at: datetime.datetime, zone: str) -> None:
    for step in later:
        step(at, [zone])


def _sweep_day(day: datetime.date, share: Share, *, rules_only: bool) -> int:
    ends = ((zone, _bounds(day, zone)[1]) for zone in time_zones())
    return sum(sweep_notices(at=end, zones=[zone], share=share, rules_only=rules_only) for zone, end in ends)


def _run(
    trial: _Trial, share: Share, *, most: int, actor: Any = None, at: datetime.datetime | None = None,
    day: datetime.date | None = None, since: datetime.datetime | None = None,
) -> DryRun:  # fmt: skip
    notices = trial.made()
    end = datetime.datetime.combine(day, datetime.time.max, datetime.UTC) if day else at
    if end is not None:  # whoever wants no mail, or is away, gets none
        notices.filter(unwanted(end), by_mail=True).update(by_mail=False)
    count, shown = notices.count(), notices
    if actor is not None:
        shown = notices.filter(Exists(visible_to(Entry.objects.filter(pk=OuterRef("entry_id")), actor)))
    rules = {(rule.number, rule.statutory): rule for rule, _theirs in share}
    rows = shown.select_related("user", "entry__unit", "instead_of").order_by("on", "entry_id", "user_id", "rule")
    told = [_told(notice, rules, day, at or since) for notice in rows[:most]]
    told.sort(key=lambda one: (one.due, str(one.notice.entry), one.notice.user.username, one.notice.rule))
    return DryRun(count, count if actor is None else shown.count(), told)


def _told(
    notice: Notice, rules: dict[tuple[str, bool], Rule], day: datetime.date | None, at: datetime.datetime | None
) -> Told:  # fmt: skip
    """A notice with the hour at which it is told: its own, or later, where its day is made up for.

    day: the day of the dry run, that of `at` if None. at: from when on it is told; None: from the hour of its rule on.
    """
    assert notice.entry is not None
    zone = zone_of(notice.entry.unit.time_zone)
    if notice.rule.startswith(CLOCK):
        rule, due = DEFAULT, clock_moment(notice.rule).astimezone(zone)
    else:
        rule = rules.get((notice.told_by, notice.statutory), DEFAULT)
        country = holidays_of(notice.entry.unit.country) if rule.working_days else None
        meant = placed(notice.on, reminder_of(notice)[1], country)
        due = datetime.datetime.combine(meant, datetime.time(rule.hour), zone)
    asked = day or told_on(notice, at)
    if due.date() != asked:
        hour = datetime.time(0 if notice.rule.startswith(CLOCK) else rule.hour)
        there = at is not None and told_on(notice, at) == asked
        due = at.astimezone(zone) if at and there else datetime.datetime.combine(asked, hour, zone)
    return Told(notice, rule, due)
