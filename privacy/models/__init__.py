"""What is stored of privacy."""

from .activities import ProcessingActivity

__all__ = ["ProcessingActivity"]
