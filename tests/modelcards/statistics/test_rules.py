"""Western Electric and Nelson: each rule alone, the completing point, the line itself, and all broken rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from modelcards.statistics.chart import as_data, build
from modelcards.statistics.limits import Limits, Options
from modelcards.statistics.observations import individuals
from modelcards.statistics.onward import next_points

STANDARD = Limits(kind="imr", centre=0.0, sigma=1.0, spread=1.128)
UP_AND_DOWN = [0.4 if i % 2 else -0.4 for i in range(14)]


def broken(values: list[float | None], rule_set: str) -> dict[int, tuple[int, ...]]:
    """Rules by point, on a chart with centre 0 and sigma 1."""
    grown = next_points(STANDARD, individuals(values), rule_set=rule_set)
    return {p.index: p.rules for p in grown.points if p.rules}


@pytest.mark.requirement("SPC-05")
@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([0, 3.1, 0], {2: (1,)}),
        ([0, -3.1, 0], {2: (1,)}),
        ([2.1, 0, 2.1], {3: (2,)}),
        ([2.1, 2.1, 0], {2: (2,)}),
        ([-2.1, 2.1, 0], {}),
        ([2.1, 0, 0, 2.1], {}),
        ([1.1, 1.1, 0, 1.1, 1.1], {5: (3,)}),
        ([1.1, 1.1, 0, 0, 1.1, 1.1], {}),
        ([0.5] * 8 + [-0.5], {8: (4,)}),
        ([0.5] * 7 + [0.0, 0.5], {}),
        ([0.5] * 9, {8: (4,), 9: (4,)}),
    ],
)
def test_western_electric(values: list[float], found: dict[int, tuple[int, ...]]) -> None:
    assert broken(values, "western_electric") == found


@pytest.mark.requirement("SPC-05")
@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([3.1], {1: (1,)}),
        ([0.5] * 9 + [-0.5], {9: (2,)}),
        ([-0.5] * 8 + [0.5], {}),
        ([-0.3, -0.2, -0.1, 0.1, 0.2, 0.3, 0.2], {6: (3,)}),
        ([0.3, 0.2, 0.1, -0.1, -0.2, -0.3], {6: (3,)}),
        ([-0.3, -0.2, -0.2, 0.1, 0.2, 0.3], {}),
        (UP_AND_DOWN, {14: (4,)}),
        (UP_AND_DOWN[:13], {}),
        ([2.1, 0, 2.1], {3: (5,)}),
        ([1.1, 1.1, 0, 1.1, 1.1], {5: (6,)}),
        ([0.3] * 16 + [1.2], {**dict.fromkeys(range(9, 15), (2,)), 15: (2, 7), 16: (2, 7), 17: (2,)}),
        ([1.5, -1.5] * 4, {8: (8,)}),
        ([1.5, -1.5] * 3 + [1.5, -0.5], {}),
    ],
)
def test_nelson(values: list[float], found: dict[int, tuple[int, ...]]) -> None:
    assert broken(values, "nelson") == found


def limits_at(centre: float, sigma: float) -> Limits:
    return Limits(kind="imr", centre=centre, sigma=sigma, spread=sigma)


@pytest.mark.requirement("SPC-05")
def test_t10_nelson_7_flags_points_15_and_16_only() -> None:
    seven = [index for index, rules in broken([0.3] * 16 + [1.2], "nelson").items() if 7 in rules]
    assert seven == [15, 16]


@pytest.mark.requirement("SPC-05")
def test_every_broken_rule_of_a_point_is_kept() -> None:
    assert broken([1.5, 2.5, 2.5, 3.5], "western_electric")[4] == (1, 2, 3)


@pytest.mark.requirement("SPC-05")
@pytest.mark.parametrize("rule_set", ["limits", "western_electric", "nelson"])
def test_a_point_exactly_on_a_line_is_not_beyond_it(rule_set: str) -> None:
    assert broken([3.0, -3.0, 3.0], rule_set).get(1) is None
    assert 1 not in {number for rules in broken([3.0, -3.0, 3.0, -3.0], rule_set).values() for number in rules}
    assert broken([2.0, 2.0, 2.0], rule_set) == {}
    assert broken([1.0, 1.0, 1.0, 1.0, 1.0], rule_set) == {}


@pytest.mark.requirement("SPC-05")
def test_a_point_exactly_on_one_sigma_is_not_within_it() -> None:
    assert not any(7 in rules for rules in broken([1.0, -1.0] * 8, "nelson").values())
    assert any(7 in rules for rules in broken([0.99, -0.99] * 8, "nelson").values())


@pytest.mark.requirement("SPC-05")
def test_a_point_on_a_limit_that_binary_rounding_moves_is_not_beyond_it() -> None:
    limits = limits_at(0.1, 0.1)
    assert 0.7 + 0.1 < 0.8 and 0.1 - 3 * 0.1 < -0.2  # what binary arithmetic makes of it
    assert next_points(limits_at(0.7, 0.1 / 3), individuals([0.8])).points[0].rules == ()
    for value in (0.4, -0.2):
        assert next_points(limits, individuals([value])).points[0].rules == ()
    assert next_points(limits, individuals([0.4000001])).points[0].rules == (1,)


@pytest.mark.requirement("SPC-05")
def test_the_rule_set_is_named_on_the_chart_with_its_rules_in_words() -> None:
    said = as_data(build("imr", individuals([1, 2, 1, 2]), rule_set="nelson"))
    assert said["rule_set"] == "nelson" and len(said["rules"]) == 8
    assert said["rules"]["3"] == "6 points in a row steadily rising or falling"
    assert len(as_data(build("imr", individuals([1, 2, 1]), rule_set="western_electric"))["rules"]) == 4


@pytest.mark.requirement("SPC-05")
def test_a_missing_value_ends_every_pattern() -> None:
    assert broken([0.5] * 7 + [None] + [0.5] * 7, "western_electric") == {}
    assert broken([2.1, None, 2.1], "western_electric") == {}
    assert broken([None, 3.1], "western_electric") == {2: (1,)}


@pytest.mark.requirement("SPC-05")
def test_charts_with_a_memory_know_only_their_limits() -> None:
    chart = build("ewma", individuals([10.1] * 20), options=Options(target=10, sigma=1), rule_set="nelson")
    assert chart.rule_set.key == "limits" and chart.signals == []


@given(some.lists(some.one_of(some.none(), some.floats(-4, 4)), max_size=60))
def test_patterns_are_the_same_upside_down(values: list[float | None]) -> None:
    turned = [None if v is None else -v for v in values]
    for rule_set in ("western_electric", "nelson"):
        assert broken(values, rule_set) == broken(turned, rule_set)


@given(some.lists(some.floats(-4, 4), max_size=60))
def test_one_side_and_trend_are_what_their_words_say(values: list[float]) -> None:
    found = broken(list(values), "nelson")
    for index in range(1, len(values) + 1):
        last = values[max(0, index - 9) : index]
        one_side = len(last) == 9 and (all(v > 1e-12 for v in last) or all(v < -1e-12 for v in last))
        if all(abs(v) > 1e-12 or v == 0 for v in last):
            assert (2 in found.get(index, ())) == one_side
        six = values[max(0, index - 6) : index]
        steps = [b - a for a, b in zip(six, six[1:], strict=False)]
        if len(six) == 6 and all(abs(s) > 1e-12 for s in steps):
            assert (3 in found.get(index, ())) == (min(steps) > 0 or max(steps) < 0)
