"""The registers of this folder."""

from .competences import Competences
from .qualifications import Qualifications

__all__ = ["Competences", "Qualifications"]
