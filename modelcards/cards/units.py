"""Units of figures: what a figure without one may be, and when nobody can know."""

from decimal import Decimal

from django.utils.translation import gettext as _

from .measures import Measure

#: The two that can be turned into one another. Any other unit is free text: ms, kg, points.
SHARES = {"fraction", "percent"}
_SPELLINGS = {"%": "percent", "per cent": "percent", "pct": "percent", "ratio": "fraction", "proportion": "fraction"}


def spelled(unit: str) -> str:
    """The unit in the one spelling that is kept."""
    return _SPELLINGS.get(unit.casefold(), unit.casefold() if unit.casefold() in SHARES else unit)


def default(known: Measure | None, value: Decimal) -> str:
    """The unit of a value given without one: "fraction" where it can be one, "" where nobody can know."""
    if not known or known.scale == "open" or value > 1:
        return ""
    return "fraction" if value >= 0 or known.scale == "score" else ""


def beyond_scale(known: Measure | None, unit: str, value: Decimal) -> str:
    """Why a bounded share cannot have this value; "" where it can."""
    if not known or not known.bounded or unit not in {*SHARES, ""}:
        return ""
    most = 1 if unit == "fraction" else 100
    if 0 <= value <= most:
        return ""
    return _("is %(value)s, but lies between 0 and %(most)d by its nature. Is the unit right?") % {
        "value": value,
        "most": most,
    }


def may_differ(known: Measure | None, unit: str, value: Decimal, limit: Decimal) -> bool:
    """Whether two figures said to be in `unit` ("" for not said) may in truth be a hundredfold apart.

    A measure that nobody knows is suspicious when one figure lies beyond 1 and the other does not.
    """
    apart = (value > 1) != (limit > 1)
    if unit not in {*SHARES, ""}:
        return False
    if known is None or unit:
        return apart
    if known.scale == "open":
        return False
    return not (value > 1 and limit > 1 and (known.bounded or known.scale == "score"))
