"""What the templates of monitors ask for: the chart."""

from typing import Any

from django import template

from ..monitoring import picture
from ..queries.monitors import series_of, shown, stretch

register = template.Library()


@register.simple_tag
def chart_of(monitor: Any, printed: bool = False, most: int = 400) -> Any:
    """`{% chart_of record as chart %}`: the last points as a picture with its table; None while there are none."""
    series = series_of(monitor)
    points = stretch(monitor, size=most).points
    return picture.figure(shown(monitor, points, series), ident="chart", printed=printed) if points else None
