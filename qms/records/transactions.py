"""One transaction per verb. The outermost one is tried again when the database asks for it."""

import functools
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

P = ParamSpec("P")
R = TypeVar("R")
TRIES = 3
RETRYABLE = {"40P01", "40001"}  # deadlock, serialization failure


def in_one_transaction(verb: Callable[P, R]) -> Callable[P, R]:
    """Run a verb atomically; as the outermost call, up to three times on deadlock. Effects are pure database work."""

    @functools.wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        outermost = not connection.in_atomic_block
        for tried in range(1, TRIES + 1):
            try:
                with transaction.atomic():
                    return verb(*args, **kwargs)
            except OperationalError as error:
                if not outermost or tried == TRIES or not _may_retry(error):
                    raise
                time.sleep(0.05 * tried)
        raise AssertionError("unreachable")

    return run


def _may_retry(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlstate", None) in RETRYABLE or "database is locked" in str(error)
