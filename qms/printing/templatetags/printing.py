"""How values read on paper: dates as `23 Nov 2026`, instants in UTC with the word beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils.dateformat import format as formatted
from django.utils.html import linebreaks
from django.utils.safestring import SafeString

from qms.lib.instants import moment_in
from qms.printing.shapes import PrintColumn, PrintFact, Value
from qms.printing.widths import SIDEWAYS, UPRIGHT, column_classes

register = template.Library()
NOTHING = "–"
PIECE = 80
_ENDLESS, _SPLIT = re.compile(r"\S{1000,}"), "\u200b"  # a blank without width


@register.filter
def shown(value: Value) -> str:
    """A value on one line; nothing is a dash, so that an empty field is seen to be empty."""
    if value is None or value == "" or value == []:
        return NOTHING
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, str | int):
        return _breakable(str(value))
    return ", ".join(str(part) for part in value) or NOTHING


@register.filter
def day(value: date) -> str:
    """`23 Nov 2026`."""
    return formatted(value, "j M Y")


@register.filter
def instant(value: datetime) -> str:
    """`23 Nov 2026 14:02 UTC`. Raises ValueError for an instant without a time zone."""
    return f"{day(_in_utc(value))} {clock(value)}"


@register.filter
def instant_in(value: datetime, zone: str) -> str:
    """The instant in a zone, `Mon 23 Nov 2026, 15:02 CET`; in UTC where none is named."""
    return moment_in(value, ZoneInfo(zone)) if zone else instant(value)


@register.filter
def clock(value: datetime) -> str:
    """`14:02 UTC`."""
    return formatted(_in_utc(value), "H:i") + " UTC"


@register.filter
def utc_day(value: datetime) -> str:
    """The day of an instant, in UTC."""
    return day(_in_utc(value))


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("an instant in a print needs a time zone")
    return value.astimezone(UTC)


@register.filter
def is_several(value: Value) -> bool:
    """Whether a value is a list of more than one text."""
    return not isinstance(value, str | int | date | None) and len(value) > 1


@register.filter
def as_prose(value: str) -> SafeString:
    """Paragraphs: HTML that was made safe before stays as it is, plain text is escaped."""
    if isinstance(value, SafeString):
        return value
    return SafeString(linebreaks(_breakable(value), autoescape=True))  # linebreaks has just escaped it


def _breakable(text: str) -> str:
    """Letters without a blank between them, more of them than any word has, may break after every PIECE of them: the
    time to lay out one word grows with the square of its length."""
    return _ENDLESS.sub(lambda found: _SPLIT.join(_pieces(found[0])), text)


def _pieces(word: str) -> Iterator[str]:
    for start in range(0, len(word), PIECE):
        yield word[start : start + PIECE]


@register.filter
def in_pairs(facts: Sequence[PrintFact]) -> list[Sequence[PrintFact]]:
    """Facts two by two, for the summary under the title."""
    return [facts[i : i + 2] for i in range(0, len(facts), 2)]


@register.filter
def in_eights(digest: str) -> str:
    """A hash in groups of eight, so that an eye can compare it and a line can break."""
    return " ".join(digest[i : i + 8] for i in range(0, len(digest), 8))


@register.simple_tag
def column_widths(columns: Sequence[PrintColumn], sideways: bool = False) -> list[str]:
    """Classes for the `<col>` elements of a table."""
    return column_classes([column.width for column in columns], room=SIDEWAYS if sideways else UPRIGHT)
