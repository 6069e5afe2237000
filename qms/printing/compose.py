"""Shapes to HTML, in the language of the shape."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from qms.printing.shapes import PrintList, PrintPresent, PrintRecord


def print_record(shape: PrintRecord, *, template: str = "print/record.html", **more: Any) -> str:
    """The HTML of a version of a record. A register's template extends `print/record.html`; `more` is its context."""
    return _filled(template, shape, more)


def print_present(shape: PrintPresent) -> str:
    """The HTML of the added page: validity of signatures today, links this reader may see."""
    return _filled("print/present.html", shape, {})


def print_list(shape: PrintList, *, template: str = "print/list.html") -> str:
    """The HTML of a register's list. A register's own template extends `print/list.html`."""
    return _filled(template, shape, {})


def _filled(template: str, shape: PrintRecord | PrintPresent | PrintList, more: dict[str, Any]) -> str:
    with translation.override(shape.lang):
        return render_to_string(template, {**more, "print": shape})
