"""Classes fixed from a baseline: what comes later is counted into them and never moves them (requirement DR-01)."""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

#: Classes of a numeric column: deciles of the baseline, as in credit scoring (Siddiqi, Credit Risk Scorecards, 2006).
DECILES = 10
#: Categories kept apart; the rarer ones are one class together.
MOST_CATEGORIES = 30


@dataclass(frozen=True)
class Bins:
    """`edges` of a numeric column, each belonging to the class below it; `categories` of the others.

    Missing values are a class of their own, last, and so is what the baseline did not have ("other").
    """

    edges: tuple[float, ...] = ()
    categories: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    def count(self, values: Sequence[float | None] | Sequence[str | None]) -> list[int]:
        """How many values are in each class; as many counts as `labels`."""
        found = [0] * len(self.labels)
        if self.categories:
            places = {name: i for i, name in enumerate(self.categories)}
            other = len(self.categories)
            for name, times in Counter(values).items():
                found[len(found) - 1 if name is None else places.get(str(name), other)] += times
            return found
        for value in values:
            found[len(found) - 1 if value is None else bisect_left(self.edges, float(value))] += 1
        return found


def numeric_bins(baseline: Sequence[float | None], count: int = DECILES) -> Bins:
    """Classes of equal share in the baseline. Equal edges are merged; up to `count` different values are a class each.

    Quantiles are interpolated linearly (type 7 of Hyndman & Fan, The American Statistician 50, 1996), as R does.
    """
    kept = sorted(v for v in baseline if v is not None)
    values = sorted(set(kept))
    if len(values) <= count:
        edges = [math.nextafter(values[0], -math.inf), *values] if values else []
    else:
        edges = [e for e in sorted({quantile(kept, step / count) for step in range(1, count)}) if e < kept[-1]]
    names = [*(f"≤ {e:.6g}" for e in edges), f"> {edges[-1]:.6g}" if edges else _("all")]
    return Bins(edges=tuple(edges), labels=(*names, _("missing")))


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which `share` of the ordered values lie, between two of them by linear interpolation."""
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def category_bins(baseline: Sequence[str | None], most: int = MOST_CATEGORIES) -> Bins:
    """One class for each of the commonest values of the baseline, one for all others, one for missing ones."""
    common = [name for name, _times in Counter(v for v in baseline if v is not None).most_common(most)]
    kept = tuple(sorted(common)) or ("",)
    return Bins(categories=kept, labels=(*kept, _("other"), _("missing")))
