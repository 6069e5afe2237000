"""What a sweep does about risks: acceptances past their end, and those that new criteria change."""

import datetime

from qms.jobs.registry import job

from .services.lapsing import sweep


@job("risks")
def acceptances(*, at: datetime.datetime) -> int:
    """Let acceptances lapse that no longer hold, and reopen their risks; gives how many."""
    return sweep(at=at)
