"""Fields: what records choose from rows of another table (editions, units; kept by key or code), and bounded texts."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext as _t

from qms.lib.natural import natural_key
from qms.records.choosing import KeysField, UnitsField

from .catalogue import Edition
from .clauses import key_label

__all__ = ["EditionField", "EditionsField", "KeysField", "UnitsField", "edition_choices", "long_text"]


def long_text(label: Any, most: int, **options: Any) -> "models.TextField[Any, Any]":
    """A text of at most `most` characters, whichever road it comes by: forms alone count those of a TextField."""
    return models.TextField(label, max_length=most, validators=[MaxLengthValidator(most)], **options)


def edition_choices() -> list[tuple[str, str]]:
    """(key, label) of every loaded edition, in natural order; what is retired says so, because a record may name it."""
    rows = Edition.objects.select_related("standard")
    gone = _t("%s (retired)")
    ordered = sorted(rows, key=lambda e: natural_key(e.key))
    return [(e.key, gone % e if e.retired_at else str(e)) for e in ordered]


class EditionField(models.CharField):
    """One loaded edition, by its key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "standards.models.choosing.EditionField", args, kwargs

    def validate(self, value: Any, model_instance: Any) -> None:
        """Raises ValidationError for a key that no loaded edition has."""
        super().validate(value, model_instance)
        if value and not Edition.objects.filter(key=value).exists():
            raise ValidationError(_t("“%s” is no loaded edition. Write it like iso9001-2015.") % str(value)[:60])

    def form_field(self, **options: Any) -> forms.Field:
        """A list of the editions that are loaded."""
        return forms.ChoiceField(choices=lambda: [("", "–"), *edition_choices()], **options)

    def shown(self, value: str, *, short: bool = False) -> str:
        """For reading."""
        return key_label(value)

    as_text = shown


class EditionsField(KeysField):
    """Loaded editions, by their keys."""

    def rows(self) -> list[tuple[str, str]]:
        return edition_choices()

    def labels(self, values: Iterable[str]) -> list[Any]:
        """The editions in words, without a query per row of a list."""
        return [key_label(key) for key in values]
