"""How many rows there are, counted no further than somebody reads; several counts in one question to the database."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

#: Nobody reads further than this in a count.
CAP = 10_000


def counts(*asked: QuerySet[Any]) -> list[int]:
    """The number of rows of each, at most CAP + 1, in one query."""
    parts: list[tuple[str, Sequence[Any]]] = []
    for rows in asked:
        try:
            parts.append(rows.order_by().values("pk")[: CAP + 1].query.get_compiler(rows.db).as_sql())
        except EmptyResultSet:  # nothing can be in it, and Django writes no SQL for that
            parts.append(("SELECT NULL WHERE 1 = 0", ()))
    columns = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) AS counted_{n})" for n, (sql, _given) in enumerate(parts))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [value for _sql, given in parts for value in given])
        return list(cursor.fetchone())


def shown(n: int) -> str:
    """A count in words: beyond the cap only that there are more."""
    return f"{CAP:,}+" if n > CAP else str(n)
