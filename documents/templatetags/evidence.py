"""What the templates of evidence items ask for."""

from typing import Any

from django import template

from ..evidence_panels import validity_panel

register = template.Library()


@register.simple_tag(takes_context=True)
def validity_of(context: template.Context, record: Any) -> dict[str, Any]:
    """`{% validity_of record as panel %}`: whether it counts today, as the reader sees it."""
    return validity_panel(record, context["request"].user)
