"""What a sweep does about records of any register."""

import datetime

from qms.jobs.registry import job

from . import clock_notices


@job("clocks")
def clocks(*, at: datetime.datetime) -> int:
    """Tell people about clocks of the law that run out within a day, or have."""
    return clock_notices.tell(at=at)
