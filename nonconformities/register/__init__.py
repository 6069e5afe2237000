"""The registers of this folder."""

from .complaints import Complaints, FeedbackEntries
from .concerns import Concerns
from .costs import QualityCosts
from .nonconformities import Nonconformities

__all__ = ["Complaints", "Concerns", "FeedbackEntries", "Nonconformities", "QualityCosts"]
