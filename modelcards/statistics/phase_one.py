"""Phase I: the limits that a stretch of observations gives.

Formulas: Montgomery, Introduction to Statistical Quality Control, chapters 6, 7 and 9; NIST/SEMATECH e-Handbook 6.3.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from .constants import deviation_mean, factors
from .limits import ATTRIBUTES, Kind, Limits, Options
from .numbers import deviation, mean
from .observations import Observation

DEFAULTS = Options()


def limits_from(kind: Kind, observations: Sequence[Observation], *, options: Options = DEFAULTS) -> Limits:
    """Limits from the observations of phase I; gaps are passed over.

    Raises Invalid when there is too little to estimate from: two points, or one for counts and given standards.
    """
    used = [o for o in observations if o.value is not None]
    if not used:
        raise Invalid(_("There is nothing to compute limits from: every value is missing."))
    sizes = {o.n for o in used}
    n = sizes.pop() if len(sizes) == 1 else None
    if kind in ATTRIBUTES:
        if options.target is not None:
            return Limits(kind=kind, centre=options.target, n=n, options=options)
        return Limits(kind=kind, centre=rate(kind, used), n=n, used=len(used), options=options)
    total = math.fsum(o.n for o in used)
    centre = math.fsum(o.n * (o.value or 0.0) for o in used) / total
    needs_sigma = not (kind == "cusum" and options.units == "data")
    sigma = sigma_of(kind, observations, options) if needs_sigma else options.sigma
    spread = None
    if kind == "imr":
        between = None if options.sigma is not None else moving_range(observations)
        spread = between if between is not None else factors(2, options.constants).d2 * (sigma or 0.0)
    given = options.target is not None and (options.sigma is not None or not needs_sigma)
    return Limits(
        kind=kind, centre=centre if options.target is None else options.target, sigma=sigma, spread=spread, n=n,
        used=0 if given else len(used), options=options,
    )  # fmt: skip


def rate(kind: Kind, used: Sequence[Observation]) -> float:
    """p̄ = ΣD/Σn for p and np, ū = Σx/Σn for u, c̄ = Σx/m for c."""
    found = math.fsum(o.value or 0.0 for o in used)
    return found / (len(used) if kind == "c" else math.fsum(o.n for o in used))


def sigma_of(kind: Kind, observations: Sequence[Observation], options: Options) -> float:
    """Standard deviation of a single value: given, R̄/d2, S̄/c4, MR̄/d2, or the overall deviation / c4.

    Subgroups of different sizes count alike, each divided by its own constant (unweighted average).
    """
    if options.sigma is not None:
        return options.sigma
    inside = [(o.n, o.spread) for o in observations if o.spread is not None]
    if inside:
        return mean(spread / _divisor(kind, int(n), options) for n, spread in inside)
    values = [o.value for o in observations if o.value is not None]
    if options.sigma_from == "deviation" and len(values) > 1:
        return deviation(values) / deviation_mean(len(values))
    between = moving_range(observations)
    if between is None or kind in ("xbar_r", "xbar_s"):
        raise Invalid(_("There is too little to estimate the spread from. Give more points, or sigma itself."))
    return between / factors(2, options.constants).d2


def moving_range(observations: Sequence[Observation]) -> float | None:
    """MR̄: mean distance of neighbours. A gap has no neighbours (requirement SPC-06); None where there are none."""
    steps = [abs(b.value - a.value) for a, b in pairwise(observations) if a.value is not None and b.value is not None]
    return mean(steps) if steps else None


def _divisor(kind: Kind, n: int, options: Options) -> float:
    made = factors(n, options.constants)
    return made.c4 if kind == "xbar_s" else made.d2
