"""What is no number is refused with its row, and a gap stays a gap."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from modelcards.statistics.chart import as_data, build
from modelcards.statistics.numbers import above
from modelcards.statistics.observations import counts, individuals, subgroups
from qms.lib.errors import Invalid


@pytest.mark.requirement("SPC-06")
@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (float("nan"), "Row 3: nan cannot be computed with"),
        (float("inf"), "Row 3: inf cannot be computed with"),
        (Decimal("-Infinity"), "Row 3: -Infinity cannot be computed with"),
        (1e308, "Row 3: the number is too large"),
        (10**400, "Row 3: the number is too large"),
        ("abc", "Row 3: “abc” is no number"),
        ("3", "Row 3: “3” is no number"),
        (True, "Row 3: “True” is no number"),
    ],
)
@pytest.mark.parametrize(
    "read",
    [
        lambda values: individuals(values),
        lambda values: subgroups([[1, v] for v in values]),
        lambda values: counts(values),
        lambda values: counts([1] * len(values), values),
    ],
    ids=["individuals", "subgroups", "counts", "sizes"],
)
def test_what_is_no_number_is_refused_with_its_row(read: Callable, bad: object, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        read([2, 1, bad, 4])


def test_all_kinds_of_numbers_are_taken() -> None:
    found = individuals([1, 2.5, Decimal("3.25"), Fraction(1, 4), None])
    assert [o.value for o in found] == [1.0, 2.5, 3.25, 0.25, None]


@pytest.mark.requirement("SPC-06")
def test_a_moving_range_never_spans_a_gap() -> None:
    chart = build("imr", individuals([1.0, 2.0, None, 50.0, 51.5, None, 3.0]))
    assert [p.value for p in chart.spread] == [None, 1.0, None, None, 1.5, None, None]
    assert chart.limits.spread == 1.25
    assert chart.points[2].value is None and chart.points[2].rules == ()
    assert any("2 values are missing" in said for said in chart.warnings)


@pytest.mark.requirement("SPC-06")
def test_missing_values_make_a_subgroup_smaller_and_an_empty_one_a_gap() -> None:
    found = subgroups([[1, 2, 3], [1, None, 3], [None, None, 7], [None, None, None]])
    assert [(o.value, o.n, o.spread) for o in found] == [(2, 3, 2), (2, 2, 2), (7, 1, None), (None, 0, None)]
    chart = build("xbar_r", found)
    assert [p.value for p in chart.spread] == [2, 2, None, None] and chart.points[3].ucl is None


@pytest.mark.parametrize("kind", ["imr", "ewma", "cusum", "p", "c"])
def test_nothing_but_gaps_is_refused(kind: str) -> None:
    made = counts([None, None], [5, 5]) if kind in ("p", "c") else individuals([None, None])
    with pytest.raises(Invalid, match="every value is missing"):
        build(kind, made)  # type: ignore[arg-type]


def test_one_point_has_no_spread() -> None:
    with pytest.raises(Invalid, match="too little to estimate"):
        build("imr", individuals([5]))
    with pytest.raises(Invalid, match="too little to estimate"):
        build("xbar_r", subgroups([[5], [6]]))


def test_a_constant_series_has_limits_on_its_centre_and_no_signal() -> None:
    chart = build("imr", individuals([0.1] * 30), rule_set="nelson")
    assert chart.points[0].lcl == chart.points[0].ucl == 0.1 and chart.signals == []
    assert any("no spread" in said for said in chart.warnings)
    changed = build("imr", individuals([0.1] * 30 + [0.1000001]), phase_one=range(1, 31))
    assert [p.index for p in changed.signals] == [31]


LARGE = some.floats(-1e100, 1e100)


@given(some.lists(some.one_of(some.none(), LARGE), min_size=2, max_size=25), some.sampled_from(["imr", "ewma"]))
def test_whatever_finite_numbers_go_in_only_finite_ones_come_out(values: list[float | None], kind: str) -> None:
    import json

    try:
        chart = build(kind, individuals(values), rule_set="nelson")  # type: ignore[arg-type]
    except Invalid:
        return
    json.dumps(as_data(chart), allow_nan=False)


@given(some.floats(-1e100, 1e100))
def test_no_number_is_above_itself(value: float) -> None:
    assert not above(value, value) and above(value + abs(value) * 1e-9 + 1e-300, value) is (
        value + abs(value) * 1e-9 + 1e-300 > value
    )
