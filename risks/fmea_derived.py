"""What follows from the ranks of a line: priority and number, before and after. Nobody enters them."""

from typing import Any

from .fmea import action_priority, is_rank, rpn
from .models.fmea_lines import AFTER, NOT_RATED, RATINGS


def derive(line: Any) -> None:
    """Set priority and number of a line. Without three ranks it is not rated, never low (FM-01).

    A rank off the scale counts as none here; cleaning the record refuses it.
    """
    line.priority, line.rpn = _of(line, RATINGS)
    line.priority_after, line.rpn_after = _of(line, AFTER)


def _of(line: Any, names: tuple[str, ...]) -> tuple[str, int | None]:
    ranks = {ranked: getattr(line, name) for ranked, name in zip(RATINGS, names, strict=True)}
    if not all(is_rank(value) for value in ranks.values()):
        return NOT_RATED, None
    return action_priority(**ranks), rpn(**ranks)
