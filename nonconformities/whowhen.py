"""Who put a why into the tree and who changed it last, read from the history: nobody can write that in."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qms.accounts.models import User

Touch = tuple[int, datetime.datetime]


def touches(record: Any) -> dict[str, tuple[Touch, Touch]]:
    """Of each why that is there now: (user id, when) of its entry and of its last change. One query."""
    first: dict[str, Touch] = {}
    last: dict[str, Touch] = {}
    before: dict[str, Any] = {}
    rows = type(record).history.filter(entry_id=record.pk).order_by("rev")
    for causes, user, at in rows.values_list("causes", "history_user_id", "history_date").iterator():
        held = {row["id"]: {k: v for k, v in row.items() if v not in ("", False)} for row in causes}
        if held == before:
            continue
        for key, row in held.items():
            first.setdefault(key, (user, at))
            if before.get(key) != row:
                last[key] = (user, at)
        before = held
    return {row["id"]: (first[row["id"]], last[row["id"]]) for row in record.causes if row["id"] in first}


def by_row(record: Any) -> dict[str, str]:
    """The same in words, such as “A. Adler, 3 Feb 2026; changed by B. Bruns, 9 Feb 2026”. Two queries."""
    found = touches(record)
    ids = {user for pair in found.values() for user, _at in pair}
    names = {u.pk: u.printed_name for u in User.objects.filter(pk__in=ids)} if ids else {}
    return {key: _said(pair, names) for key, pair in found.items()}


def _said(pair: tuple[Touch, Touch], names: dict[int, str]) -> str:
    first, last = ((names.get(user, ""), date_format(timezone.localtime(at), "j M Y")) for user, at in pair)
    made = f"{first[0]}, {first[1]}"
    return made if first == last else _("%(made)s; changed by %(who)s, %(when)s") % {
        "made": made, "who": last[0], "when": last[1],
    }  # fmt: skip
