"""Dates and times as people read them, with the exact instant on hover."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

#: A date this near is amber, a date that has passed is red.
SOON_DAYS = 7
DASH = "–"


def day_text(value: datetime.date) -> str:
    """`23 Nov 2026`; an instant is first put into the zone of the reader."""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value)
    return date_format(value, "j M Y")


def utc_text(value: datetime.datetime) -> str:
    """`2026-11-23 13:02:11 UTC`."""
    return value.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def day(value: datetime.date | None) -> str:
    """A date as `<time>`; of an instant the exact UTC time stands on hover."""
    if not value:
        return DASH
    if isinstance(value, datetime.datetime):
        shown = value.astimezone(datetime.UTC).isoformat()
        return format_html('<time datetime="{}" title="{}">{}</time>', shown, utc_text(value), day_text(value))
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_text(value))


def when(value: datetime.datetime | None) -> str:
    """An instant as `23 Nov 2026 14:02 CET`, with the exact UTC time on hover."""
    if not value:
        return DASH
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}" title="{}">{} {} {}</time>',
        value.astimezone(datetime.UTC).isoformat(),
        utc_text(value),
        day_text(value),
        local.strftime("%H:%M"),
        local.tzname() or "",
    )


def distance(value: datetime.date, today: datetime.date) -> str:
    """How far a date is: `today`, `in 3 days`, `2 days late`."""
    days = (value - today).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}
    return ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}


def due(value: datetime.date | None, *, running: bool = True, today: datetime.date | None = None) -> str:
    """A date that turns amber a week before and red after; without colour when nothing runs any more."""
    if not value:
        return DASH
    date = timezone.localdate(value) if isinstance(value, datetime.datetime) else value
    today = today or timezone.localdate()
    days = (date - today).days
    kind = "" if not running else "late" if days < 0 else "soon" if days <= SOON_DAYS else ""
    said = distance(date, today) if running else ""
    return format_html(
        '<time datetime="{}" class="{}" title="{}">{}</time>', date.isoformat(), kind, said, day_text(date)
    )
