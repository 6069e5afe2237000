"""A moment from which a clock of the law may count: without an offset nobody can say which one it is."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _


class InstantField(models.DateTimeField):
    """Takes no naive time; a form gives the time zone of whoever fills it."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs  # what it refuses is no business of the schema

    def to_python(self, value: Any) -> Any:
        """Raises ValidationError for a time without an offset from UTC."""
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            value = value.isoformat()
        found = super().to_python(value)
        if found is not None and timezone.is_naive(found):
            raise ValidationError(_("Say with an offset from UTC which moment it is, such as 2026-11-23T09:15+01:00."))
        return found
