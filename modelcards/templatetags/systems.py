"""What the templates of systems ask for."""

from typing import Any

from django import template

from ..classification import classification_of
from ..models import System
from ..panels import Panel, of_system

register = template.Library()


@register.simple_tag
def system_panels(record: System, actor: Any) -> list[Panel]:
    """`{% system_panels record request.user as own %}`: versions, deployments, monitors, problems: they come first."""
    return of_system(record, actor)


@register.simple_tag
def classification(record: System) -> dict[str, Any]:
    """`{% classification record as result %}`: what follows from its answers."""
    return classification_of(record)
