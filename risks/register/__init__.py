"""The registers of this folder."""

from .matrices import RiskMatrices

__all__ = ["RiskMatrices"]
