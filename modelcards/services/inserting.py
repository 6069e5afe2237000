"""Many points into their table at once. PostgreSQL takes them by COPY: a third of the time of an INSERT."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from qms.records.sql import insert_many

from ..models import MonitorPoint


def insert_points(points: Sequence[MonitorPoint]) -> None:
    """Insert new points inside the present transaction. Their keys were looked up under the lock of their monitor."""
    if connection.vendor != "postgresql":
        insert_many(MonitorPoint, list(points))
        return
    fields = [f for f in MonitorPoint._meta.concrete_fields if not f.primary_key]
    columns = ", ".join(f'"{f.column}"' for f in fields)
    names = [f.attname for f in fields]
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{MonitorPoint._meta.db_table}" ({columns}) FROM STDIN') as rows,
    ):
        for point in points:
            rows.write_row([_plain(name, getattr(point, name)) for name in names])


def _plain(name: str, value: Any) -> Any:
    return json.dumps(value) if name == "raw" and value is not None else value
