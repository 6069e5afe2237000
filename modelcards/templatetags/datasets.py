"""What the templates of datasets ask for."""

from typing import Any

from django import template

from .. import dataset_panels

register = template.Library()


@register.simple_tag
def filled_panel(dataset: Any) -> dict[str, Any]:
    """`{% filled_panel record as panel %}`: how far the datasheet is filled in."""
    return dataset_panels.filled_panel(dataset)
