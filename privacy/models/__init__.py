"""What is stored, one module per register."""

from .breach import Breach

__all__ = ["Breach"]
