"""The door's three statements in SQL: half the cost of the ORM, and history copies the row, not the memory."""

from __future__ import annotations

import datetime
import functools
from typing import Any

from django.apps import apps
from django.db import connection, models

from .models import Entry, LedgerRow, SealQueue

LEDGER = (
    "entry_id",
    "rev",
    "subject",
    "action",
    "actor_id",
    "actor_name",
    "at",
    "reason",
    "source",
    "body",
    "sha256",
    "content_hash",
)


#: Fields whose plain values both databases take as they are.
_AS_IT_IS = frozenset(
    {models.CharField, models.TextField, models.BooleanField, models.IntegerField, models.PositiveIntegerField,
     models.PositiveSmallIntegerField, models.ForeignKey, models.OneToOneField}
)  # fmt: skip
_PLAIN = frozenset({str, int, bool, type(None)})


def _adapt(field: models.Field[Any, Any], value: Any) -> Any:
    """A value as this database stores it (SQLite keeps naive UTC; an aware datetime in raw SQL would not)."""
    if type(value) in _PLAIN and type(field) in _AS_IT_IS:
        return value
    return field.get_db_prep_save(value, connection)


@functools.cache
def _history_sql(label: str) -> str:
    model: Any = apps.get_model(label)
    history = model.history.model
    columns = ", ".join(f'"{f.column}"' for f in model._meta.concrete_fields)
    return (
        f'INSERT INTO "{history._meta.db_table}" ({columns}, "history_date", "history_change_reason", "history_type", '
        f'"history_user_id") SELECT {columns}, %s, %s, %s, %s FROM "{model._meta.db_table}" WHERE "entry_id" = %s'
    )


def copy_to_history(record: Any, *, actor_id: int, at: datetime.datetime, reason: str, kind: str) -> None:
    """Copy the record's row, as it stands in the table, into its history."""
    stamp = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(_history_sql(record._meta.label), [stamp, reason, kind, actor_id, record.pk])
        assert cursor.rowcount == 1, "the record is not in its table"


def copy_many_to_history(model: type[Any], ids: list[int], *, actor_id: int, at: Any, reason: str) -> None:
    """The same for new records, by their ids."""
    marks = ", ".join(["%s"] * len(ids))
    sql = _history_sql(model._meta.label).removesuffix("= %s") + f"IN ({marks})"
    stamp = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(sql, [stamp, reason, "+", actor_id, *ids])


def update_entry(pk: int, values: dict[str, Any]) -> None:
    """Write the given columns of one row of the table of contents."""
    fields = {f.attname: f for f in Entry._meta.concrete_fields}
    sets = ", ".join(f'"{fields[name].column}" = %s' for name in values)
    params = [_adapt(fields[name], value) for name, value in values.items()]
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "records_entry" SET {sets} WHERE "id" = %s', [*params, pk])


def append_ledger(**values: Any) -> int:
    """Add one row to the ledger and to the seal queue; gives the row's id. It is the last statement of a change."""
    fields = {f.attname: f for f in LedgerRow._meta.concrete_fields}
    params = [_adapt(fields[name], values[name]) for name in LEDGER]
    columns = ", ".join(f'"{fields[name].column}"' for name in LEDGER)
    marks = ", ".join(["%s"] * len(LEDGER))
    insert = f'INSERT INTO "{LedgerRow._meta.db_table}" ({columns}) VALUES ({marks}) RETURNING "id"'
    queue = f'INSERT INTO "{SealQueue._meta.db_table}" ("row_id")'
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"WITH l AS ({insert}) {queue} SELECT id FROM l RETURNING row_id", params)
            return int(cursor.fetchone()[0])
        cursor.execute(insert, params)
        row = int(cursor.fetchone()[0])
        cursor.execute(f"{queue} VALUES (%s)", [row])
        return row


def insert_many(model: type[Any], rows: list[Any]) -> None:
    """Insert new rows whose keys are known or not needed.

    SQLite runs one statement again and again, a quarter faster than what bulk_create puts together; PostgreSQL is
    asked less by bulk_create.
    """
    if connection.vendor == "postgresql":
        models.QuerySet.bulk_create(model.objects.all(), rows)
        return
    fields = [f for f in model._meta.concrete_fields if f is not model._meta.auto_field]
    columns, marks = ", ".join(f'"{f.column}"' for f in fields), ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        values = [[_adapt(f, getattr(row, f.attname)) for f in fields] for row in rows]
        cursor.executemany(f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})', values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def append_ledger_many(rows: list[dict[str, Any]]) -> None:
    """The same for new records, which have no ledger row yet. A quarter of create_many less than with bulk_create."""
    fields = {f.attname: f for f in LedgerRow._meta.concrete_fields}
    columns = ", ".join(f'"{fields[name].column}"' for name in LEDGER)
    insert = f'INSERT INTO "{LedgerRow._meta.db_table}" ({columns}) VALUES ({", ".join(["%s"] * len(LEDGER))})'
    entries = [row["entry_id"] for row in rows]
    queue = (
        f'INSERT INTO "{SealQueue._meta.db_table}" ("row_id") SELECT "id" FROM "{LedgerRow._meta.db_table}" '
        f'WHERE "entry_id" IN ({", ".join(["%s"] * len(entries))}) ORDER BY "id"'
    )
    with connection.cursor() as cursor:
        cursor.executemany(insert, [[_adapt(fields[name], row[name]) for name in LEDGER] for row in rows])
        cursor.execute(queue, entries)
