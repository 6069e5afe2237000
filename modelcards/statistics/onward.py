"""A chart grows point by point: new points need the frozen limits, a small state, and nothing of the past besides.

The whole chart is this same function begun with the empty state, so a point that comes alone is judged exactly as in
a recomputation. The state holds the fourteen points a rule can look back on, the last value for the moving range,
and the memory of EWMA and CUSUM: a new point costs the same after ten points and after a million.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from .limits import SPREADS, Limits
from .lines import Line, dispersion, location
from .memory import FRESH, Memory, average, average_line, signals, sums, sums_line
from .observations import Observation
from .rules import GAP, LIMITS, RULE_SETS, TAIL, Place, RuleSet, broken, place


@dataclass(frozen=True, slots=True)
class Point:
    """One point as drawn. `value` is what is charted (None: missing), `observed` what was measured.

    `third` is one sigma of the chart; `upper` and `lower` are the two sums of a CUSUM; `rules` are the numbers of all
    rules that the point completes, in the chart's rule set.
    """

    index: int
    label: str
    value: float | None
    centre: float | None = None
    lcl: float | None = None
    ucl: float | None = None
    third: float | None = None
    n: float = 1
    observed: float | None = None
    upper: float | None = None
    lower: float | None = None
    rules: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """All that the next point needs to know of the points before it."""

    index: int = 0
    last: float | None = None
    memory: Memory = FRESH
    tail: tuple[Place, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """For a place without floats: numbers as their shortest exact text."""
        memory = self.memory
        return {
            "index": self.index, "last": _text(self.last), "z": _text(memory.z), "variance": _text(memory.variance),
            "upper": _text(memory.upper), "lower": _text(memory.lower),
            "tail": [[p.zone, _text(p.value)] for p in self.tail],
        }  # fmt: skip

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "State":
        """From what `as_data` gave."""
        memory = Memory(
            _float(data["z"]), _float(data["variance"]) or 0.0, _float(data["upper"]) or 0.0,
            _float(data["lower"]) or 0.0,
        )  # fmt: skip
        tail = tuple(Place(zone, _float(value)) for zone, value in data["tail"])
        return cls(data["index"], _float(data["last"]), memory, tail)


BEGINNING = State()


class Grown(NamedTuple):
    """New points of the main chart, of the chart of the spread (empty for kinds without one), and the new state."""

    points: list[Point]
    spread: list[Point]
    state: State


@dataclass
class _Pen:
    """Draws point after point, and holds what changes meanwhile."""

    limits: Limits
    rules: RuleSet
    last: float | None
    memory: Memory
    tail: list[Place]

    def draw(self, index: int, seen: Observation) -> Point:
        """The next point of the main chart. A missing value moves nothing and ends every pattern."""
        if seen.value is None:
            self.tail.append(GAP)
            return Point(index, seen.label, None, n=seen.n)
        if self.limits.kind == "ewma":
            return self._average(index, seen, seen.value)
        if self.limits.kind == "cusum":
            return self._sums(index, seen, seen.value)
        line = location(self.limits, seen.n)
        value = seen.value / seen.n if self.limits.kind in ("p", "u") else seen.value
        self.tail.append(place(value, line.centre, line.third))
        return _point(index, seen, value, line, broken(self.tail[-TAIL - 1 :], self.rules))

    def _average(self, index: int, seen: Observation, observed: float) -> Point:
        self.memory = average(self.limits, self.memory, observed, seen.n)
        line, z = average_line(self.limits, self.memory, seen.n), self.memory.z
        return _point(index, seen, z, line, _outside(z, line))

    def _sums(self, index: int, seen: Observation, observed: float) -> Point:
        memory = sums(self.limits, self.memory, observed, seen.n)
        alarm = signals(self.limits, memory)
        self.memory = FRESH if alarm and self.limits.options.reset else memory
        value = memory.upper if memory.upper >= memory.lower else -memory.lower
        point = _point(index, seen, value, sums_line(self.limits), (1,) if alarm else ())
        return replace(point, upper=memory.upper, lower=memory.lower)

    def draw_spread(self, index: int, seen: Observation) -> Point:
        """The next point of the chart of moving ranges, ranges or deviations. Judged by its limits alone: neighbouring
        moving ranges share a value, and the distribution is skew. A moving range never spans a gap (SPC-06).
        """
        value, line = seen.spread, dispersion(self.limits, seen.n)
        if self.limits.kind == "imr":
            value = abs(seen.value - self.last) if seen.value is not None and self.last is not None else None
        if value is None or line is None:
            return Point(index, seen.label, None, n=seen.n)
        return _point(index, seen, value, line, _outside(value, line))


def next_points(
    limits: Limits,
    observations: Sequence[Observation],
    *,
    state: State = BEGINNING,
    rule_set: str = LIMITS.key,
) -> Grown:
    """Points for new observations, judged by frozen limits. EWMA and CUSUM know only their limits, not run rules:
    their points depend on one another.

    Args:
        state: what an earlier call returned; the default begins a chart.
        rule_set: key of `rules.RULE_SETS`.
    """
    pen = _Pen(limits, RULE_SETS[rule_set], state.last, state.memory, list(state.tail))
    points, spread = [], []
    for index, seen in enumerate(observations, state.index + 1):
        if limits.kind in SPREADS:
            spread.append(pen.draw_spread(index, seen))
        points.append(pen.draw(index, seen))
        pen.last = seen.value
        del pen.tail[:-TAIL]
    return Grown(points, spread, State(state.index + len(points), pen.last, pen.memory, tuple(pen.tail)))


def _outside(value: float | None, line: Line) -> tuple[int, ...]:
    return broken([place(value, line.centre, line.third)], LIMITS)


def _point(index: int, seen: Observation, value: float | None, line: Line, rules: tuple[int, ...]) -> Point:
    return Point(index, seen.label, value, *line, seen.n, seen.value, rules=rules)


def _text(value: float | None) -> str | None:
    return None if value is None else repr(value)


def _float(value: Any) -> float | None:
    return None if value is None else float(value)
