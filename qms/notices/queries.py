"""What the pages ask: a person's notices, how many are unread, and that they have been read."""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from qms.accounts.models import User
from qms.records.access import visible_to
from qms.records.models import Entry

from .models import Notice


def notices_of(user: User) -> QuerySet[Notice]:
    """The person's notices about entries that he may (still) see, newest first."""
    seen = Exists(visible_to(Entry.objects.filter(pk=OuterRef("entry_id")), user))
    notices = Notice.objects.filter(Q(entry=None) | seen, user=user)
    return notices.select_related("entry__unit", "instead_of").order_by("-at", "-pk")


def unread_count(user: User, *, cap: int = 100) -> int:
    """How many notices are unread; counted no further than `cap`."""
    return notices_of(user).filter(read_at=None).order_by()[:cap].count()


def mark_read(user: User, *, at: datetime.datetime, ids: Iterable[int] | None = None) -> int:
    """Mark the person's own notices as read: those named, or all. Gives how many were unread."""
    unread = Notice.objects.filter(user=user, read_at=None)
    if ids is not None:
        unread = unread.filter(pk__in=list(ids))
    return unread.update(read_at=at)
