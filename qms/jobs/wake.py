"""Wake a worker when the transaction commits. A message that gets lost costs a minute: beat sweeps anyway."""

import logging
import time

from django.db import transaction

log = logging.getLogger(__name__)
PAUSE = 1.0  # seconds between two wake-ups from one process
AWAY = 15.0  # and after one that reached nobody: a host that does not answer costs three seconds each time

_next = 0.0


def wake() -> None:
    """Ask for a sweep once the present transaction has committed; at once where there is none."""
    waiting = transaction.get_connection().run_on_commit
    if not any(function is _send for _, function, _ in waiting):
        transaction.on_commit(_send, robust=True)


def _send() -> None:
    global _next
    if time.monotonic() < _next:
        return
    _next = time.monotonic() + PAUSE
    from .tasks import sweep  # here, because a command that wakes nobody need not load Celery

    try:
        sweep.apply_async(expires=60, retry=False)
    except Exception as error:  # no broker must ever fail a request: the row is written, beat will find it
        _next = time.monotonic() + AWAY
        log.warning("No worker could be woken (%s); the next sweep does the work.", error)
