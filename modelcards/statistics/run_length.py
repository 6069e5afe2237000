"""How long a chart runs before it signals."""

import math

from .normal import cdf


def average_run_length(shift: float, *, n: int = 1, width: float = 3.0) -> float:
    """Points until a Shewhart X-bar chart signals on average: 1 / (1 - β), with the 1-beyond-limits rule alone.

    β = Φ(width - shift √n) - Φ(-width - shift √n) (Montgomery 6.2.6).

    Args:
        shift: of the mean, in standard deviations of a single value. 0: how often there is a false alarm.
        n: values per subgroup.
        width: distance of the limits, in standard errors of the mean.
    """
    moved = abs(shift) * math.sqrt(n)
    return 1 / (cdf(moved - width) + cdf(-width - moved))
