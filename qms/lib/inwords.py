"""Data without a field that knows it, in words: never the brackets and quotes of a program."""

from typing import Any

from django.utils.translation import gettext as _


def in_words(value: Any) -> str:
    """Named values as `name: value · name: value`, lists a line for each; keys that only a program needs left out."""
    if isinstance(value, dict):
        kept = [(k, v) for k, v in value.items() if k != "id" and v not in (None, "", [], {})]
        return " · ".join(f"{str(k).replace('_', ' ')}: {in_words(v)}" for k, v in kept)
    if isinstance(value, list | tuple):
        return ("\n" if any(isinstance(v, dict) for v in value) else ", ").join(in_words(v) for v in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "" if value is None else str(value)
