"""Dates as people write them. The order of day and month is found from a whole column, and asked about, never guessed.

A date that speaks for itself (2026-04-03, 20260403, 3 April 2026, a spreadsheet's day number) is read whatever the
order of the others is; of dates in figures those with points are day.month.year.
"""

import datetime
import re
from dataclasses import dataclass, field

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from .words import fold

STYLES = ("dmy", "mdy", "ymd")
_TIME = r"(?:[T ,]+\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME, re.I)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_FIGURES = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})" + _TIME, re.I)
_GAP = r"[\s\-/.]+(?:de\s+)?"
_DAY_NAME = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|º|\.)?" + _GAP + r"([^\W\d]+)\.?,?" + _GAP + r"(\d{4})" + _TIME, re.I
)
_NAME_DAY = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})" + _TIME, re.I)
_SERIAL = re.compile(r"([2-7]\d{4})(?:\.\d+)?")  # 1954 to 2119
_FIRST_DAY = datetime.date(1899, 12, 30)
_TURN = 70  # two-digit years from 70 on belong to the last century

#: Beginnings of month names, folded: English, German, French, Spanish, Portuguese, Italian, Dutch, Polish.
_MONTHS = (
    ("jan", "ene", "gen", "sty"), ("feb", "fev", "lut"), ("mar", "mrz", "maa"), ("apr", "avr", "abr", "kwi"),
    ("may", "mai", "mayo", "mag", "mei", "maj"), ("jun", "juin", "giu", "cze"), ("jul", "juil", "lug", "lip"),
    ("aug", "aou", "ago", "sie"), ("sep", "set", "wrz"), ("oct", "okt", "out", "ott", "paz"), ("nov", "lis"),
    ("dec", "dez", "dic", "gru"),
)  # fmt: skip


def read_date(text: str, style: str = "") -> datetime.date:
    """The date that `text` is, with `style` for dates in figures.

    Raises ValueError with a sentence: no date, none of the calendar, or figures without a style.
    """
    plain = text.strip()
    found = _self_evident(plain)
    if found is None:
        match = _FIGURES.fullmatch(plain)
        if match is None:
            raise ValueError(_("“%s” is no date.") % text[:40])
        readings = _readings(match)
        if not readings:
            raise ValueError(_("“%s” is no date of the calendar.") % text[:40])
        if style and style not in readings:
            named = {"text": text[:40], "order": in_words(style)}
            raise ValueError(_("“%(text)s” is no date in the order %(order)s.") % named)
        if not style and len(set(readings.values())) != 1:
            raise ValueError(_("“%s” can be read in two ways.") % text[:40])
        found = readings[style] if style else next(iter(readings.values()))
    return found


def _self_evident(text: str) -> datetime.date | None:
    if match := _ISO.fullmatch(text):
        return _date(text, match[1], match[3], match[4])
    if match := _COMPACT.fullmatch(text):
        return _date(text, *match.groups())
    if match := _SERIAL.fullmatch(text):
        return _FIRST_DAY + datetime.timedelta(days=int(match[1]))
    if match := _DAY_NAME.fullmatch(text):
        return _date(text, match[3], _month(match[2], text), match[1])
    if match := _NAME_DAY.fullmatch(text):
        return _date(text, match[3], _month(match[1], text), match[2])
    return None


def _date(text: str, year: str, month: str | int, day: str) -> datetime.date:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(_("“%s” is no date of the calendar.") % text[:40]) from None


def _month(name: str, text: str) -> int:
    folded = fold(name)
    fits = [n for n, starts in enumerate(_MONTHS, 1) if any(folded.startswith(s) for s in starts)]
    if len(fits) > 1:  # mar / maa, mai / maj are told apart by the longer beginning
        longest = max((s for n in fits for s in _MONTHS[n - 1] if folded.startswith(s)), key=len)
        fits = [n for n in fits if longest in _MONTHS[n - 1]]
    if len(fits) != 1:
        raise ValueError(_("“%s” is no date.") % text[:40])
    return fits[0]


def _readings(match: "re.Match[str]") -> dict[str, datetime.date]:
    """Every style in which the figures are a date. Points mean day.month.year; a year of two digits may stand first."""
    one, sign, two, three = int(match[1]), match[2], int(match[3]), match[4]
    tried = {"dmy": (three, two, one)}
    if sign != ".":
        tried["mdy"] = (three, one, two)
    if sign != "." and len(three) == 2:
        tried["ymd"] = (match[1].zfill(2), two, int(three))
    found = {}
    for style, (year, month, day) in tried.items():
        try:
            found[style] = datetime.date(_century(year), month, day)
        except ValueError:
            continue
    return found


def _century(year: str) -> int:
    return int(year) + (0 if len(year) == 4 else 1900 if int(year) >= _TURN else 2000)


def in_words(style: str) -> str:
    """The order of a style in words."""
    return {"dmy": _("day, month, year"), "mdy": _("month, day, year"), "ymd": _("year, month, day")}[style]


@dataclass
class DateScout:
    """Watches a column go by and knows at the end which order its dates have."""

    possible: set[str] = field(default_factory=lambda: set(STYLES))
    unclear: str = ""  # a value that reads differently in different orders
    needed: bool = False
    clash: tuple[str, str] | None = None  # the value that left no order, and the one before that narrowed it
    _narrowed_by: str = ""

    def see(self, text: str) -> None:
        """Take one cell into account; what is no date is the row's own matter."""
        match = _FIGURES.fullmatch(text.strip())
        if match is None or _ISO.fullmatch(text.strip()):
            return
        readings = _readings(match)
        if not readings:
            return
        self.needed = True
        left = self.possible & set(readings)
        if not left and self.clash is None:
            self.clash = (text.strip(), self._narrowed_by)
        if left and left != self.possible:
            self.possible, self._narrowed_by = left, text.strip()
        if not self.unclear and len(set(readings.values())) > 1:
            self.unclear = text.strip()

    def style(self) -> str:
        """The one order that fits all dates; "" when none is needed. Raises ValueError with the question to ask."""
        if not self.needed:
            return ""
        if self.clash:
            said = _("holds “%(one)s” and “%(other)s”, which are dates in different orders")
            raise ValueError(said % {"one": self.clash[1], "other": self.clash[0]})
        left = [s for s in STYLES if s in self.possible]
        if len(left) == 1 or not self.unclear:
            return left[0]
        match = _FIGURES.fullmatch(self.unclear)
        assert match is not None
        readings = {s: d for s, d in _readings(match).items() if s in left}
        if len(set(readings.values())) == 1:
            return left[0]
        ways = _(" or ").join(f"{_long(d)} ({s})" for s, d in readings.items())
        raise ValueError(_("“%(text)s” can be read as %(ways)s") % {"text": self.unclear, "ways": ways})


def _long(day: datetime.date) -> str:
    return date_format(day, "j F Y")
