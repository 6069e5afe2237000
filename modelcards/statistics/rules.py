"""Rules that find patterns in a chart: Western Electric (4) and Nelson (8) (requirement SPC-05).

Sources: Western Electric, Statistical Quality Control Handbook, 1956; L. S. Nelson, The Shewhart control chart: tests
for special causes, Journal of Quality Technology 16(4), 1984.

A rule looks at the point itself and at most fourteen points before it, so that a new point costs the same however
long the series is. The point that completes a pattern is flagged; a point exactly on a line is not beyond it, not
within it and on neither side of it; a missing point ends every pattern.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from .numbers import above

#: How many earlier points a rule can need.
TAIL = 14


class Place(NamedTuple):
    """Where a point stands. `zone` counts half sigmas outwards from the centre line, signed: 0 on it, 1 within one
    sigma, 2 exactly on one sigma, 3 between one and two … 6 exactly on three, 7 beyond. None: missing.
    """

    zone: int | None
    value: float | None


GAP = Place(None, None)
Test = Callable[[Sequence[Place]], bool]


@dataclass(frozen=True)
class Rule:
    """A pattern in words, and the test whether the last of some points completes it."""

    words: Any
    test: Test


@dataclass(frozen=True)
class RuleSet:
    """Rules by their published number, under the name that stands on the chart."""

    key: str
    label: Any
    rules: Mapping[int, Rule]


def place(value: float | None, centre: float, third: float) -> Place:
    """Where a value stands; `third` is a third of the distance between centre line and limit (one sigma)."""
    if value is None:
        return GAP
    side = 1 if value >= centre else -1
    size = max(abs(value), abs(centre))
    zone = 0
    if not third and value == centre:  # no spread to measure by: on the centre line and on every limit at once
        return Place(None, value)
    if above(side * value, side * centre):
        zone = 1
        for step in (1, 2, 3):
            distance, line = side * (value - centre), step * third
            if above(line, distance, size):
                break
            zone = step * 2 + (1 if above(distance, line, size) else 0)
    return Place(side * zone, value)


def broken(points: Sequence[Place], rule_set: RuleSet) -> tuple[int, ...]:
    """Numbers of all rules that the last of these points breaks; the points before it are at most fourteen."""
    if not points or points[-1].zone is None:
        return ()
    start = max((i + 1 for i, p in enumerate(points) if p.zone is None), default=0)
    run = points[start:]
    return tuple(number for number, rule in rule_set.rules.items() if rule.test(run))


def _zone(point: Place) -> int:
    return point.zone or 0


def beyond(sigmas: int, need: int, of: int) -> Test:
    """`need` of the last `of` points beyond `sigmas` on the side of the last one, which is among them."""

    def test(run: Sequence[Place]) -> bool:
        side = 1 if _zone(run[-1]) > 0 else -1
        outside = [side * _zone(p) > 2 * sigmas for p in run[-of:]]
        return outside[-1] and sum(outside) >= need

    return test


def one_side(count: int) -> Test:
    """The last `count` points on one side of the centre line."""

    def test(run: Sequence[Place]) -> bool:
        last = [_zone(p) for p in run[-count:]]
        return len(last) == count and (min(last) > 0 or max(last) < 0)

    return test


def _rises(run: Sequence[Place], count: int) -> list[int]:
    """Signs of the steps between the last `count` points; empty when there are fewer."""
    last = [p.value or 0.0 for p in run[-count:]]
    if len(last) < count:
        return []
    return [1 if above(b, a) else -1 if above(a, b) else 0 for a, b in zip(last, last[1:], strict=False)]


def trend(count: int) -> Test:
    """The last `count` points steadily rising, or steadily falling."""

    def test(run: Sequence[Place]) -> bool:
        steps = _rises(run, count)
        return bool(steps) and (min(steps) > 0 or max(steps) < 0)

    return test


def alternating(count: int) -> Test:
    """The last `count` points up and down in turn."""

    def test(run: Sequence[Place]) -> bool:
        steps = _rises(run, count)
        return bool(steps) and all(a * b < 0 for a, b in zip(steps, steps[1:], strict=False))

    return test


def within(count: int) -> Test:
    """The last `count` points within one sigma."""

    def test(run: Sequence[Place]) -> bool:
        last = run[-count:]
        return len(last) == count and all(abs(_zone(p)) < 2 for p in last)

    return test


def avoiding(count: int) -> Test:
    """The last `count` points beyond one sigma, some above and some below."""

    def test(run: Sequence[Place]) -> bool:
        last = [_zone(p) for p in run[-count:]]
        return len(last) == count and all(abs(z) > 2 for z in last) and min(last) < 0 < max(last)

    return test


_BEYOND_3 = Rule(_("one point beyond 3 sigma"), beyond(3, 1, 1))
_TWO_OF_THREE = Rule(_("2 of 3 points beyond 2 sigma on one side"), beyond(2, 2, 3))
_FOUR_OF_FIVE = Rule(_("4 of 5 points beyond 1 sigma on one side"), beyond(1, 4, 5))

LIMITS = RuleSet("limits", _("Control limits only"), {1: Rule(_("one point beyond a control limit"), beyond(3, 1, 1))})
WESTERN_ELECTRIC = RuleSet(
    "western_electric",
    _("Western Electric rules"),
    {
        1: _BEYOND_3,
        2: _TWO_OF_THREE,
        3: _FOUR_OF_FIVE,
        4: Rule(_("8 points in a row on one side of the centre line"), one_side(8)),
    },
)
NELSON = RuleSet(
    "nelson",
    _("Nelson rules"),
    {
        1: _BEYOND_3,
        2: Rule(_("9 points in a row on one side of the centre line"), one_side(9)),
        3: Rule(_("6 points in a row steadily rising or falling"), trend(6)),
        4: Rule(_("14 points in a row alternating up and down"), alternating(14)),
        5: _TWO_OF_THREE,
        6: _FOUR_OF_FIVE,
        7: Rule(_("15 points in a row within 1 sigma"), within(15)),
        8: Rule(_("8 points in a row beyond 1 sigma, on both sides"), avoiding(8)),
    },
)
RULE_SETS: dict[str, RuleSet] = {s.key: s for s in (LIMITS, WESTERN_ELECTRIC, NELSON)}
