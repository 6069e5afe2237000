"""Charts, drift and fairness from files, for pages and API: the functions that `manage.py chart`, `drift` and
`fairness` call too. Nothing of a file is kept; of predictions only counts by group stand in the answer.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from ..statistics import fairness_report
from ..statistics.capability import capability
from ..statistics.chart import Chart, as_data, build
from ..statistics.comparison import compare
from ..statistics.drift import Choices, Drift
from ..statistics.drift import as_data as drift_data
from ..statistics.fairness import Fairness
from ..statistics.layout import Arranged, Layout, arrange
from ..statistics.limits import ATTRIBUTES, Kind, Options
from ..statistics.numbers import deviation, mean
from ..statistics.outcomes import results
from .uploads import as_sheet

Upload = tuple[str, bytes]  # name and content


def chart_of(
    upload: Upload, kind: Kind, *, layout: Layout, options: Options, exclude: Sequence[int] = (), rules: str = "limits",
    unit: str = "", lower: float | None = None, upper: float | None = None,
) -> tuple[Chart, dict[str, Any]]:  # fmt: skip
    """A control chart, and the same as data; with specification limits the capability too.

    Raises BadCell and Invalid with file, line and column.
    """
    with as_sheet(*upload) as sheet:
        made = arrange(kind, sheet, layout)
    chart = build(kind, made.observations, phase_one=made.phase_one, exclude=exclude, options=options, rule_set=rules)
    chart.warnings[:0] = made.warnings
    data = {"file": upload[0], **as_data(chart, unit=unit), "notes": made.notes}
    if lower is not None or upper is not None:
        data["capability"] = _capability(chart, made, lower, upper)
    return chart, data


def _capability(chart: Chart, made: Arranged, lower: float | None, upper: float | None) -> dict[str, Any]:
    """Within subgroups and overall, over phase I (SPC-01)."""
    if chart.limits.kind in (*ATTRIBUTES, "ewma", "cusum") or chart.limits.sigma is None:
        raise Invalid(_("Capability is for measurements: individuals, or subgroups of them."))
    rows = [row for i, row in enumerate(made.measured, 1) if i in chart.phase_one or not chart.phase_one]
    values = [value for row in rows for value in row if value is not None]
    overall = deviation(values) if len(values) > 1 else None
    return capability(mean=mean(values), sigma=chart.limits.sigma, overall=overall, lower=lower, upper=upper).as_data()


def drift_of(
    baseline: Upload, current: Upload, *, columns: Sequence[str] = (), categorical: Sequence[str] = (),
    choices: Choices,
) -> tuple[list[Drift], dict[str, Any]]:  # fmt: skip
    """Two files compared column by column (DR-01 to DR-04), and the same as data. Raises BadCell and Invalid."""
    with as_sheet(*baseline) as before, as_sheet(*current) as after:
        found = compare(before, after, columns=columns, categorical=categorical, choices=choices)
    thresholds = choices.thresholds
    data = {
        "baseline": baseline[0], "current": current[0], "tests": sum(c.p is not None for c in found.columns),
        "correction": choices.correction, "level": choices.level,
        "thresholds": {
            "moderate": thresholds.moderate, "significant": thresholds.significant, "boundary": thresholds.boundary,
        },
        "floor": choices.floor, "columns": [drift_data(c) for c in found.columns], "not_compared": found.left_out,
    }  # fmt: skip
    return found.columns, data


def fairness_of(
    upload: Upload, *, truth: str, prediction: str, groups: Sequence[str], positive: str, minimum: int, share: Fraction
) -> tuple[list[Fairness], dict[str, Any]]:
    """Rates between groups (FA-01 to FA-05), and the same as data. The rows are dropped. Raises BadCell and Invalid."""
    with as_sheet(*upload) as sheet:
        found = results(
            sheet, truth=truth, prediction=prediction, groups=groups, positive=positive, minimum=minimum, share=share
        )
    made = [fairness_report.as_data(result) for result in found]
    data = {"file": upload[0], **made[-1]}
    if len(made) > 1:
        data["by_column"] = made[:-1]
    return found, data
