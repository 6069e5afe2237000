"""Lists of keys that are chosen from rows of another table: units, editions, exactly one clause.

This is the one module of the package that knows the catalogue of standards; the others ask here.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t

from standards.models import (
    ClausesField,
    Edition,
    EditionsField,
    Requirement,
    UnitsField,
    key_label,
    requirements_for,
    requirements_under,
)

__all__ = [
    "ClauseField", "ClausesField", "Edition", "EditionsField", "Requirement", "UnitsField", "key_label",
    "requirements_for", "requirements_under",
]  # fmt: skip


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
