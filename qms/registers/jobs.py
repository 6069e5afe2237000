"""What a sweep does about people who leave. Clocks of the law are a step of the reminders' sweep (apps.py)."""

import datetime

from qms.jobs.registry import job

from .handing import work_off


@job("hand-overs")
def hand_overs(*, at: datetime.datetime) -> int:
    """Go on with hand-overs that wait or were cut off."""
    return work_off(at=at)
