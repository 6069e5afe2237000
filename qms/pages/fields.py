"""Form fields for what a model field holds. They read; the engine decides what is valid."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.accounts.models import Unit, User
from qms.records.access import visible_to
from qms.records.fields import PeopleField, RowsField, StringsField
from qms.records.models import Record

from .widgets import LinesInput, LongText, PeopleInput, PersonInput, RecordInput, RowsInput

#: With more records than these to choose from, a number is typed.
MOST_CHOICES = 50
#: A text that may have as many characters is written in a tall box, with a preview.
LONG = 50_000


def find_person(text: str) -> User:
    """The active person meant by `Maren Holt (quality)`, by a user name or by a name that only one has."""
    text = text.strip()
    inside = text[text.rfind("(") + 1 : -1] if text.endswith(")") else text
    active = User.objects.filter(is_active=True)
    found = list(active.filter(username__iexact=inside)[:1]) or list(active.filter(display_name__iexact=text)[:2])
    if len(found) != 1:
        raise ValidationError(_("“%s” is nobody here. Choose somebody from the list, or type a user name.") % text)
    return found[0]


class PersonField(forms.Field):
    """One person."""

    widget = PersonInput

    def to_python(self, value: Any) -> User | None:
        return value if isinstance(value, User) else find_person(value) if value else None


class PeopleFormField(forms.Field):
    """People, as a list of ids."""

    widget = PeopleInput

    def to_python(self, value: Any) -> list[int]:
        return [v if isinstance(v, int) else find_person(v).pk for v in value or []]


class RecordField(forms.Field):
    """One record by its number, where there are too many for a list."""

    def __init__(self, rows: Any, **options: Any) -> None:
        self.rows = rows
        super().__init__(widget=RecordInput(rows), **options)

    def to_python(self, value: Any) -> Any:
        if value in (None, "") or isinstance(value, models.Model):
            return value or None
        number = str(value).strip().split(" ")[0]
        found = self.rows.filter(number__iexact=number).first()
        if found is None:
            raise ValidationError(_("There is no record “%s” that you may see and name here.") % number[:60])
        return found


class RowsFormField(forms.Field):
    """Rows of a part, read by the schema of the model field."""

    def __init__(self, model_field: RowsField, **options: Any) -> None:
        self.model_field = model_field
        super().__init__(widget=RowsInput(model_field), **options)

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        people = [c for c in self.model_field.columns if c.kind == "person"]
        for row in value or []:
            for column in people:
                if row.get(column.name):
                    row[column.name] = find_person(str(row[column.name])).pk
        return self.model_field.read_items(value or [])


def form_field(field: models.Field[Any, Any], actor: Any) -> forms.Field | None:
    """The form field for one model field; choices of records and units end at what `actor` may see."""
    options: dict[str, Any] = {
        "label": _capital(field.verbose_name), "help_text": field.help_text, "required": not field.blank
    }  # fmt: skip
    if own := getattr(field, "form_field", None):
        return own(**options)
    if isinstance(field, PeopleField):
        return PeopleFormField(**options)
    if isinstance(field, RowsField):
        return RowsFormField(field, **options)
    if isinstance(field, StringsField):
        return _strings(field, options)
    if isinstance(field, models.ForeignKey):
        return _reference(field, actor, options)
    return _simple(field)


def _strings(field: StringsField, options: dict[str, Any]) -> forms.Field:
    if field.options:
        return forms.MultipleChoiceField(choices=field.options, widget=forms.CheckboxSelectMultiple, **options)
    options["help_text"] = options["help_text"] or gettext_lazy("One per line.")
    return forms.Field(widget=LinesInput({"rows": 3}), **options)


def _reference(field: models.ForeignKey[Any, Any], actor: Any, options: dict[str, Any]) -> forms.Field:
    model = field.related_model
    if model is User:
        return PersonField(**options)
    rows = model._default_manager.all()
    if isinstance(model, type) and issubclass(model, Record):
        rows = visible_to(rows, actor)
        if rows[: MOST_CHOICES + 1].count() > MOST_CHOICES:
            return RecordField(rows, **options)
    if model is Unit:
        from qms.accounts.reach import reach

        rows = rows.filter(pk__in=reach(actor).unit_ids() | {actor.unit_id})
    # Of units the first one will mostly do; which record is meant is never chosen by the order of a list.
    empty = field.blank or issubclass(model, Record)
    return forms.ModelChoiceField(queryset=rows, empty_label="–" if empty else None, **options)


def _simple(field: models.Field[Any, Any]) -> forms.Field | None:
    made = field.formfield()
    if isinstance(field, models.TextField) and (field.max_length or 0) >= LONG and made is not None:
        made.widget = LongText(made.widget.attrs)
    if isinstance(made, forms.DateTimeField):
        made.widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        made.input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        zone = _("Time in %s.") % timezone.get_current_timezone_name()
        made.help_text = f"{made.help_text} {zone}".strip()
    elif isinstance(made, forms.DateField):
        made.widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    elif isinstance(made, forms.TypedChoiceField):
        known: list[tuple[Any, Any]] = list(made.choices)  # type: ignore[arg-type]  # a choice field lists pairs
        made.choices = [("", "–") if key in ("", None) else (key, word) for key, word in known]
    elif isinstance(made, forms.BooleanField) and not isinstance(made, forms.NullBooleanField):
        made.required = False
    if isinstance(made, forms.IntegerField) and isinstance(field, models.IntegerField):
        _bounds(made, field)
    if made is not None:
        made.show_hidden_initial = False  # what changed is found by comparing with the record
    return made


def _bounds(made: forms.IntegerField, field: models.IntegerField[Any, Any]) -> None:
    """The bounds of the model field instead of those of the column, so that everything wrong is said at once."""
    own: list[Any] = [v for v in field.validators if isinstance(v, MinValueValidator | MaxValueValidator)]
    kinds = tuple(type(v) for v in own)
    made.validators = [*(v for v in made.validators if not isinstance(v, kinds)), *own]


def _capital(text: Any) -> str:
    return str(text)[:1].upper() + str(text)[1:]
