"""Markdown on pages; prints use the same."""

from qms.lib.prose import prose

__all__ = ["prose"]
