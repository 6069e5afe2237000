"""Whether a metric meets a threshold: exact, in one unit, and never guessed. What cannot be compared is refused."""

from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from . import units
from .measures import measure
from .metrics import DIRECTIONS, Row, label
from .numbers import number

By = Literal["point", "bound"]
PERCENT = Decimal(100)


class UnitNeeded(Invalid):
    """A value and a threshold that may be a hundredfold apart: somebody has to say what they are."""

    code = "unit-needed"


def compare(value: Decimal | str, threshold: Decimal | str, direction: str) -> bool:
    """Whether `value` meets `threshold`, both in the same unit. A value equal to the threshold meets it.

    Raises Invalid for a direction that is neither higher nor lower, ValueError for what is no number.
    """
    if direction not in DIRECTIONS:
        raise Invalid(_("Say whether higher or lower is better; without it no threshold can be judged."))
    found, limit = (number(given)[0] for given in (value, threshold))
    return found >= limit if direction == "higher" else found <= limit


def meets(row: Row, threshold: Decimal | str, *, unit: str = "", by: By = "point") -> bool:
    """Whether a row meets a threshold given in `unit` ("" for the unit the measure has without saying).

    `by="bound"` judges the end of the interval that counts against the row: the lower bound where higher is better.

    Raises UnitNeeded where value and threshold may be in different units (accuracy 92.3 against 0.9), Invalid where
    the direction is unknown or the bound is missing.
    """
    direction = row.get("direction", "")
    figure = Decimal(_figure(row, direction, by))
    limit, sign = number(threshold)
    known, value = measure(row["type"]), Decimal(row["value"])
    ours = row.get("unit", "") or units.default(known, value)
    theirs = unit or sign or units.default(known, limit)
    if ours != theirs:
        figure, limit = _same_unit(row, figure, ours, limit, theirs)
    elif not ours and units.may_differ(known, "", value, limit):
        raise UnitNeeded(_ask(row, limit))
    return compare(figure, limit, direction)


def _figure(row: Row, direction: str, by: By) -> str:
    if by == "point":
        return str(row["value"])
    key = "lower" if direction == "higher" else "upper"
    if not row.get(key):
        raise Invalid(
            _("%(label)s has no interval, and the policy judges its %(bound)s bound. Give the interval.")
            % {"label": label(row), "bound": _("lower") if key == "lower" else _("upper")}
        )
    return str(row[key])


def _same_unit(row: Row, figure: Decimal, ours: str, limit: Decimal, theirs: str) -> tuple[Decimal, Decimal]:
    """Both as fractions, if both units are known to be shares. Raises UnitNeeded."""
    if not {ours, theirs} <= units.SHARES:
        raise UnitNeeded(_ask(row, limit))
    return tuple(n / PERCENT if u == "percent" else n for n, u in ((figure, ours), (limit, theirs)))  # type: ignore[return-value]


def _ask(row: Row, limit: Decimal) -> str:
    return _(
        "%(label)s is %(value)s and the threshold %(limit)s. Say in which unit each is: percent, fraction, or another."
    ) % {"label": label(row), "value": row["value"], "limit": limit}
