"""The declarations of the privacy registers."""

from . import activities, assessments

__all__ = ["activities", "assessments"]
