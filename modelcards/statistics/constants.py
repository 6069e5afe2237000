"""The constants of control charts, computed and never copied: printed tables contain errors (requirement SPC-07).

W is the range of n independent standard normal values; d2 is its mean, d3 its standard deviation. With the
distribution F(w) = n ∫ φ(x) [Φ(x+w) - Φ(x)]^(n-1) dx (Tippett, Biometrika 17, 1925) these are

    d2 = ∫ (1 - F(w)) dw        d2² + d3² = ∫ 2 w (1 - F(w)) dw

c4 = √(2/(n-1)) Γ(n/2) / Γ((n-1)/2) is the mean of the standard deviation of n such values (Montgomery, Introduction to
Statistical Quality Control, appendix VI).
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Literal

from .normal import cdf, density

#: How they are rounded. "published": d2 to three decimals, as in printed tables and R's qcc, everything else exact.
#: "exact": nothing. "table": all factors to three decimals (c4 to four), for agreement with work done by hand.
Rounding = Literal["published", "exact", "table"]
ROUNDINGS: tuple[Rounding, ...] = ("published", "exact", "table")

STEP = 0.02  # of the integration over w, in standard deviations
STRIDE = 5  # the inner integration takes every fifth of these steps
LOWEST, WIDEST = -8.5, 17.0  # beyond them the integrands are below 1e-16


@dataclass(frozen=True)
class Factors:
    """Factors for one subgroup size n: A2, D3, D4 with the mean range; A3, B3, B4 with the mean deviation."""

    n: int
    d2: float
    d3: float
    c4: float
    A2: float
    A3: float
    B3: float
    B4: float
    D3: float
    D4: float


@cache
def factors(n: int, rounding: Rounding = "published") -> Factors:
    """All factors for subgroups of `n` ≥ 2 values at three sigma. Raises ValueError for a smaller n."""
    d2, d3 = range_moments(n)
    c4 = deviation_mean(n)
    if rounding == "published":
        d2 = round(d2, 3)
    range_part, deviation_part = 3 * d3 / d2, 3 * math.sqrt(1 - c4 * c4) / c4
    made = {
        "d2": d2, "d3": d3, "c4": c4,
        "A2": 3 / (d2 * math.sqrt(n)), "A3": 3 / (c4 * math.sqrt(n)),
        "B3": max(0.0, 1 - deviation_part), "B4": 1 + deviation_part,
        "D3": max(0.0, 1 - range_part), "D4": 1 + range_part,
    }  # fmt: skip
    if rounding == "table":
        made = {name: round(value, 4 if name == "c4" else 3) for name, value in made.items()}
    return Factors(n=n, **made)


@cache
def range_moments(n: int) -> tuple[float, float]:
    """d2 and d3: mean and standard deviation of the range of `n` standard normal values, to nine digits.

    Simpson's rule over w; the trapezoidal rule over x, which for such integrands converges faster than any power.
    """
    if n < 2:
        raise ValueError("a range needs at least two values")
    count = round(WIDEST / STEP)
    first = second = 0.0
    for place in range(count + 1):
        w = place * STEP
        weight = 1.0 if place in (0, count) else 4.0 if place % 2 else 2.0
        beyond = 1 - _range_distribution(n, place)
        first += weight * beyond
        second += weight * 2 * w * beyond
    d2, square = first * STEP / 3, second * STEP / 3
    return d2, math.sqrt(square - d2 * d2)


def deviation_mean(n: int) -> float:
    """c4: mean of the standard deviation (n - 1) of `n` ≥ 2 standard normal values."""
    if n < 2:
        raise ValueError("a standard deviation needs at least two values")
    return math.sqrt(2 / (n - 1)) * math.exp(math.lgamma(n / 2) - math.lgamma((n - 1) / 2))


@cache
def _grid() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Φ on the fine grid, φ on the coarse one."""
    fine = round((2 * -LOWEST + WIDEST) / STEP) + 1
    coarse = round(2 * -LOWEST / (STEP * STRIDE)) + 1
    below = tuple(cdf(LOWEST + i * STEP) for i in range(fine))
    heights = tuple(density(LOWEST + i * STEP * STRIDE) for i in range(coarse))
    return below, heights


def _range_distribution(n: int, place: int) -> float:
    """F(w) at w = place · STEP."""
    below, heights = _grid()
    terms = (height * (below[i * STRIDE + place] - below[i * STRIDE]) ** (n - 1) for i, height in enumerate(heights))
    return min(1.0, n * math.fsum(terms) * STEP * STRIDE)
