"""What a sweep does: revisions become effective on their day, newcomers are asked to read, others no longer."""

import datetime
from typing import Any

from django.utils import timezone

from qms.accounts.people import system_user
from qms.jobs.registry import job
from qms.lib.errors import Refused
from qms.registers import registry

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
    register: Any = registry["document-revisions"]
    due = DocumentRevision.objects.filter(state="approved", effective_from__lte=timezone.localdate(at))
    count = 0
    for revision in due.select_related("entry", "document").order_by("effective_from", "pk")[:MOST]:
        try:
            register.perform(revision, "make_effective", rev=revision.rev, actor=system_user(), at=at, source=SOURCE)
        except Refused:  # it waits for its readers, or somebody was faster; its page says which
            continue
        count += 1
    return count
