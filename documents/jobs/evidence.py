"""What a sweep does about evidence."""

import datetime

from qms.jobs.registry import job

from ..services.evidence import let_run_out


@job("evidence")
def evidence(*, at: datetime.datetime) -> int:
    """Let accepted evidence run out after the day that it is valid until; gives how many."""
    return let_run_out(at=at)
