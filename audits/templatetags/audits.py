"""What the templates of this folder ask for: the panels above an audit's content, and the sections of its report."""

from typing import Any

from django import template

from qms.printing.shapes import PrintSection

from ..models import Audit
from ..panels import audit_first_panels
from ..report import report_of

register = template.Library()


@register.simple_tag
def report_sections(audit: Audit) -> list[PrintSection]:
    """`{% report_sections record as sections %}`"""
    return report_of(audit)


@register.simple_tag(takes_context=True)
def first_panels(context: template.Context, audit: Audit) -> list[Any]:
    """`{% first_panels record as found %}`: as the reader sees them."""
    return audit_first_panels(audit, context["request"].user)
