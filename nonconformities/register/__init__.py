"""The registers of this folder."""

from .costs import QualityCosts
from .nonconformities import Nonconformities

__all__ = ["Nonconformities", "QualityCosts"]
