"""The content of a card, for its page."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from qms.lib.prose import prose

from ..reading import content_of

register = template.Library()


@register.inclusion_tag("modelcards/content.html")
def card_content(record: Any, record_url: str, can_edit: bool) -> dict[str, Any]:
    """Sections, further sections and metrics, with a link to edit each where that is possible now."""
    return {**content_of(record), "record_url": record_url, "can_edit": can_edit and record.state == "draft"}


@register.filter
def card_prose(text: str) -> SafeString:
    """Markdown of a card, in which harmless HTML counts; scripts, pictures and remote content never do."""
    return prose(text, html=True)
