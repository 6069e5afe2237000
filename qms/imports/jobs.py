"""What a sweep does about imports."""

import datetime

from qms.jobs.registry import job

from .work import work_off


@job("imports")
def imports(*, at: datetime.datetime) -> int:
    """Do the checks and imports that wait."""
    return work_off(at=at)
