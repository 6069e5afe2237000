"""What is stored, one module per register."""

from .costs import QualityCost
from .nonconformity import LATE_AFTER_DAYS, Nonconformity

__all__ = ["LATE_AFTER_DAYS", "Nonconformity", "QualityCost"]
