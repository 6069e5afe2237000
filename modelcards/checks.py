"""System checks of this folder: a wrong file of dates is explained at start, not on the first page."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from .models.dates import dates


@register()
def check_dates(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """QMS_AIACT_DATES names a file that can be read and says everything that is asked."""
    try:
        dates()
    except (ValueError, OSError) as error:
        hint = "Begin with a copy of modelcards/aiact/dates.toml, or leave the setting empty."
        return [Error(f"QMS_AIACT_DATES: {error}", hint=hint, id="modelcards.E001")]
    return []
