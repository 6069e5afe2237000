"""What a sweep does: revisions become effective on their day, newcomers are asked to read, others no longer."""

import datetime

from django.utils import timezone

from qms.jobs.registry import job
from qms.registers import registry
from qms.registers.clockwork import move_each

from ..models import DocumentRevision
from ..services import asking

MOST = 200
SOURCE = "job:documents"


@job("documents")
def documents(*, at: datetime.datetime) -> int:
    """Safe to repeat and in many processes: each move finds its record in the state it starts from, or is refused."""
    done = make_effective(at=at)
    done += asking.ask_newcomers(at=at, source=SOURCE)
    return done + asking.excuse_what_is_over(at=at, source=SOURCE)


def make_effective(*, at: datetime.datetime) -> int:
    """Revisions whose day has come and which enough people have read; gives how many."""
    due = DocumentRevision.objects.filter(state="approved", effective_from__lte=timezone.localdate(at))
    some = due.select_related("entry", "document").order_by("effective_from", "pk")[:MOST]
    return move_each(registry["document-revisions"], "make_effective", some, at=at, source=SOURCE)
