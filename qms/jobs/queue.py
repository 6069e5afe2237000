"""Claim, confirm, give back. Leases run by the database's clock, so that workers need not agree on the time."""

import datetime
from collections.abc import Iterable
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import F, Min, Q, QuerySet
from django.db.models.functions import Now

from .models import QueueRow

Row = TypeVar("Row", bound=QueueRow)

LEASE = datetime.timedelta(minutes=5)
MAX_ATTEMPTS = 10
LIVE = (QueueRow.WAITING, QueueRow.RUNNING)


def claim(model: type[Row], *, at: datetime.datetime, limit: int = 20, lease: datetime.timedelta = LEASE) -> list[Row]:
    """Take up to `limit` rows that are due at `at`, or whose claimant let the lease run out.

    A lease too far in the future counts as run out: the clock was set back. No two callers get the same row:
    PostgreSQL skips locked rows, SQLite admits one writer at a time (BEGIN IMMEDIATE).
    """
    expired = Q(lease_until__lt=Now()) | Q(lease_until__gt=Now() + 2 * lease)
    free = Q(queue_state=QueueRow.WAITING) | Q(queue_state=QueueRow.RUNNING) & expired
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        due = model._default_manager.select_for_update(skip_locked=skip).filter(free, due_at__lte=at)
        ids = list(due.filter(queue_state__in=LIVE).order_by("due_at", "pk").values_list("pk", flat=True)[:limit])
        mine = model._default_manager.filter(pk__in=ids)
        mine.update(
            queue_state=QueueRow.RUNNING,
            fence=F("fence") + 1,
            attempts=F("attempts") + 1,
            lease_until=Now() + lease,
        )
        return list(mine.order_by("due_at", "pk"))


def confirm(row: QueueRow) -> bool:
    """Mark a claimed row as done. False when somebody else has claimed it since: then this work does not count."""
    return bool(_still_mine(row).update(queue_state=QueueRow.DONE, done_at=Now(), lease_until=None, error=""))


def give_back(row: QueueRow, *, at: datetime.datetime, error: str) -> None:
    """Let a claimed row wait for another try, each time twice as long; after MAX_ATTEMPTS it is parked as failed."""
    if row.attempts >= MAX_ATTEMPTS:
        _still_mine(row).update(queue_state=QueueRow.FAILED, lease_until=None, error=error[:2000])
        return
    again = at + datetime.timedelta(minutes=2 ** min(row.attempts - 1, 8))
    _still_mine(row).update(queue_state=QueueRow.WAITING, lease_until=None, due_at=again, error=error[:2000])


def park(row: QueueRow, *, error: str) -> None:
    """Put a claimed row aside as failed: another try would not help before somebody has done something about it."""
    _still_mine(row).update(queue_state=QueueRow.FAILED, lease_until=None, error=error[:2000])


def again(model: type[Row], ids: Iterable[int], *, at: datetime.datetime) -> int:
    """Let rows that failed wait once more, as if never tried; gives how many."""
    failed = model._default_manager.filter(pk__in=list(ids), queue_state=QueueRow.FAILED)
    return failed.update(queue_state=QueueRow.WAITING, attempts=0, due_at=at, error="")


def oldest_due(model: type[QueueRow], *, at: datetime.datetime) -> datetime.datetime | None:
    """Since when the oldest row that should be done by `at` has been due."""
    late = model._default_manager.filter(queue_state__in=LIVE, due_at__lte=at)
    found: datetime.datetime | None = late.aggregate(oldest=Min("due_at"))["oldest"]
    return found


def _still_mine(row: Row) -> QuerySet[Row]:
    return type(row)._default_manager.filter(pk=row.pk, fence=row.fence, queue_state=QueueRow.RUNNING)
