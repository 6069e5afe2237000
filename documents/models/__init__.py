"""What is stored."""

from .evidence import EvidenceItem

__all__ = ["EvidenceItem"]
