"""The registers of this folder."""

from .acknowledgements import Acknowledgements
from .documents import Documents
from .evidence import EvidenceItems
from .revisions import DocumentRevisions

__all__ = ["Acknowledgements", "DocumentRevisions", "Documents", "EvidenceItems"]
