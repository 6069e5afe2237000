"""What is stored, one module per register."""

from .breach import Breach
from .request import SubjectRequest

__all__ = ["Breach", "SubjectRequest"]
