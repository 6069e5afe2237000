"""How many records stood at which level at the end of each month, from the ratings that were kept."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

MONTHS = 12


@dataclass(frozen=True)
class Month:
    """The end of a month, and how many records had each level then."""

    end: datetime.date
    levels: Counter[str]

    @property
    def total(self) -> int:
        """All of them."""
        return self.levels.total()


def trend(rows: QuerySet[Any], today: datetime.date, months: int = MONTHS) -> list[Month]:
    """The last months, oldest first; the present one as it is today. Closed and void records count until that day."""
    days = ends(today, months)
    levels = [Counter[str]() for _day in days]
    held = rows.exclude(state="void").order_by().values_list("ratings", "closed_on")
    for ratings, closed_on in held.iterator(chunk_size=2000):
        for place, level in _levels(ratings, closed_on, days):
            levels[place][level] += 1
    return [Month(end, counted) for end, counted in zip(days, levels, strict=True)]


def ends(today: datetime.date, months: int) -> list[datetime.date]:
    """Last days of the months before, and today."""
    found, day = [today], today
    while len(found) < months:
        day = day.replace(day=1) - datetime.timedelta(days=1)
        found.append(day)
    return found[::-1]


def _levels(
    ratings: list[dict[str, Any]], closed_on: datetime.date | None, days: list[datetime.date]
) -> Iterator[tuple[int, str]]:
    """(place of the day, level then) of one record, for the days on which it had a rating and was not closed."""
    made = [(row["on"], row["level"]) for row in ratings if row["kind"] == "current"]
    level, following = "", 0
    for place, day in enumerate(days):
        if closed_on is not None and closed_on <= day:
            return
        text = day.isoformat()
        while following < len(made) and made[following][0] <= text:
            level = made[following][1]
            following += 1
        if level:
            yield place, level
