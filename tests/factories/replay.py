"""What verbs about people wrote, written again as rows: the same calls in the same order leave the same rows.

Nearly every test begins with a few people, and making them through the verbs costs more than most tests do. So the
first test of a process makes them that way, and the rows that this left are kept and inserted for the tests after it,
with the same keys. That holds only from the same beginning: the ledger must end where it ended the first time.
"""

import copy
import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Max, Model, QuerySet

from qms.accounts.models import Acceptance, Grant, Unit, User
from qms.records.models import LedgerRow, SealQueue

#: Every table that the verbs about people write, those referred to first.
TABLES: tuple[type[Model], ...] = (Unit, User, Grant, Acceptance, LedgerRow, SealQueue)
#: By database, end of the ledger before and calls so far: the rows of each table, and what the call gave.
_kept: dict[tuple[Any, ...], tuple[dict[type[Model], list[Any]], Any]] = {}
#: By the same key: the statements that insert those rows, because to write them anew each time costs more than to run.
_statements: dict[tuple[Any, ...], list[tuple[str, Any]]] = {}

_INSERTS = re.compile(r'INSERT INTO "(\w+)"')


def _top(table: type[Model]) -> Any:
    return QuerySet(table).aggregate(top=Max("pk"))["top"]


def _end_of_ledger() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id) FROM records_ledgerrow")
        return cursor.fetchone()[0]


class Replay:
    """The calls of one organisation so far. Once something else was written between two of them, all are made anew."""

    def __init__(self) -> None:
        self.calls: tuple[Any, ...] | None = ()
        self.ended: Any = None

    def once(self, call: tuple[Any, ...], write: Callable[[], Any]) -> Any:
        """The result of `write`, whose arguments are `call`: made, or inserted as it was made the first time."""
        top = _end_of_ledger()
        if self.calls is None or not connection.in_atomic_block or (self.calls and top != self.ended):
            self.calls = None
            return write()
        self.calls = (*self.calls, call)
        key = (connection.settings_dict["NAME"], top, self.calls)
        if key in _kept:
            _insert(key, _kept[key][0])
        else:
            before = {table: _top(table) for table in TABLES}
            with connection.execute_wrapper(_only_known_tables):
                result = write()
            rows = {t: list(QuerySet(t).filter(pk__gt=before[t] or 0).order_by("pk")) for t in TABLES}
            _kept[key] = rows, copy.deepcopy(result)
        rows, result = _kept[key]
        self.ended = rows[LedgerRow][-1].pk
        return copy.deepcopy(result)


def _insert(key: tuple[Any, ...], rows: dict[type[Model], list[Any]]) -> None:
    if key in _statements:
        with connection.cursor() as cursor:
            for sql, values in _statements[key]:
                cursor.execute(sql, values)
        return
    said: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, values: Any, *rest: Any) -> Any:
        if _INSERTS.match(sql):
            said.append((sql, values))
        return execute(sql, values, *rest)

    with connection.execute_wrapper(listen):
        for table, made in rows.items():
            if made:
                QuerySet(table).bulk_create(made)
    _statements[key] = said


def _only_known_tables(execute: Any, sql: str, *rest: Any) -> Any:
    """Fails where a verb writes a table that would be missing when its rows are written again."""
    names = {table._meta.db_table for table in TABLES}
    assert not (match := _INSERTS.match(sql)) or match[1] in names, f"name {match[1]} in TABLES"
    return execute(sql, *rest)
