"""An instant as people and programs write it in an address."""

import datetime
import re

from django.utils.formats import date_format

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def moment_in(at: datetime.datetime, zone: datetime.tzinfo) -> str:
    """`Mon 30 Nov 2026, 18:20 CET`: as people say it there."""
    return str(date_format(at.astimezone(zone), "D j M Y, H:i e"))


def told_in(at: datetime.datetime, zone: datetime.tzinfo) -> str:
    """`30 Nov 2026, 18:20 CET`: the same without the day of the week, in lines and tables."""
    return str(date_format(at.astimezone(zone), "j M Y, H:i T"))


def read_instant(text: str, zone: datetime.tzinfo) -> datetime.datetime:
    """`2026-11-23` is the last moment of that day in `zone`; an instant without an offset is in `zone` too.

    Raises ValueError for anything else.
    """
    text = text.strip().replace(" ", "+")
    if _DAY.fullmatch(text):
        day = datetime.date.fromisoformat(text)
        return datetime.datetime.combine(day, datetime.time.max, zone)
    found = datetime.datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=zone)
