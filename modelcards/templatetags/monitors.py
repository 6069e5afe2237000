"""What the templates of monitors ask for: the chart."""

from typing import Any

from django import template

from ..monitoring import picture
from ..queries.monitors import series_of, shown, stretch

register = template.Library()


@register.simple_tag
def chart_of(monitor: Any, printed: bool = False, most: int = 400) -> Any:
    """`{% chart_of record as chart %}`: the last points as a picture with its table; None while there are none."""
    points = stretch(monitor, size=most).points
    hidden = series_of(monitor).count - len(points)
    return picture.figure(shown(monitor, points, hidden=hidden), ident="chart", printed=printed) if points else None
