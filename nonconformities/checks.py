"""System checks of this folder: a wrong file of categories is explained at start, not on the first page."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from .categories import read


@register()
def check_cause_sets(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """QMS_CAUSE_SETS names a file that can be read and whose sets can be drawn."""
    try:
        read(settings.QMS_CAUSE_SETS)
    except (ValueError, OSError) as error:
        hint = "docs/guide/root-cause.md shows such a file; without one leave the setting empty."
        return [Error(f"QMS_CAUSE_SETS: {error}", hint=hint, id="nonconformities.E001")]
    return []
