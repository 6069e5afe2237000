"""What a sweep does about monitors."""

import datetime

from qms.jobs.registry import job

from .services.silence import notice_silence


@job("monitors")
def monitors(*, at: datetime.datetime) -> int:
    """Open a nonconformity for every series from which nothing has come, and attach charts that are still to be."""
    return notice_silence(at=at)
