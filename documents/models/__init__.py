"""What is stored, one module per register."""

from .acknowledgements import Acknowledgement
from .documents import Document
from .evidence import EvidenceItem
from .file_texts import FileText
from .revisions import DocumentRevision

__all__ = ["Acknowledgement", "Document", "DocumentRevision", "EvidenceItem", "FileText"]
