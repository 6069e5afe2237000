"""What is stored, one module per register."""

from .change import Change

__all__ = ["Change"]
