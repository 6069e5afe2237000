"""A whole chart: limits from phase I, every point judged by them, what broke which rule, and what is doubtful."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.lib.errors import Invalid

from .doubts import doubts
from .limits import SPREADS, Kind, Limits, Options
from .observations import Observation
from .onward import BEGINNING, Point, State, next_points
from .phase_one import DEFAULTS, limits_from
from .rules import LIMITS, RULE_SETS, RuleSet

TITLES = {
    "imr": gettext_lazy("I-MR chart"), "xbar_r": gettext_lazy("X-bar/R chart"), "xbar_s": gettext_lazy("X-bar/S chart"),
    "p": gettext_lazy("p chart"), "np": gettext_lazy("np chart"), "c": gettext_lazy("c chart"),
    "u": gettext_lazy("u chart"), "ewma": gettext_lazy("EWMA chart"), "cusum": gettext_lazy("CUSUM chart"),
    "mr": gettext_lazy("Moving range"), "r": gettext_lazy("Range"), "s": gettext_lazy("Standard deviation"),
}  # fmt: skip


@dataclass(frozen=True)
class Chart:
    """The result. `spread` are the points of the second chart (moving range, range, deviation), where there is one.

    phase_one: indexes of the points that the limits rest on. state: what `onward.next_points` needs to go on.
    warnings: sentences about what makes the chart less trustworthy than it looks.
    """

    limits: Limits
    rules: RuleSet
    points: list[Point]
    spread: list[Point]
    phase_one: frozenset[int]
    state: State
    warnings: list[str]

    @property
    def kind(self) -> Kind:
        """Key of the kind of chart."""
        return self.limits.kind

    @property
    def spread_kind(self) -> str:
        """Key of the second chart; "" where there is none."""
        return SPREADS.get(self.kind, "")

    @property
    def rule_set(self) -> RuleSet:
        """The rules the main chart is judged by: EWMA and CUSUM know only their limits."""
        return LIMITS if self.kind in ("ewma", "cusum") else self.rules

    @property
    def signals(self) -> list[Point]:
        """Points of the main chart that break a rule."""
        return [p for p in self.points if p.rules]

    @property
    def spread_signals(self) -> list[Point]:
        """Points of the second chart beyond its limits."""
        return [p for p in self.spread if p.rules]


def build(
    kind: Kind,
    observations: Sequence[Observation],
    *,
    phase_one: Collection[int] | None = None,
    exclude: Collection[int] = (),
    options: Options = DEFAULTS,
    rule_set: str = LIMITS.key,
) -> Chart:
    """A chart whose limits come from its own phase I.

    Args:
        phase_one: indexes (from 1) of the observations that the limits are computed from; None: all.
        exclude: indexes left out of phase I, as if they had never been in the series; they are still drawn.

    Raises Invalid when nothing can be computed, or an index does not exist.
    """
    outside = sorted(i for i in [*(phase_one or ()), *exclude] if not 1 <= i <= len(observations))
    if outside:
        named = {"index": outside[0], "count": len(observations)}
        raise Invalid(_("There is no point %(index)d; there are %(count)d.") % named)
    chosen = frozenset(phase_one if phase_one is not None else range(1, len(observations) + 1)) - frozenset(exclude)
    base = [o for i, o in enumerate(observations, 1) if i in chosen]
    limits = limits_from(kind, base, options=options)
    return drawn(limits, observations, phase_one=chosen if limits.used else (), rule_set=rule_set)


def drawn(
    limits: Limits,
    observations: Sequence[Observation],
    *,
    phase_one: Collection[int] = (),
    rule_set: str = LIMITS.key,
    state: State = BEGINNING,
) -> Chart:
    """A chart under limits that are given: nothing that is observed moves them (requirement SPC-02)."""
    grown = next_points(limits, observations, state=state, rule_set=rule_set)
    chosen = frozenset(phase_one)
    said = doubts(limits, observations, grown.points, grown.spread, chosen)
    return Chart(limits, RULE_SETS[rule_set], grown.points, grown.spread, chosen, grown.state, said)


def as_data(chart: Chart, *, unit: str = "") -> dict[str, Any]:
    """For JSON: every point of both charts, limits with their options, signals with the rules in words."""
    data: dict[str, Any] = {
        "kind": chart.kind,
        "title": str(TITLES[chart.kind]),
        "unit": unit,
        "rule_set": chart.rule_set.key,
        "rules": {str(number): str(rule.words) for number, rule in chart.rule_set.rules.items()},
        "limits": {**chart.limits.as_data(), **_span(chart.points)},
        "phase_one": sorted(chart.phase_one),
        "points": [_point(p, chart) for p in chart.points],
        "signals": [_signal(p) for p in chart.signals],
        "warnings": chart.warnings,
    }
    if chart.spread_kind:
        data["spread"] = {
            "kind": chart.spread_kind,
            "title": str(TITLES[chart.spread_kind]),
            "rule_set": LIMITS.key,
            "limits": {"centre": _same(chart.spread, "centre"), **_span(chart.spread)},
            "points": [_point(p, chart) for p in chart.spread],
            "signals": [_signal(p) for p in chart.spread_signals],
        }
    return data


def _span(points: Sequence[Point]) -> dict[str, Any]:
    """The limits of all points, or None and `stepped` where they differ from point to point."""
    lcl, ucl = _same(points, "lcl"), _same(points, "ucl")
    stepped = len({(p.lcl, p.ucl) for p in points if p.ucl is not None}) > 1
    return {"lcl": lcl, "ucl": ucl, "stepped": stepped}


def _same(points: Sequence[Point], name: str) -> float | None:
    values = {v for p in points if (v := getattr(p, name)) is not None}
    return values.pop() if len(values) == 1 else None


def _point(point: Point, chart: Chart) -> dict[str, Any]:
    data: dict[str, Any] = {
        "index": point.index, "label": point.label, "value": point.value, "centre": point.centre, "lcl": point.lcl,
        "ucl": point.ucl, "n": point.n, "phase": 1 if point.index in chart.phase_one else 2,
        "rules": list(point.rules),
    }  # fmt: skip
    if chart.kind in ("ewma", "cusum"):
        data["observed"] = point.observed
    if chart.kind == "cusum":
        data |= {"upper": point.upper, "lower": point.lower}
    return data


def _signal(point: Point) -> dict[str, Any]:
    return {"index": point.index, "label": point.label, "value": point.value, "rules": list(point.rules)}
