"""Lists of keys that are chosen from rows of another table: units, editions, exactly one clause.

This is the one module of the package that knows the catalogue of standards; the others ask here.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t

from qms.accounts.models import Unit
from qms.records.fields import StringsField
from standards.models import (
    ClausesField,
    Edition,
    Requirement,
    key_label,
    requirements_for,
    requirements_under,
)

__all__ = [
    "ClauseField", "ClausesField", "Edition", "EditionsField", "Requirement", "UnitsField", "key_label",
    "requirements_for", "requirements_under",
]  # fmt: skip


class KeysField(StringsField):
    """Keys of rows of another table. Subclasses give the rows."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, f"audits.models.choosing.{type(self).__name__}", args, kwargs

    def rows(self) -> list[tuple[str, str]]:
        """(key, label) of every row that can be chosen."""
        raise NotImplementedError

    def read_items(self, items: list[Any]) -> list[Any]:
        keys = super().read_items(items)
        known = dict(self.rows()) if keys else {}
        if unknown := [key for key in keys if key not in known]:
            raise ValidationError(_t("“%s” is not one of the choices.") % unknown[0])
        return keys

    def labels(self, values: Iterable[str]) -> list[Any]:
        """The rows in words."""
        known = dict(self.rows())
        return [known.get(value, value) for value in values]

    def form_field(self, **options: Any) -> forms.Field:
        """Ticks."""
        return forms.MultipleChoiceField(choices=self.rows, widget=forms.CheckboxSelectMultiple, **options)


class UnitsField(KeysField):
    """Units of the organisation, by their codes."""

    def rows(self) -> list[tuple[str, str]]:
        return list(Unit.objects.order_by("path").values_list("code", "name"))


class EditionsField(KeysField):
    """Editions of standards, by their keys."""

    def rows(self) -> list[tuple[str, str]]:
        return [(e.key, str(e)) for e in Edition.objects.select_related("standard").order_by("key")]

    def labels(self, values: Iterable[str]) -> list[Any]:
        """The editions in words, without a query per row of a list."""
        return [key_label(key) for key in values]


class ClauseField(ClausesField):
    """One clause of one edition: a list with at most one key, so that everything that reads clauses reads it too."""

    one = True

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "audits.models.choosing.ClauseField", args, kwargs

    def read_items(self, items: list[Any]) -> list[Any]:
        keys = super().read_items(items)
        if len(keys) > 1:
            raise ValidationError(_t("Choose one clause: the one that is not met, or met best."))
        return keys
