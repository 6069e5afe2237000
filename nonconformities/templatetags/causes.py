"""The pictures of causes in templates."""

from decimal import Decimal
from typing import Any

from django import template

from qms.charts.texts import Picture

from .. import pictures

register = template.Library()


@register.simple_tag
def ishikawa(record: Any) -> Picture:
    """The cause diagram of a nonconformity as SVG."""
    return pictures.ishikawa(record)


@register.simple_tag
def fault_tree(record: Any) -> Picture | None:
    """The fault tree of a nonconformity as SVG."""
    return pictures.fault_tree(record)


@register.simple_tag
def joined(record: Any) -> pictures.Reading | None:
    """What the fault tree says, where somebody has said how causes join."""
    return pictures.reading(record) if record.causes and pictures.is_joined(record) else None


@register.filter
def probability(value: Decimal) -> str:
    """A probability with three significant digits."""
    return f"{value:.3g}"
