"""Population stability index, with what it would be if nothing had changed (requirements DR-01, DR-02).

PSI = Σ (a - e) ln(a / e), natural logarithm, over classes fixed from the baseline (Siddiqi, Credit Risk Scorecards,
2006; it is Jeffreys' divergence). Without any drift PSI / (1/n + 1/m) follows a χ² distribution with B - 1 degrees of
freedom (Yurdakul, Statistical Properties of Population Stability Index, 2018), so its mean is (B - 1)(1/n + 1/m).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from .normal import chi_square_quantile, chi_square_tail

FLOOR = 1e-4  # share that an empty class counts as, since ln 0 does not exist
Level = Literal["none", "moderate", "significant"]


@dataclass(frozen=True)
class Thresholds:
    """Where an index begins to matter. `boundary` says to which side a value exactly on a threshold belongs."""

    moderate: float = 0.10
    significant: float = 0.25
    boundary: Literal["upper", "lower"] = "upper"

    def __post_init__(self) -> None:
        if not 0 < self.moderate < self.significant:
            raise Invalid(_("The thresholds have to be positive, and the second above the first."))
        if self.boundary not in ("upper", "lower"):
            raise Invalid(_("A value on a threshold belongs to the upper or to the lower side."))

    def level(self, value: float) -> Level:
        """The band that an index is in."""
        for name, start in (("significant", self.significant), ("moderate", self.moderate)):
            if value > start or (value == start and self.boundary == "upper"):
                return name  # type: ignore[return-value]
        return "none"


DEFAULTS = Thresholds()


@dataclass(frozen=True, kw_only=True)
class Stability:
    """A population stability index with its evidence.

    expected: its mean without any drift. p: chance of an index as large without any drift; None for a single class.
    usual: the value that 5 % of comparisons without any drift exceed. floored: classes that were empty on one side.
    """

    index: float
    level: Level
    n: int
    m: int
    bins: int
    expected: float
    usual: float
    p: float | None
    floored: int
    thresholds: Thresholds

    @property
    def is_small(self) -> bool:
        """Whether samples are so small that the first threshold is passed without drift more than once in 20 times."""
        return self.usual >= self.thresholds.moderate


def index_of_shares(expected: Sequence[float], actual: Sequence[float], *, floor: float = FLOOR) -> float:
    """The index of two lists of shares, class by class. Shares below `floor` count as `floor`.

    Raises Invalid when the lists differ in length or a share is negative.
    """
    if len(expected) != len(actual) or not expected:
        raise Invalid(_("Both sides need the same classes, at least one."))
    if min([*expected, *actual]) < 0 or not 0 < floor < 1:
        raise Invalid(_("Shares are not negative, and the floor of empty classes lies between 0 and 1."))
    pairs = [(max(e, floor), max(a, floor)) for e, a in zip(expected, actual, strict=True)]
    return math.fsum((a - e) * math.log(a / e) for e, a in pairs)


def stability(
    expected: Sequence[int], actual: Sequence[int], *, floor: float = FLOOR, thresholds: Thresholds = DEFAULTS
) -> Stability:
    """The index of two lists of counts, class by class. Classes that are empty on both sides do not count.

    Raises Invalid when one side has no values at all.
    """
    n, m = sum(expected), sum(actual)
    if not n or not m:
        raise Invalid(_("There are no values to compare."))
    kept = [(e, a) for e, a in zip(expected, actual, strict=True) if e or a]
    value = index_of_shares([e / n for e, _a in kept], [a / m for _e, a in kept], floor=floor)
    freedom, scale = len(kept) - 1, 1 / n + 1 / m
    return Stability(
        index=value,
        level=thresholds.level(value),
        n=n,
        m=m,
        bins=len(kept),
        expected=freedom * scale,
        usual=chi_square_quantile(0.95, freedom) * scale if freedom else 0.0,
        p=chi_square_tail(value / scale, freedom) if freedom else None,
        floored=sum(not e or not a for e, a in kept),
        thresholds=thresholds,
    )
