"""The set-based insert: what the ORM selects becomes notices in one statement, those that exist being passed over."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField, CharField, DateTimeField, Expression, F, Q, QuerySet, TextField, Value
from django.db.models.expressions import Case, Combinable, When
from django.db.models.functions import Concat

from qms.accounts.models import User
from qms.records.models import NamedDate

from .models import Notice
from .notify import wants_mail
from .rules import Rule

COLUMNS = (
    "user_id", "entry_id", "on", "rule", "text", "at", "by_mail", "by_hook", "at_once", "statutory", "told_by", "why",
)  # fmt: skip
Because = list[tuple[Q, str]]


def insert_reminders(
    dates: QuerySet[NamedDate], *, to: str | User, rule: Rule, why: str | Because, steps: dict[datetime.date, int],
    at: datetime.datetime,
) -> int:  # fmt: skip
    """Make a notice per named date. Returns how many are new.

    to: one person, or the way from a named date to the person, "entry__owner" or "entry__involved__user".
    why: why that person is told, or reasons with what they ask of the date; the first that holds is written down.
    steps: for each date that is due for a notice, how many days from it the notice is.
    """
    suffix = Case(*(When(on=on, then=Value(f"{offset:+d}")) for on, offset in steps.items()), output_field=TextField())
    chosen = dates.order_by().values_list(
        Value(to.pk) if isinstance(to, User) else F(f"{to}_id"),
        F("entry_id"),
        F("on"),
        Concat(F("name"), suffix, output_field=TextField()),
        Value("", output_field=TextField()),
        Value(at, output_field=DateTimeField()),
        _by_mail(to, rule),
        _flag(rule.hook),
        _flag(rule.at_once),
        _flag(rule.statutory),
        Value(rule.number, output_field=CharField()),
        _why(why),
    )
    return insert_chosen(COLUMNS, chosen)


def prefer_lookups() -> None:
    """Until the transaction ends, have PostgreSQL look up what belongs to the dates that are due one by one.

    It would read all entries to join them with some thousand dates, and so at each statement of a sweep. Nor is it
    worth its while to remember entries that it looks up once.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_memoize = off"
            )


def insert_chosen(columns: Sequence[str], chosen: QuerySet[Any, Any]) -> int:
    """What a query chooses becomes notices in one statement, but for those that exist. Returns how many are new.

    columns: of the notices' table, in the order of the query's values.
    """
    select, params = chosen.query.sql_with_params()
    quote = connection.ops.quote_name
    names, table = ", ".join(quote(name) for name in columns), quote(Notice._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) {select} ON CONFLICT DO NOTHING", params)
        return max(cursor.rowcount, 0)


def _why(why: str | Because) -> Expression:
    if isinstance(why, str):
        return Value(why, output_field=CharField())
    return Case(*(When(asked, then=Value(word)) for asked, word in why), output_field=CharField())


def _by_mail(to: str | User, rule: Rule) -> Combinable:
    """Whether it goes by mail: if the rule says so and the person wants any; of a clock of the law in any case.

    Whoever has no address is not left out: his mail stands among what failed, to be seen.
    """
    if not rule.mail:
        return _flag(False)
    if isinstance(to, User):
        return _flag(True if rule.statutory else wants_mail(to))
    asked = ~Q(**{f"{to}__username": "system"})
    if not rule.statutory:
        asked &= Q(**{f"{to}__mail_wanted": True})
    return Case(When(asked, then=Value(True)), default=Value(False), output_field=BooleanField())


def _flag(value: bool) -> Value:
    return Value(value, output_field=BooleanField())
