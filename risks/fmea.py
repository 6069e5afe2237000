"""Action priority and risk priority number of a failure mode: how urgent it is to do something about a cause.

The priority is looked up in a table of 1,000 cells, never computed: ratings are ranks, and ranks are not multiplied or
averaged. Source: the action priority of the FMEA handbook of AIAG and VDA (2019), design and process FMEA.
"""

from collections.abc import Sequence
from typing import Literal, TypeGuard

from django.utils.translation import gettext as _

Priority = Literal["H", "M", "L"]
LOWEST, HIGHEST = 1, 10

#: First rank of each band of detection; a row of TABLE has one letter for each, in this order.
DETECTION_FROM = (7, 5, 2, 1)
#: First rank of each band of occurrence; TABLE has one group for each, in this order.
OCCURRENCE_FROM = (8, 6, 4, 2, 1)
#: First rank of a band of severity → groups by occurrence, each with its letters by detection.
TABLE: dict[int, tuple[str, ...]] = {
    9: ("HHHH", "HHHH", "HHHM", "HMLL", "LLLL"),
    7: ("HHHH", "HHHM", "HMMM", "MMLL", "LLLL"),
    4: ("HHMM", "MMML", "MLLL", "LLLL", "LLLL"),
    2: ("MMLL", "LLLL", "LLLL", "LLLL", "LLLL"),
    1: ("LLLL", "LLLL", "LLLL", "LLLL", "LLLL"),
}


class NotARank(ValueError, TypeError):
    """A rating that is no whole number from 1 to 10; of the wrong type or beyond the scale, it is the same mistake."""


def action_priority(*, severity: int, occurrence: int, detection: int) -> Priority:
    """How urgent something has to be done: "H" high, "M" medium, "L" low.

    `severity`, `occurrence`, `detection`: ranks, whole numbers from 1 (harmless, never, surely found) to 10. A rank
    that is missing is no rank: what has not been rated has no priority.

    Raises NotARank for anything but an integer from 1 to 10; True, 7.0, "7" and None are none.
    """
    check_ranks(severity=severity, occurrence=occurrence, detection=detection)
    groups = TABLE[_band(severity, tuple(TABLE))]
    group = groups[OCCURRENCE_FROM.index(_band(occurrence, OCCURRENCE_FROM))]
    found: Priority = group[DETECTION_FROM.index(_band(detection, DETECTION_FROM))]  # type: ignore[assignment]
    return found


def rpn(*, severity: int, occurrence: int, detection: int) -> int:
    """The risk priority number, 1 to 1,000: the product of the three ranks, shown beside the priority.

    Raises as `action_priority` does.
    """
    check_ranks(severity=severity, occurrence=occurrence, detection=detection)
    return severity * occurrence * detection


def is_rank(value: object) -> TypeGuard[int]:
    """Whether a value is a whole number from 1 to 10."""
    return type(value) is int and LOWEST <= value <= HIGHEST


def check_ranks(**ranks: object) -> None:
    """Raises NotARank with a sentence that names the first rank that is none."""
    for name, value in ranks.items():
        if not is_rank(value):
            named = {"name": name, "value": repr(value)[:40]}
            raise NotARank(_("%(name)s is %(value)s; a rating is a whole number from 1 to 10.") % named)


def _band(rank: int, starts: Sequence[int]) -> int:
    """The first rank of the band in which a rank lies."""
    return next(start for start in starts if rank >= start)
