"""Opening records to somebody from outside, for an audit or a pack, and closing them; both stand in the ledger."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import connection, models

from .events import log_event
from .models import Entry, ReadGrant
from .transactions import in_one_transaction


def opened_by(because: str, user_id: int) -> dict[int, ReadGrant]:
    """What was opened to a person because of this, by the entry's id."""
    return {row.entry_id: row for row in ReadGrant.objects.filter(because=because, user_id=user_id)}


@in_one_transaction
def grant(
    entries: Iterable[Entry], user: Any, *, because: str, until: datetime.date | None, actor: Any,
    at: datetime.datetime, source: str = "page",
) -> int:  # fmt: skip
    """Let a person read these entries, to the end of the day `until`; gives how many are new or last differently.

    `because` names what covers them (an audit's number, a pack). Doing it again changes nothing and logs nothing.
    """
    there, numbers = opened_by(because, user.pk), []
    for entry in entries:
        row = there.get(entry.pk)
        if row is None:
            models.Model.save(
                ReadGrant(entry=entry, user=user, because=because, until=until, granted_at=at), force_insert=True
            )
        elif row.until != until:
            row.until = until
            models.Model.save(row, update_fields=["until"])
        else:
            continue
        numbers.append(entry.number)
    if numbers:
        log_event(
            subject=user.username, action="access.grant", actor=actor, at=at, source=source, because=because,
            until=until, records=numbers,
        )  # fmt: skip
    return len(numbers)


@in_one_transaction
def withdraw(
    entries: Iterable[int], user: Any, *, because: str, actor: Any, at: datetime.datetime, source: str = "page"
) -> int:
    """Close entries (ids) again that were opened to a person because of this; gives how many."""
    rows = ReadGrant.objects.filter(because=because, user_id=user.pk, entry_id__in=list(entries))
    numbers = sorted(rows.values_list("entry__number", flat=True))
    if numbers:
        models.QuerySet._raw_delete(rows, connection.alias)
        log_event(
            subject=user.username, action="access.withdraw", actor=actor, at=at, source=source, because=because,
            records=numbers,
        )  # fmt: skip
    return len(numbers)
