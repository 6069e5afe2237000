"""Numbers without gaps: the counter's row is raised in the transaction that uses the number."""

import datetime

from django.db import connection
from django.utils import timezone

NEXT = (
    "INSERT INTO records_counter (key, last) VALUES (%s, %s) "
    "ON CONFLICT (key) DO UPDATE SET last = records_counter.last + %s RETURNING last"
)


def series(shape: str, *, at: datetime.datetime, **values: str) -> str:
    """`shape` with all but {n} filled in; the year is that of the organisation's time zone."""
    head, tail = shape.split("{n:", 1)
    return head.format(year=timezone.localtime(at).year, **values) + "{n:" + tail


def take(template: str, count: int = 1) -> list[str]:
    """The next `count` numbers of a series such as "NC-2026-{n:04d}". Call after cleaning, before the inserts."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [template, count, count])
        last = cursor.fetchone()[0]
    return [template.format(n=n) for n in range(last - count + 1, last + 1)]
