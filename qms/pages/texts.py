"""Values of fields as plain text: for exports, for diffs, for the merge page."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.lib.inwords import in_words
from qms.records.fields import Column, PeopleField, StringsField

from .values import Names, field_of


def text_of(record: Any, name: str, names: Names) -> str:
    """The value of a field or property of a record as text; "" for nothing."""
    field = field_of(record, name)
    if field is None:
        return bare(getattr(record, name, None))
    if isinstance(field, models.ForeignKey) and field.related_model is not User:
        if own := getattr(field, "as_text", None):
            return str(own(getattr(record, field.attname)))
        target = getattr(record, name)
        return "" if target is None else str(target)
    return text(field, getattr(record, field.attname), names)


def text(field: models.Field[Any, Any], value: Any, names: Names) -> str:
    """One value of a field as text. People come from `names`."""
    if value in (None, "", [], {}):
        return ""
    if own := getattr(field, "as_text", None):
        return str(own(value))
    if isinstance(field, models.ForeignKey):
        return _reference(field, value, names)
    if isinstance(field, PeopleField):
        names.load(value)
        return ", ".join(_person(v, names) for v in value)
    if hasattr(field, "lines"):
        return "\n".join(said for _key, said in lines(field, value, names))
    if isinstance(field, StringsField):
        return ", ".join(str(word) for word in field.labels(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return bare(value)


def bare(value: Any) -> str:
    """A value without a field."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, list | tuple | dict):
        return in_words(value)
    return str(value)


def _reference(field: models.ForeignKey[Any, Any], value: Any, names: Names) -> str:
    if field.related_model is User:
        return _person(value, names)
    found = field.related_model._default_manager.filter(pk=value).first()
    return str(found) if found is not None else str(value)


def _person(pk: Any, names: Names) -> str:
    user = names.get(pk)
    return user.printed_name if user else str(pk)


def lines(field: Any, value: Any, names: Names) -> list[tuple[str, str]]:
    """(key, text) of every row of a part, so that two versions are compared row by row."""
    return field.lines(value or [], lambda column, held: _cell(column, held, names))


def _cell(column: Column, value: Any, names: Names) -> str:
    if column.kind == "instant" and value:
        return bare(datetime.datetime.fromisoformat(value))
    return _person(value, names) if column.kind == "person" else bare(column.shown(value))
