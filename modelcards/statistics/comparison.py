"""Two files compared column by column: which columns, how, and what that gives."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .drift import DEFAULTS, Choices, Drift, are_names, category_drift, judged, numeric_drift
from .sheet import BadCell, Sheet

#: From this share of numbers on, a column is one of numbers, and what is none in it is a mistake of the file.
MOSTLY = 0.95


@dataclass(frozen=True)
class Comparison:
    """Columns that were compared, and those that were not, each with its reason."""

    columns: list[Drift]
    left_out: dict[str, str] = field(default_factory=dict)


def compare(
    baseline: Sheet,
    current: Sheet,
    *,
    columns: Collection[str] = (),
    categorical: Collection[str] = (),
    choices: Choices = DEFAULTS,
) -> Comparison:
    """Compare the columns that both files have, or the named ones.

    A column is compared as numbers when nearly all of its values in the baseline are numbers, and as categories when it
    is named in `categorical` or holds text.

    Raises BadCell when a named column is missing, a column of numbers holds something else, or no column is left.
    """
    left_out: dict[str, str] = {}
    for name in [*columns, *categorical]:
        baseline.texts(name), current.texts(name)
    if not columns:
        left_out = {n: _("only in the baseline") for n in baseline.names if n not in current.cells}
        left_out |= {n: _("only in the current file") for n in current.names if n not in baseline.cells}
    made: list[Drift] = []
    for name in columns or [n for n in baseline.names if n in current.cells]:
        if reason := _reason(baseline, current, name, asked=name in columns or name in categorical):
            left_out[name] = reason
        elif name not in categorical and baseline.has_numbers(name) >= MOSTLY:
            made.append(numeric_drift(name, _numbers(baseline, name), _numbers(current, name), choices))
        else:
            made.append(category_drift(name, baseline.texts(name), current.texts(name), choices))
    if not made:
        raise BadCell(_("No column of the two files can be compared."), file=current.file)
    return Comparison(judged(made, choices), left_out)


def _reason(baseline: Sheet, current: Sheet, name: str, *, asked: bool) -> str:
    """Why a column says nothing about drift; "" when it does."""
    values = baseline.texts(name)
    if not any(values):
        return _("empty in the baseline")
    if not asked and baseline.has_numbers(name) < MOSTLY and are_names(values):
        return _("holds names: %(different)d different values in %(rows)d rows") % {
            "different": len(set(values) - {None}), "rows": len(values),
        }  # fmt: skip
    return ""


def _numbers(sheet: Sheet, name: str) -> list[float | None]:
    try:
        return sheet.numbers(name)
    except BadCell as refusal:
        place = sheet.lines.index(refusal.line) if refusal.line else 0
        said = _("“%s” is no number, but the column holds numbers. --categorical compares it as text.")
        raise sheet.bad(name, place, said % sheet.cells[name][place][:40]) from None
