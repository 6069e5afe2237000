"""The content of a card, for its page."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from qms.lib.prose import prose
from qms.links import edges
from qms.records.access import visible_to

from .. import card_panels
from ..reading import content_of

register = template.Library()


@register.inclusion_tag("modelcards/content.html", takes_context=True)
def card_content(context: template.Context, record: Any, can_edit: bool) -> dict[str, Any]:
    """Lead, metrics, sections and further sections, with a link to edit each where that is possible now."""
    datasets = visible_to(edges.targets(record.pk, "concerns", "datasets"), context["request"].user)[:20]
    return {
        "content": content_of(record, list(datasets)), "record": record, "record_url": context["record_url"],
        "can_edit": can_edit and record.state == "draft",
    }  # fmt: skip


@register.simple_tag
def panels_ahead(record: Any) -> list[card_panels.Panel]:
    """`{% panels_ahead record as found %}`: what somebody has to do something about."""
    return card_panels.ahead(record)


@register.filter
def card_prose(text: str) -> SafeString:
    """Markdown of a card, in which harmless HTML counts; scripts, pictures and remote content never do."""
    return prose(text, html=True)
