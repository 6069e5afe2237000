"""What is stored, one module per register."""

from .activities import ProcessingActivity
from .assessments import ImpactAssessment
from .breach import Breach
from .request import SubjectRequest

__all__ = ["Breach", "ImpactAssessment", "ProcessingActivity", "SubjectRequest"]
