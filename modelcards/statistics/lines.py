"""Centre line and limits of one point, from frozen limits and the point's own size.

Formulas as requirement SPC-03 states them: Montgomery, chapters 6, 7 and 9. A lower limit below what can happen is
set to zero, the upper limit of a proportion to one.
"""

import math
from typing import NamedTuple

from .constants import factors
from .limits import Limits


class Line(NamedTuple):
    """Lines at one point; `third` is a third of the way from the centre to an uncut limit: one sigma of the chart."""

    centre: float
    lcl: float
    ucl: float
    third: float


def location(limits: Limits, n: float) -> Line:
    """Lines of the main chart for a point of size `n`. EWMA and CUSUM have theirs in `memory`."""
    centre, width = limits.centre, limits.options.width
    if limits.kind == "np":
        spread = math.sqrt(max(0.0, n * centre * (1 - centre)))
        return cut(n * centre, width * spread, lowest=0.0, highest=n)
    if limits.kind == "p":
        return cut(centre, width * math.sqrt(max(0.0, centre * (1 - centre) / n)), lowest=0.0, highest=1.0)
    if limits.kind == "c":
        return cut(centre, width * math.sqrt(max(0.0, centre)), lowest=0.0)
    if limits.kind == "u":
        return cut(centre, width * math.sqrt(max(0.0, centre / n)), lowest=0.0)
    return cut(centre, width * mean_error(limits, n))


def mean_error(limits: Limits, n: float) -> float:
    """Standard error of a mean of `n` values: σ/√n, by A2 or A3 where the table's factors were asked for."""
    sigma, options = limits.sigma or 0.0, limits.options
    if options.constants == "table" and n >= 2 and limits.kind in ("xbar_r", "xbar_s"):
        made = factors(int(n), "table")
        return (made.A2 * made.d2 if limits.kind == "xbar_r" else made.A3 * made.c4) * sigma / 3
    return sigma / math.sqrt(max(n, 1))


def dispersion(limits: Limits, n: float) -> Line | None:
    """Lines of the chart of moving ranges, ranges or deviations; None for a subgroup too small to have any."""
    if limits.kind == "imr":
        made, centre = factors(2, limits.options.constants), limits.spread or 0.0
    elif n < 2:
        return None
    else:
        made = factors(int(n), limits.options.constants)
        centre = (made.d2 if limits.kind == "xbar_r" else made.c4) * (limits.sigma or 0.0)
    upper = made.B4 if limits.kind == "xbar_s" else made.D4
    return cut(centre, limits.options.width / 3 * (upper - 1) * centre, lowest=0.0)


def cut(centre: float, half: float, *, lowest: float = -math.inf, highest: float = math.inf) -> Line:
    """Limits `half` away from the centre, kept within what can happen."""
    return Line(centre, max(lowest, centre - half), min(highest, centre + half), half / 3)
