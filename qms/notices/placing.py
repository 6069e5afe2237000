"""On which day a notice falls: a number of days from the date, moved off free days where a rule says so. Pure."""

import datetime
import logging
from collections.abc import Iterable, Sequence

from qms.lib.workdays import ONE_DAY, UnknownCountry, is_working_day, public_holidays

log = logging.getLogger(__name__)


def holidays_of(country: str) -> str:
    """The country, or "" (weekends alone) where its holidays are not known: that must not stop anybody's notices."""
    try:
        public_holidays(country)
    except UnknownCountry as error:
        log.error("Working days of reminders: %s", error)
        return ""
    return country


def placed(on: datetime.date, offset: int, country: str | None) -> datetime.date:
    """The day on which one is told about `on`, `offset` days from it.

    country: None where every day counts; else a free day there gives way: before the date and on it to the working day
    before, so that there is still time, after it to the working day after.
    """
    day = on + datetime.timedelta(days=offset)
    while country is not None and not is_working_day(day, country):
        day += ONE_DAY if offset > 0 else -ONE_DAY
    return day


def steps(offsets: Iterable[int], day: datetime.date, country: str | None) -> dict[datetime.date, int]:
    """The dates about which one is told on `day`, each with its offset: `placed` backwards.

    Where free days bring two notices about a date to the same day, the one that is nearer to what follows stays.
    """
    if country is None:
        return {day - datetime.timedelta(days=offset): offset for offset in offsets}
    if not is_working_day(day, country):
        return {}
    before, after = [day, *_free(day, ONE_DAY, country)], [day, *_free(day, -ONE_DAY, country)]
    found = {}
    for offset in sorted(offsets):
        for meant in after if offset > 0 else before:
            found[meant - datetime.timedelta(days=offset)] = offset
    return found


def steps_over(
    offsets: Sequence[int], days: Iterable[datetime.date], country: str | None
) -> dict[datetime.date, int]:  # fmt: skip
    """The same for several days in a row that are worked off at once: of each date the last of its steps alone."""
    found: dict[datetime.date, int] = {}
    for day in days:
        found |= steps(offsets, day, country)
    return found


def _free(day: datetime.date, step: datetime.timedelta, country: str) -> list[datetime.date]:
    """The free days that follow on a working day, in one direction."""
    found = []
    while not is_working_day(day := day + step, country):
        found.append(day)
    return found
