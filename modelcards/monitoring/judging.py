"""Limits as documents, and points judged by them. The statistics themselves stand in modelcards/statistics.

A document holds everything that a verdict depends on, so that limits stay readable and signed however the monitor
changes later. Numbers in it are texts that read back to the same float: a record holds no floats.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from ..models.numbers import as_float
from ..statistics.limits import Limits, Options
from ..statistics.observations import Observation
from ..statistics.onward import BEGINNING, Point, State, next_points
from ..statistics.phase_one import limits_from
from ..statistics.rules import GAP, TAIL
from ..statistics.stability import Stability, Thresholds, stability

Document = dict[str, Any]
PSI = "psi"


def options_of(monitor: Any) -> Options:
    """The options of a chart as the monitor says them. Raises Invalid where one is outside its range."""
    return Options(
        width=as_float(monitor.width) or 0.0, sigma_from=monitor.sigma_from, target=as_float(monitor.target),
        sigma=as_float(monitor.sigma), weight=as_float(monitor.weight) or 0.0, exact=monitor.exact,
        k=as_float(monitor.cusum_k) or 0.0, h=as_float(monitor.cusum_h) or 0.0, units=monitor.cusum_units,
    )  # fmt: skip


def thresholds_of(monitor: Any) -> Thresholds:
    """The thresholds of a drift monitor. Raises Invalid unless both are positive and the second is above the first."""
    return Thresholds(as_float(monitor.moderate) or 0.0, as_float(monitor.significant) or 0.0)


def observation(point: Any) -> Observation:
    """A point as the statistics see it."""
    return Observation(point.value, point.n, point.spread, point.key)


def document(monitor: Any, points: Sequence[Any], *, version: int, because: str, by: int) -> Document:
    """The limits that these points give, as a document; `by` is who had them computed. Points that the monitor drops
    are passed over.

    Raises Invalid when there is too little to compute from.
    """
    dropped = {row["key"]: row for row in monitor.dropped}
    used = [p for p in points if p.key not in dropped]
    left_out = [dropped[p.key] for p in points if p.key in dropped]
    return {
        "version": version, "kind": monitor.kind, "rule_set": monitor.rule_set, "metric": monitor.metric,
        "unit": monitor.unit_of_metric, "because": because, "by": by,
        "limits": _drift(monitor, used) if monitor.kind == PSI else _chart(monitor, used),
        "baseline": {
            "points": len(used), "from": points[0].at.isoformat(), "until": points[-1].at.isoformat(),
            "dropped": [{"key": row["key"], "reason": row["reason"]} for row in left_out], "sha256": fingerprint(used),
        },
    }  # fmt: skip


def _chart(monitor: Any, used: Sequence[Any]) -> dict[str, Any]:
    return limits_from(monitor.kind, [observation(p) for p in used], options=options_of(monitor)).stored()


def _drift(monitor: Any, used: Sequence[Any]) -> dict[str, Any]:
    """The counts of the baseline, added up class by class, and the thresholds."""
    thresholds = thresholds_of(monitor)
    counts = [sum(column) for column in zip(*(p.raw for p in used if p.raw), strict=True)]
    if not sum(counts):
        raise Invalid(_("There is nothing to compute limits from: no case was counted."))
    return {
        "counts": counts, "bins": monitor.bins, "moderate": repr(thresholds.moderate),
        "significant": repr(thresholds.significant),
    }  # fmt: skip


def fingerprint(points: Sequence[Any]) -> str:
    """SHA-256 over what was measured at these points: shows later that none of them was altered."""
    rows = [[p.key, p.at.isoformat(), _text(p.value), _text(p.n), _text(p.spread), p.raw] for p in points]
    return hashlib.sha256(json.dumps(rows, separators=(",", ":")).encode()).hexdigest()


def _text(value: float | None) -> str | None:
    return None if value is None else repr(float(value))


def judge(doc: Document, memory: dict[str, Any], points: Sequence[Any]) -> dict[str, Any]:
    """Judge points that follow on one another: each is given its place, its lines and the rules it breaks.

    `memory` is what an earlier call returned; {} begins a series. Costs the same however long the series is.
    """
    if doc["kind"] == PSI:
        for point in points:
            _judge_drift(doc, point)
        return {}
    limits, state = Limits.read(doc["limits"]), State.read(memory) if memory else BEGINNING
    grown = next_points(limits, [observation(p) for p in points], state=state, rule_set=doc["rule_set"])
    for number, (point, main) in enumerate(zip(points, grown.points, strict=True)):
        _note(point, main, doc["version"])
        if doc["kind"] == "cusum":
            point.charted, point.second = main.upper, main.lower
        elif grown.spread:
            point.second, point.second_rules = grown.spread[number].value, _numbers(grown.spread[number].rules)
    return grown.state.as_data()


def _note(point: Any, main: Point, version: int) -> None:
    point.limits_version, point.charted, point.rules = version, main.value, _numbers(main.rules)
    point.centre, point.lcl, point.ucl = main.centre, main.lcl, main.ucl


def _numbers(rules: Sequence[int]) -> str:
    return ",".join(map(str, rules))


def _judge_drift(doc: Document, point: Any) -> None:
    found = drift(doc, point.raw)
    point.limits_version = doc["version"]
    if found is None:
        return
    point.value = point.charted = found.index
    point.second, point.centre, point.ucl = found.p, found.expected, found.thresholds.significant
    point.rules = "1" if found.level == "significant" else ""


def drift(doc: Document, counts: Sequence[int] | None) -> Stability | None:
    """The stability index of counts by class against the frozen baseline; None where nothing was counted."""
    if not counts or not sum(counts):
        return None
    held = doc["limits"]
    thresholds = Thresholds(float(held["moderate"]), float(held["significant"]))
    return stability(held["counts"], counts, thresholds=thresholds)


def after_gap(memory: dict[str, Any]) -> dict[str, Any]:
    """The memory after a stretch without points: no moving range and no pattern spans it."""
    if not memory:
        return memory
    state = State.read(memory)
    return replace(state, last=None, tail=(*state.tail, GAP)[-TAIL:]).as_data()
