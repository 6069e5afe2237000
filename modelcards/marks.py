"""Marks say how a record came about (“demo”), not what it is about."""

from typing import Any


def mark_for(origin: Any, source: str) -> str:
    """The mark of what `origin` brings about: its own where the same load does it, none where life does."""
    return origin.mark if origin.mark and source == origin.mark else ""
