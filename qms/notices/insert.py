"""The set-based insert: what the ORM selects becomes notices in one statement, those that exist being passed over."""

import datetime

from django.db import connection
from django.db.models import BooleanField, DateTimeField, F, Q, QuerySet, TextField, Value
from django.db.models.expressions import Case, When
from django.db.models.functions import Concat

from qms.accounts.models import User
from qms.records.models import NamedDate

from .models import Notice
from .notify import wants_mail

COLUMNS = ("user_id", "entry_id", "on", "rule", "text", "at", "by_mail")


def insert_reminders(
    dates: QuerySet[NamedDate], *, to: str | User, steps: dict[datetime.date, int], at: datetime.datetime
) -> int:
    """Make a notice per named date. Returns how many are new.

    to: one person, or the way from a named date to the person, "entry__owner" or "entry__involved__user".
    steps: for each date that is due for a notice, how many days from it the notice is.
    """
    suffix = Case(*(When(on=on, then=Value(f"{offset:+d}")) for on, offset in steps.items()), output_field=TextField())
    person: Value | F
    by_mail: Value | Case
    if isinstance(to, User):
        person, by_mail = Value(to.pk), Value(wants_mail(to), output_field=BooleanField())
    else:
        person, by_mail = F(f"{to}_id"), _wants_mail(to)
    chosen = dates.order_by().values_list(
        person,
        F("entry_id"),
        F("on"),
        Concat(F("name"), suffix, output_field=TextField()),
        Value("", output_field=TextField()),
        Value(at, output_field=DateTimeField()),
        by_mail,
    )
    select, params = chosen.query.sql_with_params()
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in COLUMNS)
    table = quote(Notice._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) {select} ON CONFLICT DO NOTHING", params)
        return max(cursor.rowcount, 0)


def _wants_mail(person: str) -> Case:
    wants = Q(**{f"{person}__mail_wanted": True}) & ~Q(**{f"{person}__username": "system"})
    return Case(When(wants, then=Value(True)), default=Value(False), output_field=BooleanField())
