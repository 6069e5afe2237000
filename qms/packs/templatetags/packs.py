"""Words of the index of a pack: the same wherever it is made."""

import datetime

from django import template

register = template.Library()


@register.filter
def utc(at: datetime.datetime) -> str:
    """An instant in UTC, since nobody knows where a pack is read."""
    return f"{at.astimezone(datetime.UTC):%-d %b %Y %H:%M} UTC"


@register.filter
def figure(number: int) -> str:
    """A number with its thousands apart."""
    return f"{number:,}"
