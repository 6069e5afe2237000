"""An instant as people and programs write it in an address."""

import datetime
import re

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


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
