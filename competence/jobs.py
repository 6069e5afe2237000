"""What a sweep does about qualifications."""

import datetime

from qms.jobs.registry import job

from . import readings
from .services import let_run_out


@job("competence")
def competence(*, at: datetime.datetime) -> int:
    """Let qualifications run out after the day that they are valid until, and take up what was read; gives how many."""
    return let_run_out(at=at) + readings.take_up(at=at)
