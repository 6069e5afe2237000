"""A field of several choices whose choices stand in several sections: each section shows and asks its own of them."""

import copy
from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField


class SomeOf(forms.MultipleChoiceField):
    """Only the choices of one section; what is chosen of the others stays as it is."""

    def __init__(self, whole: Any, *, only: Sequence[str], held: Sequence[str]) -> None:
        """`whole`: the field with all choices; `only`: those that are asked; `held`: what the record holds now."""
        self.all, self.held = [key for key, _label in whole.choices], list(held)
        super().__init__(
            choices=[(key, label) for key, label in whole.choices if key in only], required=False,
            label=whole.label, help_text=whole.help_text, widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip

    def clean(self, value: Any) -> list[str]:
        mine = {key for key, _label in self.choices}  # type: ignore[misc,union-attr]  # a choice field lists pairs
        chosen = {*super().clean(value), *(key for key in self.held if key not in mine)}
        return self.held if chosen == set(self.held) else [key for key in self.all if key in chosen]


class PartOf(BoundField):
    """A bound field with the choices of one section, under ids of its own."""

    def __init__(self, form: forms.Form, name: str, section: Any) -> None:
        field: Any = copy.deepcopy(form.fields[name])
        field.choices = [(key, label) for key, label in field.choices if key in section.among[name]]
        self.section = section.key
        super().__init__(form, field, name)

    @property
    def auto_id(self) -> str:
        return f"{super().auto_id}_{self.section}"


def bound_in(form: forms.Form, section: Any) -> list[Any]:
    """The form's fields that a section shows; none where the form has nothing but choices out of others."""
    names = [n for n in section.fields if n in form.fields]
    if all(n in section.among for n in names):
        return []
    return [PartOf(form, n, section) if n in section.among else form[n] for n in names]
