"""The registers of this folder."""

from .acknowledgements import Acknowledgements
from .documents import Documents
from .revisions import DocumentRevisions

__all__ = ["Acknowledgements", "DocumentRevisions", "Documents"]
