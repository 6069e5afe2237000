"""What a sweep does about audits: open to people from outside what their audits cover by now."""

import datetime

from qms.jobs.registry import job

from .services.opening import open_all


@job("audit-access")
def audit_access(*, at: datetime.datetime) -> int:
    """Findings, questions and linked records that came since are opened, what was unlinked is closed."""
    return open_all(at=at)
