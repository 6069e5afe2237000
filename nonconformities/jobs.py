"""What a sweep does here: concerns of a day that is over are handed to those who are named for them."""

import datetime

from qms.jobs.registry import job

from .concerns.tray import hand_over


@job("concerns")
def concerns(*, at: datetime.datetime) -> int:
    """Hand over what was said anonymously on days that are over; gives how many."""
    return hand_over(at=at)
