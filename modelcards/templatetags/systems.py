"""What the templates of systems ask for."""

from typing import Any

from django import template

from ..classification import classification_of
from ..models import System

register = template.Library()


@register.simple_tag
def classification(record: System) -> dict[str, Any]:
    """`{% classification record as result %}`: what follows from its answers."""
    return classification_of(record)
