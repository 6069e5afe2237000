"""Parts of a record that one person edits as a whole: kept as JSON with a schema, so that history, diff, ledger and
guards come for nothing. No floats: their text is not stable."""

import datetime
import decimal
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.text import is_whole, tidy

KINDS = ("text", "long", "choice", "date", "instant", "number", "bool", "person", "record")
LONGEST_LINE, LONGEST_TEXT, MOST_ROWS = 500, 20_000, 500


@dataclass(frozen=True)
class Column:
    """One column of a RowsField. `kind` is one of KINDS; `choices` are (key, label) pairs.

    `hidden`: never shown. `kept`: shown only to whom the register's `may_see_kept` allows (qms/registers/kept.py).
    `whole`: a number that is always a whole one, and stands as a number in the API.
    """

    name: str
    label: Any
    kind: str = "text"
    choices: Sequence[tuple[str, Any]] = ()
    required: bool = False
    hidden: bool = False
    kept: bool = False
    whole: bool = False

    def read(self, value: Any) -> Any:
        """`value` as it is kept. Raises ValidationError with a sentence."""
        if value is None or value == "":
            if self.required:
                raise ValidationError(_t("“%s” is missing.") % self.label)
            return False if self.kind == "bool" else None if self.kind == "person" else ""
        return _READ[self.kind](self, value)

    def shown(self, value: Any) -> Any:
        """The label of a choice, anything else as it is."""
        return dict(self.choices).get(value, value) if self.kind == "choice" else value


def _text(column: Column, value: Any) -> str:
    try:
        text = tidy(str(value)).strip()
    except ValueError as error:
        raise ValidationError(str(error)) from None
    limit = LONGEST_TEXT if column.kind == "long" else LONGEST_LINE
    if len(text) > limit:
        raise ValidationError(_t("“%(column)s” has more than %(n)d characters.") % {"column": column.label, "n": limit})
    return text


def _choice(column: Column, value: Any) -> str:
    if value not in dict(column.choices):
        raise ValidationError(
            _t("“%(value)s” is no choice of “%(column)s”.") % {"value": value, "column": column.label}
        )
    return str(value)


def _date(column: Column, value: Any) -> str:
    try:
        return datetime.date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise ValidationError(_t("“%s” must be a date such as 2026-11-23.") % column.label) from None


def _instant(column: Column, value: Any) -> str:
    try:
        moment = datetime.datetime.fromisoformat(str(value))
        if moment.utcoffset() is None:
            raise ValueError
    except ValueError:
        raise ValidationError(_t("“%s” must be a moment such as 2026-11-23T14:02+01:00.") % column.label) from None
    return moment.astimezone(datetime.UTC).isoformat(timespec="minutes")


def _number(column: Column, value: Any) -> str:
    try:
        number = decimal.Decimal(str(value).strip())
        if not number.is_finite() or abs(number.adjusted()) > 30:
            raise decimal.InvalidOperation
    except decimal.InvalidOperation:
        raise ValidationError(_t("“%s” must be a number.") % column.label) from None
    return format(number, "f")


def _bool(column: Column, value: Any) -> bool:
    return value in (True, "true", "True", "on", "1", "yes", 1)


def _person(column: Column, value: Any) -> int:
    if isinstance(value, bool) or not is_whole(str(value)):
        raise ValidationError(_t("“%s” must name a person.") % column.label)
    return int(value)


_READ: dict[str, Callable[[Column, Any], Any]] = {
    "text": _text, "long": _text, "record": _text, "choice": _choice,
    "date": _date, "instant": _instant, "number": _number, "bool": _bool, "person": _person,
}  # fmt: skip


class PartField(models.JSONField):
    """A JSON list with a schema. Subclasses read one item. `cites`: its items are keys of requirements."""

    cites = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def read_items(self, items: list[Any]) -> list[Any]:
        raise NotImplementedError

    def clean(self, value: Any, model_instance: Any) -> list[Any]:
        if value is None:
            value = []
        if not isinstance(value, list):
            raise ValidationError(_t("A list is expected here."))
        if len(value) > MOST_ROWS:
            raise ValidationError(_t("More than %d rows.") % MOST_ROWS)
        items = self.read_items(value)
        if not items and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        return items


