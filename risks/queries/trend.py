"""How many records stood at which level at the end of each month, from the ratings that were kept."""

import datetime
from collections import Counter
from collections.abc import Iterable
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
    held = list(rows.exclude(state="void").order_by().values_list("ratings", "closed_on"))
    return [Month(end, Counter(_levels(held, end))) for end in ends(today, months)]


def ends(today: datetime.date, months: int) -> list[datetime.date]:
    """Last days of the months before, and today."""
    found, day = [today], today
    while len(found) < months:
        day = day.replace(day=1) - datetime.timedelta(days=1)
        found.append(day)
    return found[::-1]


def _levels(held: Iterable[tuple[list[dict[str, Any]], datetime.date | None]], end: datetime.date) -> Iterable[str]:
    day = end.isoformat()
    for ratings, closed_on in held:
        if closed_on is not None and closed_on <= end:
            continue
        made = [row["level"] for row in ratings if row["kind"] == "current" and row["on"] <= day]
        if made:
            yield made[-1]
