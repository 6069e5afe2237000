"""What is stored: competences that a role needs, and the qualifications of people."""

from .competences import Competence
from .qualifications import Qualification

__all__ = ["Competence", "Qualification"]
