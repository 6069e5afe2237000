"""The declarations of the privacy registers."""

from . import activities

__all__ = ["activities"]
