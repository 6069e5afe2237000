"""The registers of this folder."""

from .concerns import Concerns
from .costs import QualityCosts
from .nonconformities import Nonconformities

__all__ = ["Concerns", "Nonconformities", "QualityCosts"]
