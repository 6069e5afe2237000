"""Two-sample Kolmogorov-Smirnov test (requirement DR-03)."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from .normal import kolmogorov_tail

#: Up to this product of the sample sizes the p-value is exact: all paths are counted.
EXACT_UP_TO = 250_000


class Distance(NamedTuple):
    """D, the largest distance of the two distributions, between 0 and 1; p under no difference; how p was found."""

    d: float
    p: float
    exact: bool
    n: int
    m: int


def two_samples(one: Sequence[float], other: Sequence[float]) -> Distance:
    """Compare two samples. With ties the exact p is an upper bound.

    Exact p: Hodges, The significance probability of the Smirnov two-sample test, Arkiv för Matematik 3, 1958; otherwise
    the limit of Smirnov 1948 at D √(nm/(n+m)). Raises Invalid for an empty sample.
    """
    n, m = len(one), len(other)
    if not n or not m:
        raise Invalid(_("There are no values to compare."))
    steps = _largest(sorted(one), sorted(other))
    d = steps / (n * m)
    if n * m <= EXACT_UP_TO:
        return Distance(d, _exact(n, m, steps), True, n, m)
    return Distance(d, min(1.0, kolmogorov_tail(d * math.sqrt(n * m / (n + m)))), False, n, m)


def _largest(one: Sequence[float], other: Sequence[float]) -> int:
    """D · n · m in whole numbers, so that no comparison depends on rounding."""
    n, m = len(one), len(other)
    i = j = largest = 0
    while i < n and j < m:
        value = min(one[i], other[j])
        while i < n and one[i] == value:
            i += 1
        while j < m and other[j] == value:
            j += 1
        largest = max(largest, abs(i * m - j * n))
    return largest


def _exact(n: int, m: int, steps: int) -> float:
    """The share of all orders of n and m values in which the distance reaches `steps` somewhere."""
    if steps == 0:
        return 1.0
    row = [0.0] * (m + 1)
    for i in range(n + 1):
        for j in range(m + 1):
            if abs(i * m - j * n) >= steps:
                row[j] = 1.0
            elif i and j:
                row[j] = (row[j] * i + row[j - 1] * j) / (i + j)
            elif j:
                row[j] = row[j - 1]
    return row[m]
