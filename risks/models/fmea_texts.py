"""Long texts with a limit that form, API, import and database agree upon."""

from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models


def long_text(label: Any, longest: int, **options: Any) -> models.TextField:
    """A text of at most so many characters."""
    return models.TextField(label, max_length=longest, validators=[MaxLengthValidator(longest)], **options)
