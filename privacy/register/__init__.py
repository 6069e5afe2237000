"""The registers of this folder."""

from .breaches import Breaches

__all__ = ["Breaches"]
