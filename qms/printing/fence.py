"""What Python code in a printing child may still do once it has its job: read fonts, WeasyPrint and `static/`.

An audit hook cannot be taken away again. It is the second lock behind the fetcher, for the day the fetcher is bypassed.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from typing import Any

FORBIDDEN = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.bind",
    "subprocess.",
    "os.exec",
    "os.posix_spawn",
    "os.system",
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Fenced(RuntimeError):
    """The document made the program reach for something outside the fence."""


def raise_around(static: str) -> None:
    """From here on, open nothing outside Python's own folders and `static`, write no file, use no network."""
    allowed = tuple(os.path.realpath(path) + os.sep for path in {static, sys.prefix, *sysconfig.get_paths().values()})

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(FORBIDDEN):
            raise Fenced(event)
        if event == "open" and not _harmless(arguments, allowed):
            raise Fenced(f"open {arguments[0]!r}")

    sys.addaudithook(hook)


def _harmless(arguments: tuple[Any, ...], allowed: tuple[str, ...]) -> bool:
    path, _mode, flags = arguments
    if isinstance(path, int):
        return True  # an open file descriptor, not a path
    return not flags & WRITING and os.path.realpath(os.fsdecode(path)).startswith(allowed)
