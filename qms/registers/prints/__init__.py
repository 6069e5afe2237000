"""Prints of records and lists: what a PDF says, worked out from the declaration. No HTTP: pages and API call this."""

from .listed import MOST_ROWS, list_pdf
from .record import body_pdf, record_pdf

__all__ = ["MOST_ROWS", "body_pdf", "list_pdf", "record_pdf"]
