"""What a sweep does for this folder."""

from . import evidence
from .revisions import documents, make_effective

__all__ = ["documents", "evidence", "make_effective"]
