"""What a sweep does for this folder."""

from . import evidence

__all__ = ["evidence"]
