"""What a sweep does about privacy."""

import datetime

from qms.jobs.registry import job

from .services.reopening import reopen


@job("impact-assessments")
def impact_assessments(*, at: datetime.datetime) -> int:
    """Ask for a review of assessments whose ground has changed; gives how many."""
    return reopen(at=at)
