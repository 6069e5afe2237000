"""What a sweep does about packs."""

import datetime

from qms.jobs.registry import job

from .files import expire
from .work import work_off


@job("packs")
def packs(*, at: datetime.datetime) -> int:
    """Remove the files of packs whose time is over, then build the packs that wait."""
    return expire(at=at) + work_off(at=at)
