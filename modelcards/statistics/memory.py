"""Charts with a memory: EWMA and CUSUM, one step at a time (requirement SPC-04).

EWMA: z_i = λ x_i + (1-λ) z_(i-1), z_0 = target (Roberts, Technometrics 1, 1959; NIST/SEMATECH e-Handbook 6.3.2.4). Its
variance is carried along: v_i = λ² σ²/n_i + (1-λ)² v_(i-1), v_0 = 0. For equal n that is the exact formula
λ/(2-λ) [1 - (1-λ)^(2i)] σ²/n, and its limit λ/(2-λ) σ²/n the asymptotic one.

CUSUM: S⁺_i = max(0, S⁺_(i-1) + x_i - target - k), S⁻_i = max(0, S⁻_(i-1) - x_i + target - k) (Page, Biometrika
41, 1954; e-Handbook 6.3.2.3). Both are shown as positive amounts. In sigma units x_i - target is
divided by σ/√n_i first.
"""

import math
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from .limits import Limits
from .lines import Line, cut
from .numbers import LARGEST

#: Sums of many small steps are rounded more often than a single value: this share of h counts as equal to h.
ROUNDED = 1e-9


@dataclass(frozen=True, slots=True)
class Memory:
    """What the past has left: EWMA value (None: still the target) and variance, both cumulative sums."""

    z: float | None = None
    variance: float = 0.0
    upper: float = 0.0
    lower: float = 0.0


FRESH = Memory()


def average(limits: Limits, memory: Memory, value: float, n: float) -> Memory:
    """The EWMA after one more value."""
    weight = limits.options.weight
    before = limits.centre if memory.z is None else memory.z
    step = (limits.sigma or 0.0) ** 2 / max(n, 1)
    return Memory(
        z=weight * value + (1 - weight) * before, variance=weight**2 * step + (1 - weight) ** 2 * memory.variance
    )


def average_line(limits: Limits, memory: Memory, n: float) -> Line:
    """Limits of the EWMA at the point that `memory` ends with."""
    weight, variance = limits.options.weight, memory.variance
    if not limits.options.exact:
        variance = weight / (2 - weight) * (limits.sigma or 0.0) ** 2 / max(n, 1)
    return cut(limits.centre, limits.options.width * math.sqrt(variance))


def sums(limits: Limits, memory: Memory, value: float, n: float) -> Memory:
    """Both sums after one more value. Raises Invalid when sigma is too small to divide by."""
    options, step = limits.options, value - limits.centre
    if options.units == "sigma":
        error = (limits.sigma or 0.0) / math.sqrt(max(n, 1))
        step = step / error if error else math.copysign(math.inf, step) if step else 0.0
    if abs(step) > LARGEST:
        raise Invalid(
            _("The values have no spread that the sums could be measured in. Give sigma, or k and h in data units.")
        )
    return Memory(upper=max(0.0, memory.upper + step - options.k), lower=max(0.0, memory.lower - step - options.k))


def signals(limits: Limits, memory: Memory) -> bool:
    """Whether one of the sums is greater than h: equal is no signal."""
    return max(memory.upper, memory.lower) > limits.options.h * (1 + ROUNDED)


def sums_line(limits: Limits) -> Line:
    """Zero, and h on both sides."""
    return cut(0.0, limits.options.h)
