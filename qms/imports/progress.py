"""How far a check or import has come. A small file beside the database: the one transaction that writes all records
hides every row it writes until it ends, and on SQLite lets nobody else write meanwhile."""

import json
import os
import time
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

EVERY = 0.3  # seconds between two notes


class Progress(NamedTuple):
    """Rows done and rows in all."""

    done: int
    total: int


def _path(task: int) -> Path:
    return Path(settings.QMS_DATA) / "imports" / f"{task}.json"


class Note:
    """Called with (done, total); writes now and then."""

    def __init__(self, task: int) -> None:
        self.path, self.last = _path(task), 0.0
        self.path.parent.mkdir(parents=True, exist_ok=True)

    def __call__(self, done: int, total: int) -> None:
        if done not in (0, total) and time.monotonic() - self.last < EVERY:
            return
        self.last = time.monotonic()
        fresh = self.path.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps([done, total]))
        os.replace(fresh, self.path)


def read(task: int) -> Progress | None:
    """How far the task is; None when nothing is known."""
    try:
        return Progress(*json.loads(_path(task).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def silent_for(task: int) -> float | None:
    """Seconds since the task last said anything; None when it never did."""
    try:
        return time.time() - _path(task).stat().st_mtime
    except OSError:
        return None


def forget(task: int) -> None:
    """The task is over."""
    _path(task).unlink(missing_ok=True)
