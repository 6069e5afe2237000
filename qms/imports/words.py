"""Words compared as people mean them: case, accents and punctuation do not count."""

import difflib
import re
import unicodedata

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BREAK = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """`dueDate`, `DUE_DATE` and `Due  date:` are all "due date"; `Fälligkeit` is "falligkeit"."""
    text = _HUMP.sub(" ", str(text).strip())
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _BREAK.sub(" ", text.replace("ß", "ss").casefold()).strip()


def likeness(one: str, other: str) -> float:
    """How alike two folded headings are, 0 to 1. A word more is no likeness: owner is not owner function."""
    if one == other:
        return 1.0
    if one.replace(" ", "") == other.replace(" ", ""):
        return 0.98
    if sorted(one.split()) == sorted(other.split()):
        return 0.95
    if len(one.split()) != len(other.split()) or min(len(one), len(other)) < 4:
        return 0.0
    return difflib.SequenceMatcher(None, one, other).ratio()
