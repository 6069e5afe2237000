"""System checks of this folder."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from qms.registers.registry import registry

from .succession.tasks import RAISES


@register()
def check_raises(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The registers in which an edition change creates records are there, as qms.registers checks it for registers."""
    return [
        Error(f"standards: an edition change opens tasks in “{key}”, which is no register", id="standards.E001")
        for key in RAISES
        if key not in registry
    ]
