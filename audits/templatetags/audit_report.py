"""The sections of an audit report for its print template."""

from django import template

from qms.printing.shapes import PrintSection

from ..models import Audit
from ..report import report_of

register = template.Library()


@register.simple_tag
def report_sections(audit: Audit) -> list[PrintSection]:
    """`{% report_sections record as sections %}`"""
    return report_of(audit)
