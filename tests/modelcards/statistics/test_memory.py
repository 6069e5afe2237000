"""EWMA and CUSUM against published results, and their conventions."""

import pytest

from modelcards.statistics.chart import build
from modelcards.statistics.limits import Options
from modelcards.statistics.observations import individuals
from qms.lib.errors import Invalid
from tests.modelcards.statistics import vectors


@pytest.mark.requirement("SPC-01", "SPC-04")
def test_t7_nist_moving_average_with_asymptotic_limits() -> None:
    options = Options(weight=0.3, target=50, sigma=2.0539, exact=False)
    chart = build("ewma", individuals(vectors.NIST_EWMA), options=options)
    assert [round(p.value or 0, 2) for p in chart.points] == vectors.NIST_EWMA_VALUES
    assert {round(p.lcl or 0, 5) for p in chart.points} == {47.41157}
    assert {round(p.ucl or 0, 4) for p in chart.points} == {52.5884}
    assert chart.signals == []


@pytest.mark.requirement("SPC-04")
def test_exact_limits_begin_narrow_and_approach_the_asymptotic_ones() -> None:
    options = Options(weight=0.3, target=50, sigma=2.0539)
    widths = [(p.ucl or 0) - 50 for p in build("ewma", individuals(vectors.NIST_EWMA), options=options).points]
    assert widths[0] == pytest.approx(3 * 0.3 * 2.0539)
    assert widths == sorted(widths) and widths[-1] == pytest.approx(2.5884, abs=2e-3)
    assert build("ewma", individuals([1.0, 2.0]), options=options).limits.as_data()["options"]["exact"] is True


@pytest.mark.requirement("SPC-04")
def test_t10_moving_average_by_hand() -> None:
    options = Options(weight=0.5, target=10, sigma=2, width=2)
    chart = build("ewma", individuals([11, 13, 12]), options=options)
    assert [p.value for p in chart.points] == [10.5, 11.75, 11.875]
    assert [((p.ucl or 0) - 10) / 2 for p in chart.points] == pytest.approx([1, 1.25**0.5, 1.3125**0.5], abs=1e-12)


@pytest.mark.requirement("SPC-01", "SPC-04")
def test_t8_nist_cumulative_sums() -> None:
    options = Options(target=325, k=0.3175, h=4.1959, units="data")
    points = build("cusum", individuals(vectors.NIST_CUSUM), options=options).points
    upper = {13: 3.01, 14: 4.94, 15: 7.45, 16: 10.63, 17: 11.99, 18: 14.44, 19: 16.00, 20: 19.04}
    lower = {2: 0.01, 4: 0.33, 7: 0.56, 8: 0.72, 9: 0.17, 10: 0.25, 11: 0.31}
    assert {i: points[i - 1].upper for i in upper} == pytest.approx(upper, abs=0.005 + 1e-9)
    assert {i: points[i - 1].lower for i in lower} == pytest.approx(lower, abs=0.005 + 1e-9)
    assert [p.index for p in points if p.rules] == list(range(14, 21))


@pytest.mark.requirement("SPC-04")
def test_t9_cumulative_sums_without_signal() -> None:
    options = Options(target=99, k=1, h=10, units="data")
    points = build("cusum", individuals(vectors.VISCOUS_CUSUM), options=options).points
    assert [round(p.upper or 0, 9) for p in points] == vectors.VISCOUS_UPPER
    assert [round(p.lower or 0, 9) for p in points] == vectors.VISCOUS_LOWER
    assert [p for p in points if p.rules] == []


@pytest.mark.requirement("SPC-04")
def test_t10_a_sum_equal_to_h_is_no_signal() -> None:
    options = Options(target=0, sigma=1, k=0.5, h=1)
    points = build("cusum", individuals([1.5, 0.5, 0.6, -1.5, -0.5, -0.8]), options=options).points
    assert [p.upper for p in points] == pytest.approx([1, 1, 1.1, 0, 0, 0])
    assert [p.lower for p in points] == pytest.approx([0, 0, 0, 1, 1, 1.3])
    assert [p.index for p in points if p.rules] == [3, 6]


@pytest.mark.requirement("SPC-04")
def test_a_sum_that_only_rounding_lifts_above_h_is_no_signal() -> None:
    options = Options(target=0, k=0.1, h=0.3, units="data")
    points = build("cusum", individuals([0.2, 0.2, 0.2]), options=options).points
    assert (points[2].upper or 0) > 0.3  # 0.1 + 0.1 + 0.1 in binary
    assert points[2].rules == ()
    many = build("cusum", individuals([0.3] * 1001), options=Options(target=0, k=0, h=300, units="data")).points
    assert (many[999].upper or 0) > 300 and [p.index for p in many if p.rules] == [1001]


@pytest.mark.requirement("SPC-04")
def test_the_sums_begin_again_only_when_that_was_chosen() -> None:
    values = individuals([3.0] * 6)
    going_on = build("cusum", values, options=Options(target=0, sigma=1, k=0.5, h=4))
    again = build("cusum", values, options=Options(target=0, sigma=1, k=0.5, h=4, reset=True))
    assert [p.upper for p in going_on.points] == [2.5, 5, 7.5, 10, 12.5, 15]
    assert [p.upper for p in again.points] == [2.5, 5, 2.5, 5, 2.5, 5]
    assert again.limits.options.reset and not going_on.limits.options.reset


@pytest.mark.requirement("SPC-04")
def test_units_of_k_and_h_matter_and_are_kept() -> None:
    values = individuals([104, 104, 104])
    in_sigma = build("cusum", values, options=Options(target=100, sigma=2, k=0.5, h=4))
    in_data = build("cusum", values, options=Options(target=100, sigma=2, k=0.5, h=4, units="data"))
    assert [p.upper for p in in_sigma.points] == [1.5, 3, 4.5]
    assert [p.upper for p in in_data.points] == [3.5, 7, 10.5]
    assert (in_sigma.limits.options.units, in_data.limits.options.units) == ("sigma", "data")


def test_a_missing_value_leaves_the_memory_as_it_was() -> None:
    for kind in ("ewma", "cusum"):
        options = Options(target=10, sigma=1)
        with_gap = build(kind, individuals([11, None, 12]), options=options)  # type: ignore[arg-type]
        without = build(kind, individuals([11, 12]), options=options)  # type: ignore[arg-type]
        assert with_gap.points[1].value is None
        assert (with_gap.points[2].value, with_gap.points[2].ucl) == (without.points[1].value, without.points[1].ucl)


@pytest.mark.parametrize("bad", [{"weight": 0}, {"weight": 1.5}, {"k": -1}, {"h": 0}, {"sigma": 0}, {"width": 0}])
def test_options_outside_their_range_are_refused(bad: dict[str, float]) -> None:
    with pytest.raises(Invalid, match="outside its range"):
        Options(**bad)  # type: ignore[arg-type]


def test_sums_in_sigma_units_need_a_spread() -> None:
    with pytest.raises(Invalid, match="no spread"):
        build("cusum", individuals([5, 5, 5, 5]), options=Options(target=4))
