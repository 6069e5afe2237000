"""Figures of a metric row: read from whatever stands there, kept as plain text, never as a float."""

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

LARGEST, MOST_DIGITS, MOST_PLACES = Decimal(10) ** 15, 40, 30
LARGEST_COUNT = 10**12
_NUMBER = re.compile(r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?$", re.ASCII)
_NOT_FINITE = re.compile(r"^[+-]?\.?(?:nan|inf|infinity|∞)$", re.IGNORECASE)


def number(raw: object) -> tuple[Decimal, str]:
    """The figure and its unit: "percent" where a % sign stands behind it, else "".

    Raises ValueError with a sentence for text, NaN, infinity, more than 10^15, or more than 30 decimal places.
    """
    if raw is None or isinstance(raw, bool | dict | list | tuple):
        raise ValueError(_("is not a number"))
    text = repr(raw) if isinstance(raw, float) else str(raw)
    text = text.strip().replace("−", "-")
    unit = "percent" if text.endswith("%") else ""
    text = text.removesuffix("%").strip()
    if _NOT_FINITE.match(text):
        raise ValueError(_("is “%s”; a figure has to be finite") % text)
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        raise ValueError(_("is “%s”; write a point, not a comma, before the decimals") % text)
    if not _NUMBER.match(text):
        raise ValueError(_("is “%s”, not a number; put intervals and remarks into their own fields") % text[:60])
    try:
        value = Decimal(text)
    except InvalidOperation as error:  # pragma: no cover, the pattern above lets nothing else through
        raise ValueError(_("is not a number")) from error
    return _within(value, text), unit


def _within(value: Decimal, text: str) -> Decimal:
    """`value` if it is of a size that means something. Raises ValueError."""
    if abs(value) > LARGEST:
        raise ValueError(_("is “%s”; no metric is larger than 10^15") % text[:60])
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -MOST_PLACES or len(value.as_tuple().digits) > MOST_DIGITS:
        raise ValueError(_("is “%s”; round it to at most 30 decimal places") % text[:60])
    return value


def plain(value: Decimal) -> str:
    """The figure as text without exponent; the places that were given stay."""
    return f"{value:f}"


def count(raw: object) -> int:
    """A number of cases. Raises ValueError with a sentence."""
    text = str(raw).strip()
    if isinstance(raw, bool) or not re.fullmatch(r"[0-9]{1,13}(?:\.0+)?", text):
        raise ValueError(_("is “%s”; write the number of cases as a whole number, without separators") % text[:60])
    found = int(text.partition(".")[0])
    if not 0 < found <= LARGEST_COUNT:
        raise ValueError(_("is “%s”; a number of cases lies between 1 and 10^12") % text[:60])
    return found


def day(raw: object, *, today: datetime.date) -> str:
    """A date as 2026-01-31. Raises ValueError for anything else and for a day after `today`."""
    if isinstance(raw, Mapping | list | tuple):
        raise ValueError(_("is a list or an object; write a date as 2026-01-31"))
    text = str(raw).strip()
    try:
        found = datetime.date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        found = None
    if found is None:
        raise ValueError(_("is “%s”; write a date as 2026-01-31") % text[:60])
    if found > today:
        raise ValueError(_("is “%s”, a day in the future") % text)
    return text


def sha256(raw: object) -> str:
    """A SHA-256 in lower case. Raises ValueError."""
    text = str(raw).strip().lower().removeprefix("sha256:")
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise ValueError(_("is “%s”; give the SHA-256 of the file, 64 characters 0–9 and a–f") % text[:80])
    return text
