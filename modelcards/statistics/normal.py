"""Distributions that charts and tests need: normal, chi-square, Kolmogorov. Standard library only."""

import math


def density(x: float) -> float:
    """φ(x) of the standard normal distribution."""
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def cdf(x: float) -> float:
    """Φ(x) of the standard normal distribution, by the error function."""
    return math.erfc(-x / math.sqrt(2)) / 2


def chi_square_tail(x: float, freedom: int) -> float:
    """P(χ² ≥ x) with `freedom` degrees: the regularised incomplete gamma function Q(freedom/2, x/2).

    Series below its mean, Legendre's continued fraction (modified Lentz) above (Abramowitz & Stegun 6.5.29, 6.5.31).
    """
    if x <= 0 or freedom <= 0:
        return 1.0
    a, half = freedom / 2, x / 2
    front = math.exp(a * math.log(half) - half - math.lgamma(a))
    if half < a + 1:
        return max(0.0, 1 - front * _series(a, half))
    return front * _fraction(a, half)


def _series(a: float, x: float) -> float:
    term = total = 1 / a
    step = a
    while abs(term) > abs(total) * 1e-17:
        step += 1
        term *= x / step
        total += term
    return total


def _fraction(a: float, x: float) -> float:
    tiny = 1e-300
    b = x + 1 - a
    c, d = 1 / tiny, 1 / b
    value = d
    for i in range(1, 10_000):
        factor = -i * (i - a)
        b += 2
        d = 1 / ((factor * d + b) or tiny)
        c = (b + factor / c) or tiny
        value *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return value


def chi_square_quantile(level: float, freedom: int) -> float:
    """The x with P(χ² ≤ x) = level, by bisection."""
    low, high = 0.0, freedom + 1.0
    while chi_square_tail(high, freedom) > 1 - level:
        high *= 2
    for _step in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if chi_square_tail(middle, freedom) > 1 - level else (low, middle)
    return (low + high) / 2


def kolmogorov_tail(x: float) -> float:
    """P(K ≥ x) of Kolmogorov's distribution: 2 Σ (-1)^(k-1) exp(-2 k² x²), and for small x its theta twin.

    Source: Kolmogorov 1933; Smirnov 1948; Marsaglia, Tsang & Wang, J. Stat. Softw. 8(18), 2003.
    """
    if x <= 0:
        return 1.0
    if x < 1:
        front = math.sqrt(2 * math.pi) / x
        inner = -math.pi * math.pi / (8 * x * x)
        return max(0.0, 1 - front * math.fsum(math.exp(inner * (2 * k - 1) ** 2) for k in range(1, 20)))
    return 2 * math.fsum((-1) ** (k - 1) * math.exp(-2 * (k * x) ** 2) for k in range(1, 20))
