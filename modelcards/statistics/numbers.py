"""Which values are taken, and how two of them are compared."""

import math
import sys
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

#: Above this, squares of sums no longer fit into a float (largest: 1.8e308).
LARGEST = 1e100
#: Two values closer than this many units in the last place are the same: what is left is rounding.
ULPS = 16


def number(value: object, *, row: int, name: str = "") -> float:
    """A finite number as float (requirement SPC-06). `row` counts from 1, `name` is the column.

    Raises Invalid, naming row and column, for NaN, infinity, text, booleans and numbers beyond 1e100.
    """
    where = _("Row %(row)d, “%(name)s”") % {"row": row, "name": name} if name else _("Row %d") % row
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | Fraction):
        raise Invalid(_("%(where)s: “%(value)s” is no number.") % {"where": where, "value": str(value)[:40]})
    if (isinstance(value, float | Decimal)) and not math.isfinite(value):
        said = _("%(where)s: %(value)s cannot be computed with. Leave out what was not measured.")
        raise Invalid(said % {"where": where, "value": str(value)})
    if value > LARGEST or value < -LARGEST:
        said = _("%(where)s: the number is too large to compute with; at most %(most)g is taken. Use a larger unit.")
        raise Invalid(said % {"where": where, "most": LARGEST})
    return float(value)


def number_or_gap(value: object, *, row: int, name: str = "") -> float | None:
    """Like `number`, but None stays None: the value is missing."""
    return None if value is None else number(value, row=row, name=name)


def mean(values: Iterable[float]) -> float:
    """Arithmetic mean, summed without loss (Shewchuk, as `math.fsum`)."""
    kept = list(values)
    return math.fsum(kept) / len(kept)


def deviation(values: Iterable[float]) -> float:
    """Sample standard deviation with n - 1, two passes. At least two values."""
    kept = list(values)
    middle = mean(kept)
    return math.sqrt(math.fsum((v - middle) ** 2 for v in kept) / (len(kept) - 1))


def above(value: float, limit: float, size: float = 0.0) -> bool:
    """Strictly greater, where a difference that is only rounding counts as equal (requirements SPC-04, SPC-05).

    `size` is the magnitude of the numbers both came from, when that is larger than they are.
    """
    return value - limit > ULPS * sys.float_info.epsilon * max(abs(value), abs(limit), size)


def finite(value: float) -> float | None:
    """The value, or None where the computing ran out of the numbers that a float holds."""
    return value if math.isfinite(value) else None
