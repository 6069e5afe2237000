"""Any field of a record, made ready for reading: what a list cell, a section and a diff show."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.lib.inwords import in_words
from qms.records.fields import PeopleField, RowsField, StringsField
from qms.records.models import Record

from .moments import DASH, day, when
from .prose import prose

#: Choices that are shown as a coloured mark, whatever the register; each has a rule in badge.css.
GRADES = frozenset(
    {"critical", "major", "minor", "observation", "high", "medium", "effective", "partial", "not_effective"}
)


class Names:
    """People by id, read at most once per page however many fields name them."""

    def __init__(self) -> None:
        self._known: dict[int, User] = {}

    def load(self, ids: Iterable[Any]) -> None:
        """Read those not yet known in one query."""
        missing = {i for i in ids if isinstance(i, int)} - set(self._known)
        if missing:
            self._known.update(User.objects.in_bulk(missing))

    def get(self, pk: Any) -> User | None:
        """The person, or None for an empty value."""
        if not isinstance(pk, int):
            return None
        self.load([pk])
        return self._known.get(pk)

    def load_record(self, *records: models.Model) -> None:
        """Read everybody whom the parts of these records name, in one query."""
        self.load(pk for record in records for pk in people_in(record))


def people_in(record: models.Model) -> Iterable[int]:
    """Ids named by the references and the JSON parts of a record."""
    for field in record._meta.concrete_fields:
        value = getattr(record, field.attname)
        if isinstance(field, PeopleField):
            yield from value or ()
        elif isinstance(field, models.ForeignKey) and field.related_model is User and value is not None:
            yield value
        elif isinstance(field, RowsField):
            names = [c.name for c in field.columns if c.kind == "person"]
            yield from (row[n] for row in value or () for n in names if row.get(n))


def field_of(record: Any, name: str) -> models.Field[Any, Any] | None:
    """The register's own field, also for a row of the history; None for a property."""
    model = getattr(record, "instance_type", None) or type(record)
    return next((f for f in model._meta.concrete_fields if f.name == name), None)


def small_first(text: Any) -> str:
    """A label inside a sentence: `nonconformity`; abbreviations such as `AI system` stay."""
    word = str(text)
    return word if word[1:2].isupper() else word[:1].lower() + word[1:]


def avatar(user: Any, *, bare: bool = False) -> str:
    """Initials in a ring and the name."""
    return render_to_string("components/avatar.html", {"user": user, "bare": bare})


def shown(record: models.Model, name: str, names: Names, *, short: bool = False) -> str:
    """The value of `name` as HTML: labels for choices, people with initials, prose for texts, – for nothing.

    `short` is for a table cell: texts stay on one line, parts become a count, records their number.
    """
    field = field_of(record, name)
    if field is None:
        return plain(getattr(record, name, None))
    value = getattr(record, field.attname if isinstance(field, models.ForeignKey) else name)
    if value in (None, "", [], {}):
        return DASH
    if isinstance(field, models.ForeignKey) and field.related_model is User:
        return avatar(names.get(value))
    if isinstance(field, models.ForeignKey) and (said := getattr(field, "as_text", None)):
        return str(said(value))
    if isinstance(field, models.ForeignKey):
        return _target(getattr(record, name), short)
    if own := getattr(field, "shown", None):
        return str(own(value, short=short))
    if isinstance(field, PeopleField):
        return _people(value, names)
    if isinstance(field, RowsField):
        return str(len(value)) if short else rows(field, value, names)
    if isinstance(field, StringsField):
        return chips(field.labels(value))
    if field.choices:
        label = str(dict(field.flatchoices).get(value, value))
        return format_html('<span class="grade {}">{}</span>', value, label) if value in GRADES else label
    if isinstance(field, models.TextField):
        return str(value) if short else format_html('<div class="prose">{}</div>', prose(value))
    return plain(value)


def _target(target: Any, short: bool) -> str:
    """What a reference points to: a person with initials, a record as a link."""
    if isinstance(target, Record):
        words = target.number if short else target
        return format_html(
            '<a class="link{}" href="/r/{}" title="{}">{}</a>', " mono" * short, target.number, target.title, words
        )
    return avatar(target) if isinstance(target, User) else str(target)


def plain(value: Any) -> str:
    """A bare value by its type."""
    if value is None or value == "":
        return DASH
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, User):
        return avatar(value)
    if hasattr(value, "hour"):
        return when(value)
    if hasattr(value, "isoformat"):
        return day(value)
    return in_words(value)


def _people(ids: Iterable[int], names: Names) -> str:
    names.load(ids)
    return render_to_string("components/people.html", {"people": [names.get(i) for i in ids]})


def chips(words: Iterable[Any]) -> str:
    """Short texts, each in its own pill."""
    return render_to_string("components/chips.html", {"words": words})


def rows(field: RowsField, value: list[dict[str, Any]], names: Names) -> str:
    """A part as a small table; hidden columns are left out."""
    columns = [c for c in field.columns if not c.hidden]
    names.load(row.get(c.name) for row in value for c in columns if c.kind == "person")
    cells = [[cell(c, row.get(c.name), names) for c in columns] for row in value]
    return render_to_string("components/rows.html", {"columns": [c.label for c in columns], "rows": cells})


def cell(column: Any, value: Any, names: Names) -> str:
    """One value of a row by the kind of its column."""
    if value in (None, ""):
        return DASH
    if column.kind == "person":
        return avatar(names.get(value))
    if column.kind == "long":
        return prose(value)
    if column.kind == "date":
        return day(datetime.date.fromisoformat(value))
    if column.kind == "instant":
        return when(datetime.datetime.fromisoformat(value))
    if column.kind == "record":
        return format_html('<a class="link mono" href="/r/{}">{}</a>', value, value)
    return plain(column.shown(value))
