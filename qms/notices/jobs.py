"""What a sweep does about notices."""

import datetime

from qms.jobs.registry import job

from . import absence, gathering, hooks, mails, reminders


@job("reminders")
def remind(*, at: datetime.datetime) -> int:
    """Make the reminders that fall due, and those of whoever stands in for somebody."""
    return reminders.remind(at=at) + absence.pass_on(at)


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
