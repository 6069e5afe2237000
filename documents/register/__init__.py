"""The registers of this folder."""

from .evidence import EvidenceItems

__all__ = ["EvidenceItems"]
