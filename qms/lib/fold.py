"""Text as search compares it: the same on every database, whatever accents, case or script it is written in."""

import re
import unicodedata

_WORDS = re.compile(r"[^\W_]+")
_ACCENTS = re.compile("[\u0300-\u036f]")
_STROKES = str.maketrans(
    {"ł": "l", "đ": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
# Scripts that put no spaces between words: every sign is a word of its own, found as a phrase.
_SIGN = re.compile(
    "[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def fold(text: str) -> str:
    """The words of `text` without case and accents, one space between them."""
    return " ".join(" ".join(phrase) for phrase in phrases(text))


def phrases(text: str) -> list[list[str]]:
    """The same, each run of letters and digits as the list of words that must stand side by side."""
    return [_SIGN.sub(lambda m: f" {m.group()} ", run).split() for run in _WORDS.findall(_plain(text))]


def printable(text: str) -> str:
    """What somebody typed, without signs that no database takes and spaces around it."""
    return "".join(c if c.isprintable() else " " for c in text).strip()


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return unicodedata.normalize("NFC", bare).translate(_STROKES)
