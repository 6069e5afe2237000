"""What a sweep does about notices."""

import datetime

from qms.jobs.registry import job

from . import gathering, hooks, mails, reminders


@job("reminders")
def remind(*, at: datetime.datetime) -> int:
    """Make the reminders that fall due, and what follows from them."""
    return reminders.sweep_notices(at=at)


@job("mails")
def send(*, at: datetime.datetime) -> int:
    """Put notices into mails and send those that are due."""
    gathering.gather(at=at)
    return mails.deliver(at=at)


@job("hooks")
def call(*, at: datetime.datetime) -> int:
    """Tell programs what they asked to hear."""
    hooks.gather(at=at)
    return hooks.deliver(at=at)
