"""What the templates of FMEA sheets ask for."""

from typing import Any

from django import template

from ..fmea_panels import line_panel, progress_panel

register = template.Library()


@register.filter
def value_of(record: Any, name: str) -> Any:
    """`{{ line|value_of:"severity" }}`: a field by its name."""
    return getattr(record, name)


@register.simple_tag
def fmea_progress(record: Any, actor: Any) -> dict[str, Any]:
    """`{% fmea_progress record request.user as panel %}`: how far a worksheet is."""
    return progress_panel(record, actor)


@register.simple_tag
def fmea_line(record: Any, actor: Any) -> dict[str, Any]:
    """`{% fmea_line record request.user as panel %}`: priority, actions, what is asked for."""
    return line_panel(record, actor)


@register.filter
def tail(number: str) -> str:
    """`L007` of `FMW-2026-0001-L007`."""
    return number.rpartition("-")[2]
