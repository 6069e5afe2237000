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
    """Factors at three sigma for subgroups of `n` ≥ 2 values: A2, D3, D4 with the mean range; A3, B3, B4 with the mean
    deviation. Those of the range are integrated on first use, since a chart of deviations needs none of them.
    """

    n: int
    rounding: Rounding

    @property
    def d2(self) -> float:
        """Mean of the range, in sigmas."""
        d2 = range_moments(self.n)[0]
        return d2 if self.rounding == "exact" else round(d2, 3)

    @property
    def d3(self) -> float:
        """Standard deviation of the range, in sigmas."""
        return self._rounded(range_moments(self.n)[1])

    @property
    def c4(self) -> float:
        """Mean of the standard deviation, in sigmas."""
        return self._rounded(deviation_mean(self.n), 4)

    @property
    def A2(self) -> float:  # noqa: N802
        """Limits of means from the mean range."""
        return self._rounded(3 / (self._d2 * math.sqrt(self.n)))

    @property
    def A3(self) -> float:  # noqa: N802
        """Limits of means from the mean deviation."""
        return self._rounded(3 / (deviation_mean(self.n) * math.sqrt(self.n)))

    @property
    def B3(self) -> float:  # noqa: N802
        """Lower limit of the deviation."""
        return self._rounded(max(0.0, 1 - self._deviation_part))

    @property
    def B4(self) -> float:  # noqa: N802
        """Upper limit of the deviation."""
        return self._rounded(1 + self._deviation_part)

    @property
    def D3(self) -> float:  # noqa: N802
        """Lower limit of the range."""
        return self._rounded(max(0.0, 1 - self._range_part))

    @property
    def D4(self) -> float:  # noqa: N802
        """Upper limit of the range."""
        return self._rounded(1 + self._range_part)

    @property
    def _d2(self) -> float:
        """d2 as the factors are made of it: a table rounds its factors once, at the end."""
        return self.d2 if self.rounding == "published" else range_moments(self.n)[0]

    @property
    def _range_part(self) -> float:
        return 3 * range_moments(self.n)[1] / self._d2

    @property
    def _deviation_part(self) -> float:
        c4 = deviation_mean(self.n)
        return 3 * math.sqrt(1 - c4 * c4) / c4

    def _rounded(self, value: float, decimals: int = 3) -> float:
        return round(value, decimals) if self.rounding == "table" else value


def factors(n: int, rounding: Rounding = "published") -> Factors:
    """All factors for subgroups of `n` values. Raises ValueError, on use, for n below 2."""
    return Factors(n, rounding)


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


@cache
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
