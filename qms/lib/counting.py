"""How a country's authority counts, from which day on to which: data, because practice changes.

An organisation adds rows of its own by QMS_COUNTING, a JSON list of objects with the names of `Counting`'s fields; its
rows are asked first.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Counting:
    """From which day a period of months runs for events in [`since`, `until`); `starts_after` 0: that of the event."""

    country: str
    starts_after: int
    why: str
    since: datetime.date = datetime.date.min
    until: datetime.date = datetime.date.max

    def covers(self, country: str, event: datetime.date) -> bool:
        """Whether it is the way of counting there, for an event of that day."""
        return self.country in (country, country.partition("-")[0]) and self.since <= event < self.until


REGULATION = Counting("", 0, "Reg. 1182/71, 3(2)(c)")
SHIPPED = (
    # The United Kingdom's authority counted from the day after until it took up the reading of the Court of Justice.
    Counting("GB", 1, "practice of the ICO until August 2019", until=datetime.date(2019, 8, 20)),
)


def counting_for(country: str, event: datetime.date) -> Counting:
    """How months are counted there for an event of that day."""
    return next((c for c in (*own_rules(), *SHIPPED) if c.covers(country.upper(), event)), REGULATION)


def own_rules() -> list[Counting]:
    """What QMS_COUNTING says. Raises ImproperlyConfigured with the row that is wrong."""
    return list(read_rules(getattr(settings, "QMS_COUNTING", [])))


def read_rules(rows: Iterable[Mapping[str, Any]]) -> Iterable[Counting]:
    """Rows as they stand in the setting, checked."""
    for row in rows:
        try:
            days = {name: datetime.date.fromisoformat(row[name]) for name in ("since", "until") if name in row}
            starts_after = int(row["starts_after"])
            if starts_after not in (0, 1):
                raise ValueError("starts_after is 0 or 1")
            yield Counting(str(row["country"]).upper(), starts_after, str(row["why"]), **days)
        except (KeyError, TypeError, ValueError) as error:
            raise ImproperlyConfigured(f"QMS_COUNTING: {row!r} is not a way of counting: {error!r}") from error
