"""Are these columns repeated measurements of the same thing (requirement SPC-09)?

A published example fed measurements in long format, a column of values beside a column of sample numbers, as
subgroups of two, and got a sigma of 43.3 for rings of 74 mm. The columns of a subgroup are interchangeable, so their
means differ by no more than the values within a column do, and none of them counts the rows.
"""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from .numbers import deviation, mean

#: Spread between the columns' means, in standard deviations within the columns, from which it is implausible.
WIDE = 3.0
COUNTED = 8  # rows from which a column of whole numbers that never falls and rises by ones is taken for a counter


def mapping_doubts(columns: Mapping[str, Sequence[float | None]]) -> list[str]:
    """Sentences when the columns do not look like one quantity measured several times."""
    filled = {name: [v for v in values if v is not None] for name, values in columns.items()}
    filled = {name: values for name, values in filled.items() if len(values) > 1}
    said = [_counter(name) for name, values in filled.items() if counts_rows(values)]
    if len(filled) > 1:
        means = [mean(values) for values in filled.values()]
        inside = mean(deviation(values) ** 2 for values in filled.values()) ** 0.5
        between = deviation(means)
        if between > WIDE * inside > 0:
            named = {"between": f"{between:.4g}", "inside": f"{inside:.4g}", "names": ", ".join(list(filled)[:6])}
            said.append(
                _(
                    "The columns %(names)s differ by far more (%(between)s) than their values do (%(inside)s). Is each "
                    "of them a repeated measurement of the same thing? Where every row is one measurement, say which "
                    "column holds the value and which the group."
                )
                % named
            )
    return said


def counts_rows(values: Sequence[float]) -> bool:
    """Whether a column numbers its rows or groups: whole, never falling, rising by one."""
    steps = [b - a for a, b in zip(values, values[1:], strict=False)]
    return len(values) >= COUNTED and all(v == int(v) for v in values) and set(steps) <= {0.0, 1.0} and 1.0 in steps


def _counter(name: str) -> str:
    return _("The column “%s” counts the rows or groups; it is hardly a measurement.") % name
