"""What the templates of monitors ask for: the chart."""

from typing import Any

from django import template

from .. import monitor_panels
from ..monitoring import picture
from ..queries.monitors import series_of, shown, stretch

register = template.Library()


@register.simple_tag
def chart_of(monitor: Any, printed: bool = False, most: int = 400) -> Any:
    """`{% chart_of record as chart %}`: the last points as a picture with its table; None while there are none."""
    points = stretch(monitor, size=most).points
    hidden = series_of(monitor).count - len(points)
    return picture.figure(shown(monitor, points, hidden=hidden), ident="chart", printed=printed) if points else None


@register.simple_tag(takes_context=True)
def monitor_panels_of(context: template.Context, monitor: Any) -> list[Any]:
    """`{% monitor_panels_of record as found %}`: where it stands and its limits, as the reader sees them."""
    return monitor_panels.monitor_panels(monitor, context["request"].user)


@register.simple_tag
def marks_of(monitor: Any) -> list[str]:
    """`{% marks_of record as marks %}`: what is wrong now, in a word each."""
    return monitor_panels.marks(monitor)
