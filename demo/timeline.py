"""Many stories, told side by side in the order of time.

A story is a list of steps, each on its day. Steps of all stories are taken by their moments: so numbers rise with the
days, nothing refers to what comes later, and the ledger reads like a diary.
"""

import datetime
import heapq
import itertools
import random
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any

from django.utils import timezone

Step = tuple[int, Callable[[], Any]]

SEED = "fennwick"
FRIDAY = 4
#: When the work of a weekday begins, and over how many hours its steps are spread. What falls on a weekend is done in
#: the later hours of the Friday before, so that the order of days is kept.
HOURS = {0: ("08:20", 8), FRIDAY: ("08:20", 4), FRIDAY + 1: ("12:40", 2), FRIDAY + 2: ("15:10", 2)}
APART = datetime.timedelta(minutes=4)


class Timeline:
    """Days are counted from today: -400 is past, 12 is to come. Nobody works at weekends."""

    def __init__(self, today: datetime.datetime) -> None:
        self.today = today
        self._date = timezone.localdate(today)
        self._now = today - datetime.timedelta(days=1000)
        self._chance = random.Random(SEED)
        self._order = itertools.count()
        self._steps: list[tuple[datetime.datetime, int, Callable[[], Any]]] = []

    def day(self, offset: int) -> datetime.date:
        """The date of a day; for a weekend the Friday before it, or in days to come the Monday after it."""
        date = self._date + datetime.timedelta(days=offset)
        beyond = date.weekday() - FRIDAY
        if beyond <= 0 or offset == 0:
            return date
        return date + datetime.timedelta(days=3 - beyond if offset > 0 else -beyond)

    def tell(self, story: Iterable[Step]) -> None:
        """Add the steps of a story; those of one day are taken in the order given."""
        last = None
        for offset, step in sorted(story, key=itemgetter(0)):
            moment = self._moment(offset)
            if last is not None:
                moment = max(moment, last + APART)
            heapq.heappush(self._steps, (moment, next(self._order), step))
            last = moment

    def run(self) -> None:
        """Take all steps."""
        while self._steps:
            moment, _order, step = heapq.heappop(self._steps)
            self._now = max(self._now, moment)
            step()

    @property
    def now(self) -> datetime.datetime:
        """The moment of the last change, to the minute."""
        return self._now.replace(second=0, microsecond=0)

    def at(self) -> datetime.datetime:
        """The moment of the next change, later than every one before. Raises ValueError when it lies after today."""
        self._now += datetime.timedelta(seconds=self._chance.randint(20, 90))
        if self._now > self.today:
            raise ValueError(f"{self._now} lies after {self.today}")
        return self._now

    def _moment(self, offset: int) -> datetime.datetime:
        """A moment in the working hours of a day."""
        weekday = (self._date + datetime.timedelta(days=offset)).weekday()
        start, hours = HOURS.get(weekday, HOURS[0])
        moment = datetime.datetime.combine(self.day(offset), datetime.time.fromisoformat(start))
        return timezone.make_aware(moment) + datetime.timedelta(seconds=self._chance.randrange(hours * 3600))
