"""Numbers with a decimal point or comma, found from a whole column and asked about where both fit."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

MARKS = (".", ",")
_SPACES = re.compile(r"[\s\u00a0\u202f'’]")
_PLAIN = re.compile(r"[+-]?\d+")
_POINT = re.compile(r"[+-]?(\d+|[1-9]\d{0,2}(,\d{3})+)(\.\d+)?|[+-]?\.\d+")
_COMMA = re.compile(r"[+-]?(\d+|[1-9]\d{0,2}(\.\d{3})+)(,\d+)?|[+-]?,\d+")
_POWER = re.compile(r"[+-]?\d+(\.\d+)?[eE][+-]?\d{1,2}")
LONGEST = 40  # characters


def _readings(text: str) -> dict[str, Decimal]:
    """The value by decimal mark, for the marks that the text allows."""
    plain = _SPACES.sub("", text)
    if not plain or len(plain) > LONGEST:
        return {}
    if _PLAIN.fullmatch(plain) or _POWER.fullmatch(plain):
        return dict.fromkeys(MARKS, Decimal(plain))
    found = {}
    if _POINT.fullmatch(plain):
        found["."] = Decimal(plain.replace(",", ""))
    if _COMMA.fullmatch(plain):
        found[","] = Decimal(plain.replace(".", "").replace(",", "."))
    return found


def read_number(text: str, mark: str = "") -> Decimal:
    """The number that `text` is, with "." or "," as its decimal mark where that matters. Raises ValueError."""
    readings = _readings(text)
    if mark in readings:
        return readings[mark]
    if mark or len(set(readings.values())) != 1:
        raise ValueError(_("“%s” is no number.") % text[:40])
    return next(iter(readings.values()))


@dataclass
class NumberScout:
    """Watches a column go by and knows at the end which decimal mark its numbers have."""

    possible: set[str] = field(default_factory=lambda: set(MARKS))
    unclear: str = ""

    def see(self, text: str) -> None:
        """Take one cell into account; what is no number is the row's own matter."""
        readings = _readings(text)
        if readings and self.possible & set(readings):
            self.possible &= set(readings)
        if not self.unclear and len(set(readings.values())) > 1:
            self.unclear = text.strip()

    def mark(self) -> str:
        """The one mark that fits all numbers; "" when none is needed. Raises ValueError with the question to ask."""
        if len(self.possible) == 1:
            return next(iter(self.possible))
        if not self.unclear:
            return ""
        ways = _(" or ").join(format(_readings(self.unclear)[m], "f") for m in MARKS)
        raise ValueError(_("“%(text)s” can be read as %(ways)s") % {"text": self.unclear, "ways": ways})
