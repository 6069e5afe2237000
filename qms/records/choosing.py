"""Fields whose values are chosen from rows of another table and kept by their keys, such as the codes of units."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t

from .fields import StringsField


class KeysField(StringsField):
    """Keys of rows of another table. Subclasses give the rows, and name their path in migrations where they stand
    elsewhere."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, f"{type(self).__module__}.{type(self).__name__}", args, kwargs

    def rows(self) -> list[tuple[str, str]]:
        """(key, label) of every row that can be chosen."""
        raise NotImplementedError

    def read_items(self, items: list[Any]) -> list[Any]:
        """The keys, each once. Raises ValidationError for a key that no row has."""
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
    """Units of the organisation, by their codes; ticked by name, read by name."""

    def rows(self) -> list[tuple[str, str]]:
        from qms.accounts.models import Unit

        return list(Unit.objects.order_by("path").values_list("code", "name"))
