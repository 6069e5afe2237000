"""Fields of a rule: the dates it is about, and numbers of days."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _t

from qms.records.fields import StringsField

from . import about

MOST_DAYS, MOST_STEPS = 730, 12


class DaysField(StringsField):
    """Numbers of days, each once, from the smallest."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "reminders.parts.DaysField", args, kwargs

    def read_items(self, items: list[Any]) -> list[Any]:
        days = set()
        for item in items:
            text = str(item).strip()
            if isinstance(item, bool) or not text.isdecimal() or not 1 <= int(text) <= MOST_DAYS:
                said = _t("“%(item)s” is no number of days from 1 to %(most)d.")
                raise ValidationError(said % {"item": text[:20], "most": MOST_DAYS})
            days.add(int(text))
        if len(days) > MOST_STEPS:
            raise ValidationError(_t("More than %d days.") % MOST_STEPS)
        return sorted(days)

    def form_field(self, **options: Any) -> forms.Field:
        """A line of numbers."""
        return DaysFormField(self, **options)


class DaysInput(forms.TextInput):
    """Numbers with commas between them."""

    def format_value(self, value: Any) -> str | None:
        return ", ".join(str(v) for v in value) if isinstance(value, list) else value

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return [piece for piece in (data.get(name) or "").replace(",", " ").replace(";", " ").split() if piece]


class DaysFormField(forms.Field):
    """Numbers of days, read by the schema of the model field."""

    widget = DaysInput({"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, model_field: DaysField, **options: Any) -> None:
        self.model_field = model_field
        super().__init__(**options)

    def to_python(self, value: Any) -> list[int]:
        return self.model_field.read_items(value or [])


class AboutField(models.CharField):
    """Which dates: `actions.due`, `actions.*` (every date of a register), `*.due` (of every register), `*.*`."""

    def form_field(self, **options: Any) -> forms.Field:
        """A list of the registers' dates."""
        return forms.ChoiceField(choices=about.choices, **options)

    def shown(self, value: str, *, short: bool = False) -> str:
        """In words."""
        return about.label(value)

    def as_text(self, value: str) -> str:
        """In words, for prints and exports."""
        return about.label(value)