class RowsField(PartField):
    """A list of rows; every row is a dict of the columns and a stable `id`.

    `abreast`: a row is edited side by side however many columns there are, because it is a comparison.
    `begins` are rows that a form offers while there is none; one in which nothing is added is no row.
    """

    begins: Sequence[dict[str, str]] = ()

    def __init__(self, *args: Any, columns: Sequence[Column] = (), abreast: bool = False, **kwargs: Any) -> None:
        self.columns, self.abreast = tuple(columns), abreast
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "qms.records.fields.RowsField", args, kwargs  # columns are no business of the schema

    def read_items(self, items: list[Any]) -> list[Any]:
        names = {c.name for c in self.columns} | {"id"}
        rows = []
        for place, item in enumerate(items, 1):
            if not isinstance(item, dict):
                raise ValidationError(_t("Row %d is no row of named values.") % place)
            if unknown := sorted(set(map(str, item)) - names):
                raise ValidationError(_t("Row %(n)d has an unknown column “%(c)s”.") % {"n": place, "c": unknown[0]})
            rows.append(self._row(place, item))
        if len({r["id"] for r in rows}) < len(rows):
            raise ValidationError(_t("Two rows have the same id."))
        return rows

    def lines(self, value: list[dict[str, Any]], cell: Callable[[Column, Any], str]) -> list[tuple[str, str]]:
        """(what the row keeps from version to version, what it says) of every row, for history, PDF and exports.

        `cell` puts a value into words; hidden columns and empty values say nothing.
        """
        return [(str(row.get("id", place)), self._line(row, cell)) for place, row in enumerate(value)]

    def _line(self, row: dict[str, Any], cell: Callable[[Column, Any], str]) -> str:
        said = [(c, row.get(c.name)) for c in self.columns if not c.hidden]
        return " · ".join(f"{c.label}: {cell(c, v)}" for c, v in said if v not in (None, "", False))

    def _row(self, place: int, item: dict[str, Any]) -> dict[str, Any]:
        row: dict[str, Any] = {"id": str(item.get("id") or secrets.token_hex(4))[:16]}
        for column in self.columns:
            try:
                row[column.name] = column.read(item.get(column.name))
            except ValidationError as error:
                raise ValidationError(_t("Row %(n)d: %(why)s") % {"n": place, "why": error.messages[0]}) from None
        return row


class PeopleField(PartField):
    """A list of ids of active people, each once, in the order given."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "qms.records.fields.PeopleField", args, kwargs

    def read_items(self, items: list[Any]) -> list[Any]:
        ids = list(dict.fromkeys(getattr(i, "pk", i) for i in items))
        if not all(isinstance(i, int) and not isinstance(i, bool) for i in ids):
            raise ValidationError(_t("People are named by their id."))
        from qms.accounts.models import User

        if ids and User.objects.filter(pk__in=ids).count() < len(ids):
            raise ValidationError(_t("One of these people does not exist."))
        return ids


class StringsField(PartField):
    """A list of short texts, each once; of the given choices where there are any."""

    def __init__(self, *args: Any, options: Iterable[tuple[str, Any]] = (), **kwargs: Any) -> None:
        self.options = tuple(options)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "qms.records.fields.StringsField", args, kwargs

    def read_items(self, items: list[Any]) -> list[Any]:
        line = Column("line", _("line"))
        texts = list(dict.fromkeys(t for t in (_text(line, i) for i in items) if t))
        known = dict(self.options)
        if known and (bad := [t for t in texts if t not in known]):
            raise ValidationError(_t("“%s” is not one of the choices.") % bad[0])
        return texts

    def labels(self, values: Iterable[str]) -> list[Any]:
        """The values in words, for pages, prints and exports."""
        known = dict(self.options)
        return [known.get(v, v) for v in values]
