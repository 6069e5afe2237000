"""A chart as a picture: what `qms.charts` needs to know of it."""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from qms.charts.control import Mark, Panel, control_figure, control_svg, window

from .chart import TITLES, Chart
from .limits import ATTRIBUTES
from .onward import Point
from .rules import LIMITS, RuleSet


def panels(chart: Chart, *, measure: str = "", unit: str = "", x_label: str = "") -> list[Panel]:
    """The main chart, and under it that of the spread. `measure` and `unit` name the axis (counts
    have no unit), `x_label` the points."""
    x_label = x_label or _("Point")
    made = [_main(chart, measure, unit, x_label)]
    if chart.spread_kind:
        marks, hidden = window(_marks(chart.spread, chart))
        made.append(
            Panel(
                title=str(TITLES[chart.spread_kind]), note=_note(LIMITS, chart), x_label=x_label,
                y_label=_axis(str(TITLES[chart.spread_kind]), unit), marks=marks, rules=_words(LIMITS), tall=False,
                hidden=hidden,
            )
        )  # fmt: skip
    return made


def figure(chart: Chart, *, ident: str, printed: bool = False, caption: Any = "", **axes: str) -> SafeString:
    """The picture with caption and table, for a page or a print; `axes` as in `panels`."""
    return control_figure(panels(chart, **axes), ident=ident, caption=caption, printed=printed)


def file(chart: Chart, **axes: str) -> SafeString:
    """The picture as an SVG file of its own."""
    return control_svg(panels(chart, **axes), ident="chart", alone=True)


def _main(chart: Chart, measure: str, unit: str, x_label: str) -> Panel:
    marks, hidden = window(_marks(chart.points, chart))
    names = {"cusum": ("h =", "", "−h =")}.get(chart.kind, ("UCL", "CL", "LCL"))
    title = str(TITLES[chart.kind]) + (f" · {measure}" if measure else "")
    if chart.kind in ATTRIBUTES:
        unit = ""
    elif chart.kind == "cusum" and chart.limits.options.units == "sigma":
        unit = "σ"
    return Panel(
        title=title, note=_note(chart.rule_set, chart), x_label=x_label, y_label=_axis(_charted(chart, measure), unit),
        marks=marks, rules=_words(chart.rule_set), names=names, hidden=hidden,
        zones=chart.rule_set is not LIMITS and len({p.third for p in chart.points if p.third is not None}) == 1,
    )  # fmt: skip


def _charted(chart: Chart, measure: str) -> str:
    words = {
        "xbar_r": _("Mean"), "xbar_s": _("Mean"), "p": _("Proportion"), "np": _("Defective items"), "c": _("Defects"),
        "u": _("Defects per unit"), "ewma": _("EWMA"), "cusum": _("Cumulative sum"),
    }  # fmt: skip
    return words.get(chart.kind, measure or _("Value"))


def _axis(words: str, unit: str) -> str:
    return f"{words} ({unit})" if unit else words


def _note(rules: RuleSet, chart: Chart) -> str:
    used = chart.limits.used
    basis = _("limits from %d points") % used if used else _("limits from given standards")
    options, said = chart.limits.options, [str(rules.label), basis]
    if chart.kind == "ewma":
        said.append(f"λ {options.weight:g}, " + (_("exact limits") if options.exact else _("asymptotic limits")))
    if chart.kind == "cusum":
        units = _("sigma") if options.units == "sigma" else _("data units")
        said.append(f"k {options.k:g}, h {options.h:g} ({units})")
    return "; ".join(said)


def _words(rules: RuleSet) -> dict[int, str]:
    return {number: str(rule.words) for number, rule in rules.rules.items()}


def _marks(points: Sequence[Point], chart: Chart) -> list[Mark]:
    return [_mark(p, chart) for p in points]


def _mark(point: Point, chart: Chart) -> Mark:
    cusum = chart.kind == "cusum"
    return Mark(
        label=point.label,
        value=point.upper if cusum else point.value,
        second=-point.lower if cusum and point.lower is not None else None,
        observed=point.observed if chart.kind == "ewma" and point.value is not None else None,
        centre=point.centre, lcl=point.lcl, ucl=point.ucl, third=None if cusum else point.third,
        rules=point.rules, phase=1 if point.index in chart.phase_one else 2,
    )  # fmt: skip
