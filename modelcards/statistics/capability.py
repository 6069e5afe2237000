"""Capability: how well a stable process fits its specification (requirement SPC-01).

Sources: Montgomery, chapter 8; NIST/SEMATECH e-Handbook 6.1.6; Cpm: Chan, Cheng & Spiring, Journal of Quality
Technology 20(3), 1988. Cp, Cpl, Cpu, Cpk and Cpm take sigma within subgroups; Pp, Ppl, Ppu, Ppk take the overall
standard deviation.
"""

import math
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from .numbers import finite


@dataclass(frozen=True, kw_only=True)
class Capability:
    """Indices without a unit; None is undefined: a side without a limit, or no spread."""

    cp: float | None
    cpl: float | None
    cpu: float | None
    cpk: float | None
    cpm: float | None
    pp: float | None
    ppl: float | None
    ppu: float | None
    ppk: float | None
    target: float | None

    def as_data(self) -> dict[str, float | None]:
        """For JSON."""
        return asdict(self)


def capability(
    *,
    mean: float,
    sigma: float,
    overall: float | None = None,
    lower: float | None = None,
    upper: float | None = None,
    target: float | None = None,
) -> Capability:
    """Indices of a process with `mean` and `sigma` against one or two specification limits, all in the same unit.

    Args:
        overall: standard deviation over everything, for Pp and Ppk.
        target: for Cpm; by default the middle between two limits.

    Raises Invalid without any limit, with the lower one not below the upper one, or a negative sigma.
    """
    if lower is None and upper is None:
        raise Invalid(_("Give a lower or an upper specification limit."))
    if lower is not None and upper is not None and not lower < upper:
        raise Invalid(_("The lower specification limit is not below the upper one."))
    if sigma < 0 or (overall is not None and overall < 0):
        raise Invalid(_("A standard deviation is not negative."))
    if target is None and lower is not None and upper is not None:
        target = (lower + upper) / 2
    cp, cpl, cpu, cpk = _indices(mean, sigma, lower, upper)
    pp, ppl, ppu, ppk = _indices(mean, overall, lower, upper)
    off = None if target is None else math.hypot(sigma, mean - target)
    width = None if lower is None or upper is None else upper - lower
    return Capability(
        cp=cp, cpl=cpl, cpu=cpu, cpk=cpk, cpm=_ratio(width, off, 6),
        pp=pp, ppl=ppl, ppu=ppu, ppk=ppk, target=target,
    )  # fmt: skip


def _indices(
    mean: float, sigma: float | None, lower: float | None, upper: float | None
) -> tuple[float | None, float | None, float | None, float | None]:
    """Both sides together, below, above, and the worse of the two."""
    both = None if lower is None or upper is None else _ratio(upper - lower, sigma, 6)
    below = None if lower is None else _ratio(mean - lower, sigma, 3)
    over = None if upper is None else _ratio(upper - mean, sigma, 3)
    worst = min((v for v in (below, over) if v is not None), default=None)
    return both, below, over, worst


def _ratio(width: float | None, sigma: float | None, sigmas: int) -> float | None:
    return None if width is None or not sigma else finite(width / (sigmas * sigma))
