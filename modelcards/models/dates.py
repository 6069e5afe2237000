"""The dates of the EU AI Act that this installation goes by."""

from django.conf import settings

from ..aiact.dates import Dates, read


def dates() -> Dates:
    """Those of the file that QMS_AIACT_DATES names, or those shipped. Raises ValueError, OSError (see checks.py)."""
    return read(settings.QMS_AIACT_DATES)
