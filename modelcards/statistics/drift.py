"""Drift of one column after another between a baseline and what came later."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .bins import DECILES, category_bins, numeric_bins
from .kolmogorov import Distance, two_samples
from .repeated import Correction, adjusted
from .stability import FLOOR, Stability, Thresholds, stability

#: Columns in which more than this share of all values differ from one another are names or numbers of rows.
NAMES = 0.5
FEW_NAMES = 20  # below so many different values no column is taken for names


@dataclass(frozen=True)
class Choices:
    """How columns are compared. level: chance of a false alarm, over all columns together, that is accepted."""

    bins: int = DECILES
    floor: float = FLOOR
    thresholds: Thresholds = Thresholds()
    correction: Correction = "holm"
    level: float = 0.05


DEFAULTS = Choices()


@dataclass(frozen=True, kw_only=True)
class Drift:
    """One column. `distance` only for numeric ones. `p` is that of the distance, else that of the index; `adjusted`
    the same for the number of columns. `drifted`: it is both large enough to matter and unlikely to be chance.
    """

    column: str
    numeric: bool
    stability: Stability
    distance: Distance | None
    p: float | None
    adjusted: float | None = None
    drifted: bool = False
    missing: tuple[int, int] = (0, 0)
    warnings: tuple[str, ...] = ()


def numeric_drift(
    column: str, baseline: Sequence[float | None], current: Sequence[float | None], choices: Choices = DEFAULTS
) -> Drift:
    """Compare numbers: the index over classes of the baseline, and the Kolmogorov-Smirnov distance of what is there."""
    bins = numeric_bins(baseline, choices.bins)
    found = stability(bins.count(baseline), bins.count(current), floor=choices.floor, thresholds=choices.thresholds)
    before, after = ([v for v in values if v is not None] for values in (baseline, current))
    distance = two_samples(before, after) if before and after else None
    gaps = (len(baseline) - len(before), len(current) - len(after))
    p = found.p if distance is None else distance.p
    return Drift(
        column=column, numeric=True, stability=found, distance=distance, p=p, missing=gaps,
        warnings=_warnings(found, choices),
    )  # fmt: skip


def category_drift(
    column: str, baseline: Sequence[str | None], current: Sequence[str | None], choices: Choices = DEFAULTS
) -> Drift:
    """Compare categories: the index over the values of the baseline, and its χ² p-value."""
    bins = category_bins(baseline)
    found = stability(bins.count(baseline), bins.count(current), floor=choices.floor, thresholds=choices.thresholds)
    gaps = (sum(v is None for v in baseline), sum(v is None for v in current))
    return Drift(
        column=column, numeric=False, stability=found, distance=None, p=found.p, missing=gaps,
        warnings=_warnings(found, choices),
    )  # fmt: skip


def are_names(values: Sequence[str | None]) -> bool:
    """Whether a text column holds names or numbers of rows, which no later sample can have again."""
    kept = [v for v in values if v is not None]
    different = len(set(kept))
    return different > FEW_NAMES and different > NAMES * len(kept)


def judged(columns: Sequence[Drift], choices: Choices = DEFAULTS) -> list[Drift]:
    """The same columns with p-values adjusted for their number, and the verdict."""
    made = adjusted([c.p for c in columns], choices.correction)
    return [
        replace(c, adjusted=p, drifted=p is not None and p < choices.level and c.stability.level != "none")
        for c, p in zip(columns, made, strict=True)
    ]


def as_data(drift: Drift) -> dict[str, Any]:
    """For JSON: one column."""
    found, distance = drift.stability, drift.distance
    return {
        "column": drift.column,
        "compared": "numbers" if drift.numeric else "categories",
        "n": [found.n, found.m],
        "missing": list(drift.missing),
        "psi": found.index,
        "level": found.level,
        "bins": found.bins,
        "psi_without_drift": found.expected,
        "psi_p": found.p,
        "ks": None if distance is None else {"d": distance.d, "p": distance.p, "exact": distance.exact},
        "p": drift.p,
        "p_adjusted": drift.adjusted,
        "drifted": drift.drifted,
        "warnings": list(drift.warnings),
    }


def _warnings(found: Stability, choices: Choices) -> tuple[str, ...]:
    said = []
    if found.is_small:
        named = {"n": found.n, "m": found.m, "usual": f"{found.usual:.2f}", "limit": f"{found.thresholds.moderate:g}"}
        said.append(
            _(
                "With %(n)d and %(m)d rows the index exceeds %(limit)s often without any drift (one time in twenty it "
                "is above %(usual)s): look at the p-value."
            )
            % named
        )
    if found.floored:
        words = ngettext(
            "%(count)d class is empty on one side and counts as a share of %(floor)s.",
            "%(count)d classes are empty on one side and count as a share of %(floor)s.",
            found.floored,
        )
        said.append(words % {"count": found.floored, "floor": f"{choices.floor:g}"})
    return tuple(said)
