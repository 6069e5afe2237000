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
OWNER_WANTS_MAIL = Case(
    When(Q(entry__owner__mail_wanted=True) & ~Q(entry__owner__email=""), then=Value(True)),
    default=Value(False),
    output_field=BooleanField(),
)


def insert_reminders(
    dates: QuerySet[NamedDate], *, offset: int, at: datetime.datetime, user: User | None = None
) -> int:
    """Make a notice per named date, to `user` or else to each entry's owner. Returns how many are new."""
    chosen = dates.order_by().values_list(
        Value(user.pk) if user else F("entry__owner_id"),
        F("entry_id"),
        F("on"),
        Concat(F("name"), Value(f"{offset:+d}")),
        Value("", output_field=TextField()),
        Value(at, output_field=DateTimeField()),
        Value(wants_mail(user), output_field=BooleanField()) if user else OWNER_WANTS_MAIL,
    )
    select, params = chosen.query.sql_with_params()
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in COLUMNS)
    table = quote(Notice._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) {select} ON CONFLICT DO NOTHING", params)
        return max(cursor.rowcount, 0)
