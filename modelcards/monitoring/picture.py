"""A stretch of points as a picture: each as it was judged, those of the baseline by the limits in force or proposed."""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from qms.charts.control import Mark, Panel, control_figure

from ..statistics.chart import TITLES
from ..statistics.limits import SPREADS, Limits
from ..statistics.lines import dispersion, location
from ..statistics.rules import LIMITS
from . import words
from .judging import PSI, Document, judge

NAMES = {"cusum": ("h =", "", "−h ="), PSI: (_("signal"), _("no drift"), "")}


def place(points: Sequence[Any], doc: Document | None) -> set[int]:
    """Give points without a verdict their place by `doc`, in memory; gives the ids of these points of phase I."""
    bare = [p for p in points if not p.limits_version]
    if doc:
        judge(doc, {}, bare)
    for point in bare:
        point.limits_version = 0
        if not doc:
            point.charted = _plain(point)
    first = next((i for i, p in enumerate(points) if p.limits_version), len(points))
    for point in points[first:]:
        if not point.limits_version:  # it came during a pause: shown, and judged by nobody
            point.rules = point.second_rules = ""
    return {p.pk for p in points[:first]}


def _plain(point: Any) -> float | None:
    value: float | None = point.value
    return value / point.n if value is not None and point.monitor.kind in ("p", "u") and point.n else value


def panels(monitor: Any, points: Sequence[Any], doc: Document | None, *, hidden: int = 0) -> list[Panel]:
    """The main chart, and under it that of the spread where there is one. `points` oldest first."""
    baseline = place(points, doc)
    kind = doc["kind"] if doc else monitor.kind
    limits = Limits.read(doc["limits"]) if doc and kind != PSI else None
    marks = [_mark(p, kind, limits, p.pk in baseline) for p in points]
    main = Panel(
        title=f"{words.title_of(kind)} · {monitor.metric}", note=_note(doc), x_label=_("Measured (UTC)"),
        y_label=_axis(monitor, kind, limits), marks=marks, rules=words.rule_words(doc) if doc else {},
        names=NAMES.get(kind, ("UCL", "CL", "LCL")), hidden=hidden,
        zones=bool(doc) and words.rule_set_of(doc or {}) is not LIMITS,
    )  # fmt: skip
    return [main, _spread(points, kind, limits, baseline, hidden)] if limits and kind in SPREADS else [main]


def _axis(monitor: Any, kind: str, limits: Limits | None) -> str:
    """What is charted, with its unit."""
    unit = monitor.unit_of_metric
    if kind == "cusum" and limits is not None and limits.options.units == "sigma":
        unit = "σ"
    words_of = {
        PSI: _("PSI"), "xbar_r": _("Mean"), "xbar_s": _("Mean"), "p": _("Share"), "np": _("Items"), "c": _("Defects"),
        "u": _("Defects per unit"), "ewma": _("EWMA"), "cusum": _("Cumulative sum"),
    }  # fmt: skip
    said = words_of.get(kind, monitor.metric)
    return f"{said} ({unit})" if unit and kind not in (PSI, "p") else said


def _mark(point: Any, kind: str, limits: Limits | None, first: bool) -> Mark:
    shewhart = limits is not None and kind not in ("ewma", "cusum")
    third = location(limits, point.n).third if shewhart and limits and point.ucl is not None and point.n else None
    return Mark(
        label=label(point), value=point.charted, centre=point.centre, lcl=point.lcl, ucl=point.ucl, third=third,
        rules=words.numbers(point.rules), phase=1 if first else 2,
        observed=point.value if kind == "ewma" else None,
        second=-point.second if kind == "cusum" and point.second is not None else None,
    )  # fmt: skip


def _spread(points: Sequence[Any], kind: str, limits: Limits, baseline: set[int], hidden: int) -> Panel:
    title = str(TITLES[SPREADS[kind]])
    marks = []
    for p in points:
        line = dispersion(limits, p.n) if p.second is not None else None
        lines = {"centre": line.centre, "lcl": line.lcl, "ucl": line.ucl} if line else {}
        rules = words.numbers(p.second_rules)
        marks.append(Mark(label=label(p), value=p.second, rules=rules, phase=1 if p.pk in baseline else 2, **lines))
    return Panel(
        title=title, note=str(LIMITS.label), x_label=_("Measured (UTC)"), y_label=title, marks=marks,
        rules={n: str(r.words) for n, r in LIMITS.rules.items()}, tall=False, hidden=hidden,
    )  # fmt: skip


def label(point: Any) -> str:
    """The instant of a point, the day first."""
    return words.instant(point.at).removesuffix(" UTC")


def _note(doc: Document | None) -> str:
    if not doc:
        return _("no limits yet")
    said = _("%(rules)s; limits version %(version)d: %(limits)s")
    return said % {
        "rules": words.rule_set_of(doc).label, "version": doc["version"], "limits": words.of_limits(doc),
    }  # fmt: skip


def figure(made: Sequence[Panel], *, ident: str, printed: bool = False, caption: Any = "") -> SafeString:
    """Picture, caption and the same numbers as a table."""
    return control_figure(made, ident=ident, printed=printed, caption=caption)
