"""What is stored of privacy."""

from .activities import ProcessingActivity
from .assessments import ImpactAssessment

__all__ = ["ImpactAssessment", "ProcessingActivity"]
