"""Plain forms made from a register's model fields. They never save: what changed goes to the register's verbs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Refused
from qms.records.cleaning import place_of

from .fields import form_field


class RecordForm(forms.Form):
    """The values of some fields of one record; made by `form_for`.

    A long text is not cut by the browser while it is pasted, without a word: too long a one is refused by the server.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs.pop("maxlength", None)

    def has_input(self, name: str) -> bool:
        """Whether a field reads an input of this name; a part with rows, say, has one for each cell."""
        return name in self.fields or any(
            hasattr(field.widget, "has_input") and field.widget.has_input(part, name)
            for part, field in self.fields.items()
        )

    def take(self, refused: Refused) -> None:
        """Put the engine's refusal where it belongs: beside its field, or on top."""
        for name, said in refused.fields.items():
            for sentence in said:
                self.add_error(
                    name if name in self.fields else None, sentence if name in self.fields else f"{name}: {sentence}"
                )
        for sentence in refused.sentences:
            place = getattr(sentence, "field", "")
            self.add_error(place if place in self.fields else None, sentence)


def check_together(form: RecordForm, model: type[models.Model]) -> None:
    """Say with what is wrong in single fields also what the others contradict, such as an end before its beginning."""
    given = {n: v for n, v in form.cleaned_data.items() if n in {f.name for f in model._meta.concrete_fields}}
    others = {f.name for f in model._meta.concrete_fields} - set(given)
    try:
        model(**given).validate_constraints(exclude=others)
    except ValidationError as error:
        for sentence in error.messages:
            place = place_of(model, sentence)
            form.add_error(place if place in form.fields else None, sentence)


def form_for(
    model: type[models.Model], names: Iterable[str], actor: Any, *, required: Iterable[str] = (),
    chooses: Mapping[str, models.Q] = MappingProxyType({}), held: Any = None,
) -> type[RecordForm]:  # fmt: skip
    """A form class with one field per model field, in order. `required`: fields that may not stay empty this time.

    `chooses`: which rows a foreign key offers; what the record `held` refers to is offered besides.
    """
    made = {n: f for n in names if (f := form_field(model._meta.get_field(n), actor)) is not None}  # type: ignore[arg-type]
    for name in set(chooses) & set(made):
        now = getattr(held, f"{name}_id", None)
        _narrow(made[name], chooses[name] | models.Q(pk=now) if now else chooses[name])
    for name in set(required) & set(made):
        made[name].required = True
    return type("FieldsForm", (RecordForm,), made)


def _narrow(field: forms.Field, which: models.Q) -> None:
    """Leave only these rows to choose from."""
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        field.queryset = field.queryset.filter(which)


def reason_field(*, required: bool) -> forms.CharField:
    """Why something was changed."""
    return forms.CharField(
        label=_("Reason"),
        required=required,
        min_length=10 if required else None,
        max_length=2000,
        help_text=_("Stays in the history for ever. At least 10 characters.") if required else "",
        widget=forms.Textarea({"rows": 2}),
    )


def reason_for_changes(names: Sequence[str], asked: Sequence[str], register: Any) -> forms.CharField:
    """Why something was changed, on a form where not every field asks that: `asked` are those that do.

    The engine says whether one is needed; the field says beforehand when.
    """
    made = reason_field(required=False)
    made.help_text = _(
        "Needed where you change what was entered before, not where you fill in what was empty. At least 10 "
        "characters; it stays in the history."
    )
    if asked and set(names) - set(asked) and set(asked) <= set(register.explained):
        which = ", ".join(str(register.fields[n].verbose_name) for n in asked)
        made.help_text = _("Needed where you change: %s. At least 10 characters; it stays in the history.") % which
    return made


def initial(record: Any, names: Iterable[str]) -> dict[str, Any]:
    """What the fields hold now."""
    return {n: getattr(record, n) for n in names}


def same(field: models.Field[Any, Any], one: Any, other: Any) -> bool:
    """Whether two values of a field mean the same; an instance and its id are the same reference."""
    if isinstance(field, models.ForeignKey):
        return getattr(one, "pk", one) == getattr(other, "pk", other)
    empty: tuple[Any, ...] = (None, "", [], {})
    return one == other or (one in empty and other in empty)


def changes(form: RecordForm, record: Any, names: Iterable[str]) -> dict[str, Any]:
    """Those cleaned values of the record's fields `names` that differ from what it holds."""
    field_of = type(record)._meta.get_field
    cleaned = {n: form.cleaned_data[n] for n in names if n in form.cleaned_data}
    return {n: v for n, v in cleaned.items() if not same(field_of(n), v, getattr(record, n))}
