"""Periods of the law, as pure functions: Regulation (EEC, Euratom) No 1182/71, Article 3.

Hours run on without regard to nights, weekends and changes of the clock. Days and months end with the last second of
their last day, in the place where the act is due; the day of the event is not counted.
"""

import datetime
from calendar import monthrange

from .workdays import ONE_DAY, is_working_day, working_day_from

AN_HOUR = datetime.timedelta(hours=1)
LAST_SECOND = datetime.time(23, 59, 59, fold=1)


def end_of(day: datetime.date, zone: datetime.tzinfo) -> datetime.datetime:
    """The last second of a day there, in UTC: a period ends with the expiry of the last hour (Article 3(2))."""
    return datetime.datetime.combine(day, LAST_SECOND, zone).astimezone(datetime.UTC)


def add_hours(event: datetime.datetime, hours: int) -> datetime.datetime:
    """So many hours after the event, to the second, in UTC."""
    return event.astimezone(datetime.UTC) + hours * AN_HOUR


def add_hours_by_regulation(event: datetime.datetime, hours: int) -> datetime.datetime:
    """The same where the hour of the event does not count (Article 3(1)), as when it happened at twenty past."""
    start = event.astimezone(datetime.UTC)
    whole = start.replace(minute=0, second=0, microsecond=0)
    return (whole if whole == start else whole + AN_HOUR) + hours * AN_HOUR


def add_days(event: datetime.date, days: int) -> datetime.date:
    """The last day of a period of days; the day of the event is not counted."""
    return event + days * ONE_DAY


def add_months(event: datetime.date, months: int) -> datetime.date:
    """The same date so many months later; the last day of a month that has no such date (Article 3(2)(c))."""
    year, month = divmod(event.year * 12 + event.month - 1 + months, 12)
    month += 1
    return datetime.date(year, month, min(event.day, monthrange(year, month)[1]))


def with_two_working_days(event: datetime.date, last: datetime.date, country: str) -> datetime.date:
    """The last day, or a later one, so that two working days lie in the period (Article 3(5)).

    A period of two days or more includes at least two of them; `event` is the day that is not counted.
    """
    days = (event + n * ONE_DAY for n in range(1, (last - event).days + 1))
    missing = 2 - sum(is_working_day(day, country) for day in days)
    while missing > 0:
        last = working_day_from(last + ONE_DAY, country)
        missing -= 1
    return last
