"""Many tests at once: the chance that one of them is wrong (requirement DR-04)."""

from collections.abc import Sequence
from typing import Literal

Correction = Literal["holm", "bonferroni", "none"]
CORRECTIONS: tuple[Correction, ...] = ("holm", "bonferroni", "none")


def adjusted(values: Sequence[float | None], correction: Correction = "holm") -> list[float | None]:
    """p-values adjusted for their number; None, a test that was not made, stays None and does not count.

    "holm": Holm, Scandinavian Journal of Statistics 6, 1979, the step-down form of "bonferroni", which multiplies by
    the number of tests. Both keep the chance of one or more false alarms among all tests below the level.
    """
    made = sorted((p, i) for i, p in enumerate(values) if p is not None)
    found: list[float | None] = [None] * len(values)
    largest = 0.0
    for place, (p, i) in enumerate(made):
        times = {"holm": len(made) - place, "bonferroni": len(made), "none": 1}[correction]
        largest = max(largest, min(1.0, p * times))
        found[i] = largest if correction == "holm" else min(1.0, p * times)
    return found
