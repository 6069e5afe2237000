"""What is stored, one module per register."""

from .complaint import Complaint, Feedback
from .concern import Concern, Tray
from .costs import QualityCost
from .nonconformity import LATE_AFTER_DAYS, Nonconformity

__all__ = ["LATE_AFTER_DAYS", "Complaint", "Concern", "Feedback", "Nonconformity", "QualityCost", "Tray"]
