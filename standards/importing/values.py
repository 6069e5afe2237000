"""Single values out of a file: lines, texts, truth, dates. What is not there is empty, whatever the file calls it."""

import datetime
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from qms.imports.limits import FORBIDDEN
from qms.lib.errors import Invalid

from .limits import LONGEST_TEXT, LONGEST_TITLE

_NOTHING = {"", "null", "~", "none", "n/a"}
MARKUP = re.compile(r"<\s*[/!]?\s*[a-zA-Z][^<>]*>")


def text(value: Any) -> str:
    """A text with its line ends, without control characters; "" for null and for what is no text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    said = FORBIDDEN.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n")).strip()
    return "" if said.casefold() in _NOTHING else said[:LONGEST_TEXT]


def line(value: Any) -> str:
    """A text on one line."""
    return " ".join(text(value).split())


def title(*values: Any) -> str:
    """The first value that says something, short enough for a title."""
    said = next((found for value in values if (found := line(value))), "")
    if len(said) <= LONGEST_TITLE:
        return said
    return said[: LONGEST_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def is_true(value: Any) -> bool:
    """Whether a value says yes."""
    return value is True or str(value).strip().casefold() in ("true", "yes", "1", "x", "y")


def day(value: Any) -> datetime.date | None:
    """A date written as 2026-11-23, perhaps with a time behind it; None for anything else."""
    try:
        return datetime.date.fromisoformat(text(value)[:10])
    except ValueError:
        return None


def items(value: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every dict of a list with its place. Raises Invalid where it is no list of dicts."""
    if value in (None, ""):
        return
    if not isinstance(value, list):
        raise Invalid(_("“%s” is no list.") % where)
    for place, item in enumerate(value, 1):
        if not isinstance(item, dict):
            raise Invalid(_("Item %(n)d of “%(where)s” is no list of named values.") % {"n": place, "where": where})
        yield f"{where} {place}", item
