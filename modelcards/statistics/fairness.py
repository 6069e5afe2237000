"""Fairness between groups, in exact fractions (requirements FA-01 to FA-05).

Sources: demographic parity and equalised odds as Fairlearn defines them (user guide, Common fairness metrics; Hardt,
Price & Srebro, Equality of Opportunity in Supervised Learning, 2016); four fifths and the two per cent: Uniform
Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D, and the agencies' Questions and Answers 11, 12 and 16
(44 Fed. Reg. 11996, 1979).
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from django.utils.translation import gettext_lazy as _

FOUR_FIFTHS = Fraction(4, 5)
SMALL_SHARE = Fraction(2, 100)  # of the pool: smaller groups are not judged (Questions and Answers 16)
SMALL_COUNT = 3  # rows: of fewer, a rate is nought, a half or one

#: What stands beside every result (requirement FA-04).
NOTE = _(
    "The four-fifths rule is a screening rule of US employment law (29 CFR 1607.4 D). It is no proof of discrimination "
    "and none of its absence, and it is not valid for other uses or other law. Differences and ratios depend on the "
    "groups that were recorded."
)
Result = Literal["flagged", "not flagged", "too small", "undefined"]


@dataclass(frozen=True, kw_only=True)
class Group:
    """Counts of one group; every rate is a fraction of them. `key` has one value per group column."""

    key: tuple[str, ...]
    n: int
    selected: int
    positives: int = 0
    true_positives: int = 0
    small: bool = False

    @property
    def selection_rate(self) -> Fraction | None:
        """Share of rows that are predicted positive."""
        return _rate(self.selected, self.n)

    @property
    def true_positive_rate(self) -> Fraction | None:
        """Share of predicted positives among the truly positive; None when there are none (FA-05)."""
        return _rate(self.true_positives, self.positives)

    @property
    def false_positive_rate(self) -> Fraction | None:
        """Share of predicted positives among the truly negative; None when there are none (FA-05)."""
        return _rate(self.selected - self.true_positives, self.n - self.positives)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One group against the one with the highest selection rate. `flagged` is None where nothing can be said."""

    group: tuple[str, ...]
    reference: tuple[str, ...]
    ratio: Fraction | None
    result: Result

    @property
    def flagged(self) -> bool | None:
        """Whether the ratio is strictly below four fifths."""
        return {"flagged": True, "not flagged": False}.get(self.result)


@dataclass(frozen=True, kw_only=True)
class Fairness:
    """All groups of one column, or of the intersection of several, and the figures between them (None: undefined)."""

    columns: tuple[str, ...]
    groups: list[Group]
    pairs: list[Pair]
    parity_difference: Fraction | None
    parity_ratio: Fraction | None
    odds_difference: Fraction | None
    odds_ratio: Fraction | None


def tally(truth: Sequence[bool], prediction: Sequence[bool], keys: Sequence[tuple[str, ...]]) -> list[Group]:
    """Counts per group from rows, ordered by the groups' names."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for true, predicted, key in zip(truth, prediction, keys, strict=True):
        counts = found[key]
        counts[0] += 1
        counts[1] += predicted
        counts[2] += true
        counts[3] += true and predicted
    return [
        Group(key=key, n=n, selected=selected, positives=positives, true_positives=both)
        for key, (n, selected, positives, both) in sorted(found.items())
    ]


def assess(
    groups: Sequence[Group],
    *,
    columns: Sequence[str] = (),
    minimum: int = SMALL_COUNT,
    share: Fraction = SMALL_SHARE,
) -> Fairness:
    """Figures between the groups.

    Differences and ratios are over all groups, small ones too, and undefined as soon as one rate is. Pairs compare with
    the highest selection rate among the groups that are not too small.

    Args:
        minimum: rows below which a group is too small. share: of all rows, below which it is too small.
    """
    pool = sum(g.n for g in groups)
    marked = [_marked(g, small=g.n < minimum or g.n < share * pool) for g in groups]
    rates, hits, alarms = ([get(g) for g in marked] for get in (_selection, _true_positives, _false_positives))
    return Fairness(
        columns=tuple(columns),
        groups=marked,
        pairs=_pairs(marked),
        parity_difference=_difference(rates),
        parity_ratio=_ratio(rates),
        odds_difference=_worst(max, _difference(hits), _difference(alarms)),
        odds_ratio=_worst(min, _ratio(hits), _ratio(alarms)),
    )


def four_fifths(rate: Fraction, highest: Fraction) -> bool | None:
    """Whether `rate` is strictly below four fifths of the highest, in exact arithmetic (FA-02); None for 0 of 0."""
    return None if highest == 0 else rate / highest < FOUR_FIFTHS


def _pairs(groups: Sequence[Group]) -> list[Pair]:
    judged = [g for g in groups if not g.small and g.selection_rate is not None]
    if not judged:
        return []
    reference = max(judged, key=lambda g: g.selection_rate or Fraction(0))
    return [_pair(g, reference) for g in groups if g is not reference]


def _pair(group: Group, reference: Group) -> Pair:
    rate, highest = group.selection_rate, reference.selection_rate
    ratio = rate / highest if rate is not None and highest else None
    result: Result = "undefined"
    if group.small:
        result = "too small"
    elif rate is not None and highest is not None and (low := four_fifths(rate, highest)) is not None:
        result = "flagged" if low else "not flagged"
    return Pair(group=group.key, reference=reference.key, ratio=ratio, result=result)


def _marked(group: Group, *, small: bool) -> Group:
    return Group(
        key=group.key, n=group.n, selected=group.selected, positives=group.positives,
        true_positives=group.true_positives, small=small,
    )  # fmt: skip


def _rate(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def _selection(group: Group) -> Fraction | None:
    return group.selection_rate


def _true_positives(group: Group) -> Fraction | None:
    return group.true_positive_rate


def _false_positives(group: Group) -> Fraction | None:
    return group.false_positive_rate


def _difference(rates: Sequence[Fraction | None]) -> Fraction | None:
    kept = [r for r in rates if r is not None]
    return max(kept) - min(kept) if kept and len(kept) == len(rates) else None


def _ratio(rates: Sequence[Fraction | None]) -> Fraction | None:
    kept = [r for r in rates if r is not None]
    whole = bool(kept) and len(kept) == len(rates) and max(kept) > 0
    return min(kept) / max(kept) if whole else None


def _worst(
    choose: Callable[[Sequence[Fraction]], Fraction], one: Fraction | None, other: Fraction | None
) -> Fraction | None:
    return None if one is None or other is None else choose([one, other])
