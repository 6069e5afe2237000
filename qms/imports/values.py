"""What one cell means: yes or no, a list, a text."""

import ast
import json
import re

from django.utils.translation import gettext as _

from .words import fold

_YES = "yes y true t 1 x on ja j wahr oui o vrai si s sim verdadero verdadeiro vero waar tak prawda はい 是 checked ok"
_NO = "no n false f 0 off nein falsch non faux nao falso nee onwaar nie falsz いいえ 否 unchecked"
YES, NO = frozenset(_YES.split()), frozenset(_NO.split())
LONGEST_LITERAL = 50_000  # characters
MOST_BRACKETS = 2_000
_DEEP = re.compile(r"[\[({]\s*[\[({]\s*[\[({]")


def read_bool(text: str) -> bool:
    """Yes or no in several languages; "" is no. Raises ValueError."""
    plain = text.strip()
    if plain in ("", "-", "–", "☐", "✗", "✘"):
        return False
    if plain in ("☑", "☒", "✓", "✔"):
        return True
    word = fold(plain) if plain.isascii() or fold(plain) else plain
    if word in YES or word in NO:
        return word in YES
    raise ValueError(_("“%s” is neither yes nor no.") % text[:40])


def read_list(text: str) -> list[str]:
    """The items of a list in a cell: JSON, a Python list, else separated by ; or line ends. Never executed.

    Raises ValueError for brackets that hold no plain list.
    """
    plain = text.strip()
    if not plain:
        return []
    if looks_like_list(plain):
        return [str(i).strip() for i in _literal(plain) if i is not None and str(i).strip()]
    return [i for part in re.split(r"[;\n]", plain) if (i := part.strip(" \t•-–"))]


def looks_like_list(text: str) -> bool:
    """Whether the cell is written as a list in brackets."""
    plain = text.strip()
    return plain.startswith("[") and plain.endswith("]")


def _literal(text: str) -> list[object]:
    """A flat list of texts and numbers: JSON, or a Python literal that is bounded before it is read."""
    refused = ValueError(_("“%s” is no plain list.") % text[:40])
    if len(text) > LONGEST_LITERAL or sum(text.count(c) for c in "[({") > MOST_BRACKETS or _DEEP.match(text):
        raise refused
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        try:
            found = ast.literal_eval(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
            raise refused from None
    if not isinstance(found, list) or any(isinstance(i, list | dict | tuple | set | bytes) for i in found):
        raise refused
    return found
