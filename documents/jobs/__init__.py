"""What a sweep does for this folder."""

from . import evidence, revisions

__all__ = ["evidence", "revisions"]
