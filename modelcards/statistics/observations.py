"""What was measured, one observation per point of a chart: values, subgroups and counts are brought into one shape."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from .numbers import deviation, mean, number, number_or_gap


@dataclass(frozen=True, slots=True)
class Observation:
    """One point: its value (None: missing), the size behind it, and the spread within a subgroup.

    `value` is the individual value, the mean of a subgroup, or a count; `n` the subgroup's values, the items
    inspected or the units of opportunity; `spread` the range or standard deviation within the subgroup.
    """

    value: float | None
    n: float = 1
    spread: float | None = None
    label: str = ""


def individuals(values: Sequence[object], labels: Sequence[str] = ()) -> list[Observation]:
    """Single values. None is a gap. Raises Invalid with the row for what is no finite number."""
    return [
        Observation(number_or_gap(value, row=row), label=_label(labels, row)) for row, value in enumerate(values, 1)
    ]


def subgroups(
    rows: Sequence[Sequence[object]], labels: Sequence[str] = (), *, spread: str = "range"
) -> list[Observation]:
    """Rows of several values each; missing ones make the subgroup smaller.

    `spread` is "range" or "deviation". A subgroup of one value has no spread, one of none is a gap.
    Raises Invalid with the row for what is no finite number.
    """
    made = []
    for row, cells in enumerate(rows, 1):
        kept = [number(c, row=row) for c in cells if c is not None]
        inside = None
        if len(kept) > 1:
            inside = max(kept) - min(kept) if spread == "range" else deviation(kept)
        made.append(Observation(mean(kept) if kept else None, len(kept), inside, _label(labels, row)))
    return made


def counts(
    found: Sequence[object], sizes: Sequence[object] | None = None, labels: Sequence[str] = (), *, items: bool = False
) -> list[Observation]:
    """Counts of defects, or with `items` of defective items among `sizes` inspected ones.

    Raises Invalid with the row for a count that is negative or no whole number, a size that is not positive, and
    more defective items than were inspected. Where count or size is missing the point is a gap.
    """
    made = []
    for row, value in enumerate(found, 1):
        count = number_or_gap(value, row=row)
        size = 1.0 if sizes is None else number_or_gap(sizes[row - 1], row=row)
        if count is None or size is None:
            made.append(Observation(None, label=_label(labels, row)))
            continue
        _check_count(count, size, row, items=items)
        made.append(Observation(count, size, label=_label(labels, row)))
    return made


def _check_count(count: float, size: float, row: int, *, items: bool) -> None:
    named = {"row": row, "count": f"{count:g}", "size": f"{size:g}"}
    if count < 0 or count != int(count):
        raise Invalid(_("Row %(row)d: %(count)s is no count; counts are whole and not negative.") % named)
    if size <= 0 or (items and size != int(size)):
        raise Invalid(_("Row %(row)d: nothing can be counted among %(size)s.") % named)
    if items and count > size:
        raise Invalid(_("Row %(row)d: %(count)s defective items among %(size)s inspected.") % named)


def _label(labels: Sequence[str], row: int) -> str:
    return labels[row - 1] if labels else str(row)
