"""Requests that leave no trace: while one is answered, nothing is logged, and afterwards nothing about it."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_silent: ContextVar[bool] = ContextVar("traceless", default=False)


def is_traceless(path: str, places: Iterable[str]) -> bool:
    """Whether an address, with or without its last slash and its query, is one of those that leave no trace."""
    bare = path.partition("?")[0].rstrip("/") + "/"
    return bare in places


def is_silent() -> bool:
    """Whether such a request is being answered now."""
    return _silent.get()


@contextmanager
def silence() -> Iterator[None]:
    """Nothing inside is logged."""
    before = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(before)


class Silence(logging.Filter):
    """Drops log lines from within such a request, and those that Django writes about it afterwards."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        return not (is_silent() or getattr(request, "leaves_no_trace", False))
