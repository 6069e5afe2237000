"""What the templates of this folder ask for: the panels above a statement's content."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from qms.pages.templatetags.qms import stacked

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


@register.simple_tag
def share_bar(sums: list[Any]) -> SafeString:
    """`{% share_bar sums %}`: the levels side by side; its label says the same in words."""
    label = ", ".join(f"{one.count} {one.label}" for one in sums)
    parts = stacked([(one.kind, one.share) for one in sums])
    return render_to_string("components/bar.html", {"label": label, "parts": parts})
