"""Changes behind the program's back, by plain SQL, one column of one row at a time."""

import datetime
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction

from qms.registers.verify import Problem, verify


class Undo(Exception):
    """Ends the block without keeping what it did."""


@contextmanager
def undone() -> Iterator[None]:
    """Everything in the block is rolled back at its end."""
    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        pass


def run(sql: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        assert cursor.rowcount > 0, sql


def column(row: models.Model, name: str) -> Any:
    return row._meta.get_field(name)


def change(row: Any, name: str, value: Any) -> None:
    """Set one column of one row to another value."""
    field = column(row, name)
    stored = field.get_db_prep_save(value, connection)
    key = row._meta.pk.column
    table = row._meta.db_table
    run(f'UPDATE "{table}" SET "{field.column}" = %s WHERE "{key}" = %s', stored, row.pk)


def remove(row: Any) -> None:
    run(f'DELETE FROM "{row._meta.db_table}" WHERE "{row._meta.pk.column}" = %s', row.pk)


def insert(row: Any) -> None:
    """A row that nothing knows of."""
    row.pk = None
    row._state.adding = True
    models.Model.save(row, force_insert=True)


def another(row: Any, name: str) -> Any:
    """A different value that fits the column."""
    field, value = column(row, name), getattr(row, column(row, name).attname)
    if isinstance(field, models.ForeignKey):
        target: Any = field.related_model
        others = target._base_manager.exclude(pk=value).order_by("pk")
        return others.values_list("pk", flat=True)[0]
    if field.choices:
        return next(key for key, _label in field.choices if key != value)
    match field:
        case models.BooleanField():
            return not value
        case models.IntegerField():
            return (value or 0) + 1000
        case models.DecimalField():
            return (value or 0) + 1000
        case models.DateTimeField():
            return (value or datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)) + datetime.timedelta(seconds=1)
        case models.DateField():
            return (value or datetime.date(2026, 1, 1)) + datetime.timedelta(days=1)
        case models.JSONField():
            return json.loads(json.dumps(value)) + ["x"] if isinstance(value, list) else {**(value or {}), "x": "x"}
        case models.BinaryField():
            held = bytes(value or bytes(32))
            return bytes([held[0] ^ 1]) + held[1:]
        case _:
            return f"{value or ''}x"[-(field.max_length or 10_000) :]


def problems() -> list[Problem]:
    return list(verify())


def said(found: list[Problem]) -> str:
    return "\n".join(f"{p.where} | {p.subject} | {p.field} | {p.said}" for p in found)
