"""Values of fields in words for paper. People and referred rows are read once per print."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.lib.instants import told_in
from qms.lib.inwords import in_words
from qms.printing.shapes import PrintColumn, PrintTable, Value, Width
from qms.printing.templatetags.printing import shown
from qms.records.access import visible_to
from qms.records.fields import Column, PeopleField, RowsField, StringsField
from qms.records.models import Entry, Record

#: Kind of a part's column → how wide it is on paper.
WIDTHS: dict[str, Width] = {
    "text": "text", "long": "long", "choice": "short", "date": "date", "instant": "instant", "number": "short",
    "bool": "short", "person": "person", "record": "number",
}  # fmt: skip


class Words:
    """Turns stored values into what a reader of a print sees: records that `actor` may not see are not named."""

    def __init__(self, actor: Any = None, *, zone: datetime.tzinfo | None = None) -> None:
        """`zone`: where instants are told, for papers that leave the house; none: they stay instants, shown in UTC."""
        self._rows: dict[tuple[type[models.Model], Any], str] = {}
        self._actor, self._zone = actor, zone

    def load_people(self, records: Iterable[Any]) -> None:
        """Read everybody whom the fields of these records (or history rows) name, in one query."""
        ids = {pk for record in records for pk in people_in(record)}
        self._load(User, ids)

    def load_related(self, records: Iterable[Any]) -> None:
        """Read everything that the references of these records (or history rows) lead to, one query per table."""
        wanted: dict[Any, set[Any]] = {}
        for record in records:
            for field in record._meta.concrete_fields:
                if isinstance(field, models.ForeignKey) and field.related_model is not Entry:
                    wanted.setdefault(field.related_model, set()).add(getattr(record, field.attname))
        for model, ids in wanted.items():
            self._load(model, ids)

    def person(self, pk: Any) -> str:
        """Printed name of a person by id; "" for nobody."""
        return self._referred(User, pk)

    def value(self, field: models.Field[Any, Any], value: Any) -> Value:
        """A stored value as dates, texts or a list of texts. Parts with rows are tables: see `table`."""
        if value is None or value == "" or value == [] or value == {}:
            return None
        if own := getattr(field, "as_text", None):
            return str(own(value))
        if isinstance(field, models.ForeignKey):
            return self._referred(field.related_model, value)
        if isinstance(field, PeopleField):
            self._load(User, value)
            return [self.person(pk) for pk in value]
        if isinstance(field, StringsField):
            return [str(word) for word in field.labels(value)]
        if hasattr(field, "lines"):
            return [said for _key, said in self.lines(field, value)]
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return self._there(bare(value))

    def _there(self, value: Value) -> Value:
        """An instant as it is told in the zone, anything else as it is."""
        if self._zone is None or not isinstance(value, datetime.datetime):
            return value
        return told_in(value, self._zone)

    def text(self, field: models.Field[Any, Any], value: Any) -> str:
        """A stored value on one or more lines, for a difference."""
        said = self.value(field, value)
        if said is None:
            return ""
        if isinstance(said, list | tuple):
            return "\n".join(said)
        return shown(said)

    def table(self, field: RowsField, value: list[dict[str, Any]], label: str) -> PrintTable:
        """A part with rows as a table; hidden columns are left out."""
        columns = [column for column in field.columns if not column.hidden]
        self._load(User, (row.get(c.name) for row in value for c in columns if c.kind == "person"))
        heads = [PrintColumn(label=str(c.label), width=WIDTHS[c.kind]) for c in columns]
        rows = [[self._cell(c, row.get(c.name)) for c in columns] for row in value]
        return PrintTable(label=label, columns=heads, rows=rows)

    def lines(self, field: Any, value: Any) -> list[tuple[str, str]]:
        """(key, text) of every row of a part, so that two versions are compared row by row."""
        return field.lines(value or [], lambda column, held: shown(self._cell(column, held)))

    def _cell(self, column: Column, value: Any) -> Value:
        if value is None or value == "":
            return None
        if column.kind == "person":
            return self.person(value)
        if column.kind == "date":
            return datetime.date.fromisoformat(value)
        if column.kind == "instant":
            return self._there(datetime.datetime.fromisoformat(value))
        return bare(column.shown(value))

    def _referred(self, model: Any, pk: Any) -> str:
        if not pk:
            return ""
        self._load(model, [pk])
        return self._rows[model, pk]

    def _load(self, model: Any, ids: Iterable[Any]) -> None:
        missing = {pk for pk in ids if pk and (model, pk) not in self._rows}
        if not missing:
            return
        rows = model._base_manager.all()
        hides = self._actor is not None and issubclass(model, Record)
        found = (visible_to(rows, self._actor) if hides else rows).in_bulk(missing)
        for pk in missing:
            row = found.get(pk)
            if row is None and hides:
                self._rows[model, pk] = _("a record that is not shown here")
                continue
            self._rows[model, pk] = str(pk) if row is None else row.printed_name if isinstance(row, User) else str(row)


def bare(value: Any) -> Value:
    """A value without a field, by its type."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value is None or isinstance(value, str | int | datetime.date):
        return value
    if isinstance(value, dict | list):
        return in_words(value)
    return str(value)


def people_in(record: Any) -> Iterable[int]:
    """Ids of the people whom a record's fields and parts name."""
    for field in record._meta.concrete_fields:
        value = getattr(record, field.attname)
        if not value:
            continue
        if isinstance(field, models.ForeignKey) and field.related_model is User:
            yield value
        elif isinstance(field, PeopleField):
            yield from value
        elif isinstance(field, RowsField):
            names = [column.name for column in field.columns if column.kind == "person"]
            yield from (row[name] for row in value for name in names if row.get(name))


def label_of(field: models.Field[Any, Any]) -> str:
    """A field's name in words, beginning with a capital letter."""
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]
