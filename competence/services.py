"""Qualifications that run out, in the clock's name."""

import datetime

from django.utils import timezone

from qms.accounts.people import system_user
from qms.lib.errors import Refused
from qms.registers import registry

from .models import Qualification

MOST_OF_A_SWEEP = 500


def let_run_out(*, at: datetime.datetime, source: str = "job:competence") -> int:
    """Move what is no longer valid to “expired”; gives how many. Safe to run twice."""
    register, moved = registry["qualifications"], 0
    over = Qualification.objects.filter(state="verified", valid_until__lt=timezone.localdate(at))
    for record in over.select_related("entry").order_by("valid_until")[:MOST_OF_A_SWEEP]:
        try:
            register.perform(record, "expire", rev=record.rev, actor=system_user(), at=at, source=source)
        except Refused:  # somebody moved or changed it meanwhile: the next sweep looks again
            continue
        moved += 1
    return moved
