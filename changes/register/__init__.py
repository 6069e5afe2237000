"""The registers of this folder."""

from .changes import Changes

__all__ = ["Changes"]
