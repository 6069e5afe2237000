"""Qualifications that run out, in the clock's name."""

import datetime

from django.utils import timezone

from qms.registers import registry
from qms.registers.clockwork import move_each

from .models import Qualification

MOST_OF_A_SWEEP = 500


def let_run_out(*, at: datetime.datetime, source: str = "job:competence") -> int:
    """Move what is no longer valid to “expired”; gives how many. Safe to run twice."""
    over = Qualification.objects.filter(state="verified", valid_until__lt=timezone.localdate(at))
    some = over.select_related("entry").order_by("valid_until")[:MOST_OF_A_SWEEP]
    return move_each(registry["qualifications"], "expire", some, at=at, source=source)
