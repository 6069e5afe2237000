"""What the templates of this folder ask for: the panels above a statement's content."""

from typing import Any

from django import template

from ..models import Statement
from ..panels import statement_panels

register = template.Library()


@register.simple_tag(takes_context=True)
def first_panels(context: template.Context, statement: Statement) -> list[Any]:
    """`{% first_panels record as found %}`: as the reader sees them."""
    return statement_panels(statement, context["request"].user)


@register.simple_tag(takes_context=True)
def no_climate_decision(context: template.Context) -> bool:
    """Whether the reader sees no decision about climate change that stands."""
    from ..tiles import climate_decision

    return climate_decision(context["request"].user) is None
