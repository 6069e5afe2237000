"""Frozen limits, and points that come one by one: the same as the whole recomputation."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from modelcards.statistics.chart import build, drawn
from modelcards.statistics.limits import KINDS, Kind, Limits, Options
from modelcards.statistics.observations import Observation, counts, individuals, subgroups
from modelcards.statistics.onward import BEGINNING, State, next_points
from modelcards.statistics.rules import RULE_SETS, TAIL
from qms.lib.errors import Invalid
from tests.modelcards.statistics import vectors

VALUE = some.one_of(some.none(), some.floats(-50, 50), some.integers(-3, 3))


def observations(kind: Kind) -> some.SearchStrategy[list[Observation]]:
    """Series of a kind of chart, with gaps and runs of equal values."""
    if kind in ("p", "np", "c", "u"):
        pair = some.tuples(some.one_of(some.none(), some.integers(0, 20)), some.integers(20, 60))
        return some.lists(pair, min_size=4, max_size=60).map(
            lambda rows: counts([d for d, _n in rows], [n for _d, n in rows], items=kind in ("p", "np"))
        )
    if kind in ("xbar_r", "xbar_s"):
        spread = "range" if kind == "xbar_r" else "deviation"
        return some.lists(some.lists(VALUE, min_size=3, max_size=3), min_size=4, max_size=40).map(
            lambda rows: subgroups(rows, spread=spread)
        )
    return some.lists(VALUE, min_size=4, max_size=80).map(individuals)


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=60)
@given(data=some.data())
def test_points_one_by_one_equal_the_whole_recomputation(kind: Kind, data: Any) -> None:
    series = data.draw(observations(kind))
    rule_set = data.draw(some.sampled_from(list(RULE_SETS)))
    options = Options(reset=data.draw(some.booleans()), exact=data.draw(some.booleans()), h=2.0)
    try:
        chart = build(kind, series, options=options, rule_set=rule_set)
    except Invalid:
        return
    limits = Limits.read(json.loads(json.dumps(chart.limits.stored())))
    state, points, spread = BEGINNING, [], []
    while len(points) < len(series):
        some_more = series[len(points) : len(points) + data.draw(some.integers(1, 9))]
        state = State.read(json.loads(json.dumps(state.as_data())))
        grown = next_points(limits, some_more, state=state, rule_set=rule_set)
        points, spread, state = points + grown.points, spread + grown.spread, grown.state
    assert (points, spread) == (chart.points, chart.spread)
    assert state == chart.state


def test_what_a_point_needs_of_the_past_does_not_grow() -> None:
    limits = Limits(kind="imr", centre=0, sigma=1, spread=1)
    sizes = []
    for length in (20, 2_000):
        state = next_points(limits, individuals([0.1] * length), rule_set="nelson").state
        assert len(state.tail) == TAIL
        sizes.append(len(json.dumps(state.as_data())))
    assert sizes[1] - sizes[0] == 2  # two more digits in the index


@pytest.mark.requirement("SPC-02")
def test_points_of_phase_two_never_move_the_limits() -> None:
    calm = build("xbar_r", subgroups(vectors.RINGS))
    later = [[value + 0.05 for value in row] for row in vectors.RINGS]
    moved = build("xbar_r", subgroups(vectors.RINGS + later), phase_one=range(1, 26))
    assert moved.limits == calm.limits
    assert moved.points[:25] == calm.points and all(1 in p.rules for p in moved.points[25:])
    assert {(p.lcl, p.ucl) for p in moved.points} == {(calm.points[0].lcl, calm.points[0].ucl)}


@pytest.mark.requirement("SPC-02")
def test_limits_are_a_value_that_cannot_be_changed_and_is_kept_exactly() -> None:
    limits = build("imr", individuals(vectors.VISCOSITY)).limits
    with pytest.raises(AttributeError):
        limits.centre = 1.0  # type: ignore[misc]
    stored = json.loads(json.dumps(limits.stored()))
    assert not [v for v in [*stored.values(), *stored["options"].values()] if isinstance(v, float)]
    assert Limits.read(stored) == limits == Limits.read(json.loads(json.dumps(limits.as_data())))


@pytest.mark.requirement("SPC-02")
def test_the_published_phase_two_signals_follow_from_frozen_limits() -> None:
    limits = build("xbar_r", subgroups(vectors.RINGS)).limits
    means = {**dict.fromkeys(range(26, 41), 74.0), **vectors.RINGS_LATER}
    chart = drawn(limits, [Observation(means[i], 5, 0.02, str(i)) for i in range(26, 41)])
    assert [p.label for p in chart.signals] == ["37", "38", "39"]


@pytest.mark.parametrize("bad", [{}, {"kind": "imr"}, {"kind": "imr", "centre": "x", "options": {}}])
def test_what_are_no_limits_is_refused(bad: dict) -> None:
    with pytest.raises(Invalid, match="no limits of a chart"):
        Limits.read(bad)


@pytest.mark.parametrize("choice", [{"phase_one": [0]}, {"phase_one": [4]}, {"exclude": [9]}])
def test_points_that_do_not_exist_are_refused(choice: dict) -> None:
    with pytest.raises(Invalid, match="There is no point"):
        build("imr", individuals([1, 2, 3]), **choice)


def test_doubts_about_few_points_and_signals_in_phase_one_are_said() -> None:
    few = build("imr", individuals([1, 2, 1, 2, 30, 1, 2, 1, 2, 1, 2, 1]))
    assert any("rest on 12 points" in said for said in few.warnings)
    assert any("Phase I itself signals (points 5" in said for said in few.warnings)
    assert build("xbar_r", subgroups(vectors.RINGS)).warnings == []
