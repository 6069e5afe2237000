"""What the templates of FMEA sheets ask for."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def value_of(record: Any, name: str) -> Any:
    """`{{ line|value_of:"severity" }}`: a field by its name."""
    return getattr(record, name)


@register.filter
def tail(number: str) -> str:
    """`L007` of `FMW-2026-0001-L007`."""
    return number.rpartition("-")[2]
