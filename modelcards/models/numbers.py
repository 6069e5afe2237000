"""A number that is kept as it was written."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _t

LARGEST = Decimal("1e15")


class NumberField(models.CharField):
    """A decimal number as text: 0.2 stays “0.2”, on pages, by API and in the ledger. Records hold no floats."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 40, "blank": True, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def clean(self, value: Any, model_instance: Any) -> Any:
        """The number without an exponent. Raises ValidationError for what is none."""
        text = str(super().clean(value, model_instance) or "").strip()
        if not text:
            return ""
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise ValidationError(_t("“%s” is no number. Write decimals with a point.") % text[:40]) from None
        if not number.is_finite() or abs(number) > LARGEST or number.adjusted() < -20:
            raise ValidationError(_t("%s cannot be computed with.") % text[:40])
        return format(number, "f")


def as_float(text: str) -> float | None:
    """The value of a NumberField to compute with; None where it is empty."""
    return float(text) if text else None
