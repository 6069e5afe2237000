"""Charts of measurements against published results: every digit that was printed."""

import pytest

from modelcards.statistics.chart import Chart, as_data, build
from modelcards.statistics.limits import Options
from modelcards.statistics.observations import individuals, subgroups
from tests.modelcards.statistics import vectors


def signals(chart: Chart) -> list[int]:
    return [p.index for p in chart.signals]


@pytest.mark.requirement("SPC-01", "SPC-03")
def test_t1_mean_and_range_of_piston_rings() -> None:
    chart = build("xbar_r", subgroups(vectors.RINGS))
    first, spread = chart.points[0], chart.spread[0]
    assert round(chart.limits.centre, 6) == 74.001176
    assert round(chart.limits.sigma or 0, 9) == 0.009785039
    assert (round(first.lcl or 0, 5), round(first.ucl or 0, 4)) == (73.98805, 74.0143)
    assert round(spread.centre or 0, 5) == 0.02276 and spread.lcl == 0
    # R's qcc prints 0.04812533 with its own table's d3 of 0.8640855; the exact constant is 0.8640819.
    assert spread.ucl == pytest.approx(0.04812533, abs=2e-7)
    assert signals(chart) == [] and chart.spread_signals == []


@pytest.mark.requirement("SPC-03", "SPC-07")
def test_t1_exact_constants_are_an_option() -> None:
    chart = build("xbar_r", subgroups(vectors.RINGS), options=Options(constants="exact"))
    assert round(chart.limits.sigma or 0, 9) == 0.009785338
    assert chart.spread[0].ucl == pytest.approx(2.1145 * 0.02276, abs=1e-6)


@pytest.mark.requirement("SPC-07")
def test_t1_by_hand_with_factors_of_three_decimals() -> None:
    chart = build("xbar_r", subgroups(vectors.RINGS), options=Options(constants="table"))
    assert chart.points[0].ucl == pytest.approx(74.001176 + 0.577 * 0.02276, abs=1e-12)
    assert chart.spread[0].ucl == pytest.approx(2.114 * 0.02276, abs=1e-12)
    by_deviation = build("xbar_s", subgroups(vectors.RINGS, spread="deviation"), options=Options(constants="table"))
    mean_deviation = by_deviation.spread[0].centre or 0
    assert by_deviation.points[0].ucl == pytest.approx(74.001176 + 1.427 * mean_deviation, abs=1e-12)
    assert by_deviation.spread[0].ucl == pytest.approx(2.089 * mean_deviation, abs=1e-12)


@pytest.mark.requirement("SPC-01", "SPC-03")
def test_t1_mean_and_deviation_of_piston_rings() -> None:
    chart = build("xbar_s", subgroups(vectors.RINGS, spread="deviation"))
    spread = chart.spread[0]
    assert round(chart.limits.sigma or 0, 9) == 0.009829977
    assert (round(spread.centre or 0, 9), spread.lcl, round(spread.ucl or 0, 8)) == (0.009240037, 0, 0.01930242)


@pytest.mark.requirement("SPC-01", "SPC-04")
def test_t1_moving_average_of_piston_rings_has_limits_that_widen() -> None:
    chart = build("ewma", subgroups(vectors.RINGS), options=Options(weight=0.2))
    found = {i: (round(chart.points[i - 1].lcl or 0, 5), round(chart.points[i - 1].ucl or 0, 5)) for i in (1, 2, 25)}
    assert found == {1: (73.99855, 74.0038), 2: (73.99781, 74.00454), 25: (73.9968, 74.00555)}


@pytest.mark.requirement("SPC-01", "SPC-03")
def test_t2_single_values_of_viscosity() -> None:
    chart = build("imr", individuals(vectors.VISCOSITY))
    first = chart.points[0]
    assert round(chart.limits.centre, 3) == 34.088 and round(chart.limits.sigma or 0, 7) == 0.5076521
    assert (round(first.lcl or 0, 5), round(first.ucl or 0, 5)) == (32.56504, 35.61096)
    assert signals(chart) == [4]
    assert chart.spread[1].ucl == pytest.approx(3.267 * (chart.limits.spread or 0), abs=2e-4)


@pytest.mark.requirement("SPC-03")
def test_t2_sigma_from_the_overall_deviation() -> None:
    chart = build("imr", individuals(vectors.VISCOSITY), options=Options(sigma_from="deviation"))
    first = chart.points[0]
    assert round(chart.limits.sigma or 0, 7) == 0.5769854
    assert (round(first.lcl or 0, 5), round(first.ucl or 0, 5)) == (32.35704, 35.81896)


@pytest.mark.requirement("SPC-02", "SPC-03")
def test_t2_without_batch_4_it_is_still_drawn_and_signals() -> None:
    chart = build("imr", individuals(vectors.VISCOSITY), exclude=[4])
    first = chart.points[0]
    assert (round(chart.limits.centre, 5), round(chart.limits.sigma or 0, 7)) == (33.98947, 0.4117415)
    assert (round(first.lcl or 0, 5), round(first.ucl or 0, 4)) == (32.75425, 35.2247)
    assert len(chart.points) == 20 and signals(chart) == [4]


@pytest.mark.requirement("SPC-03")
def test_t6_nist_single_values_are_in_control() -> None:
    chart = build("imr", individuals(vectors.NIST_FLOW), rule_set="western_electric")
    first = chart.points[0]
    assert round(chart.limits.centre, 2) == 50.81 and round(chart.limits.spread or 0, 4) == 1.8778
    assert (round(first.ucl or 0, 4), round(first.lcl or 0, 4)) == (55.8041, 45.8159)
    assert signals(chart) == []


@pytest.mark.requirement("SPC-03")
def test_subgroups_of_different_sizes_have_stepped_limits() -> None:
    rows = [*vectors.RINGS[:24], [74.0, 74.01, None, None, None]]
    chart = build("xbar_r", subgroups(rows))
    whole, small = chart.points[0], chart.points[24]
    sigma, centre = chart.limits.sigma or 0, chart.limits.centre
    assert whole.ucl == pytest.approx(centre + 3 * sigma / 5**0.5)
    assert small.ucl == pytest.approx(centre + 3 * sigma / 2**0.5)
    assert chart.spread[24].centre == pytest.approx(1.128 * sigma)
    assert as_data(chart)["limits"]["stepped"] and as_data(chart)["limits"]["ucl"] is None


@pytest.mark.requirement("SPC-03")
def test_given_standards_replace_what_phase_one_says() -> None:
    chart = build("imr", individuals([1.0, 2.0, 9.0]), options=Options(target=2.0, sigma=1.0))
    assert (chart.points[0].lcl, chart.points[0].ucl, signals(chart)) == (-1.0, 5.0, [3])
    assert chart.limits.used == 0 and chart.phase_one == frozenset()


def test_limits_of_another_width_are_wider_in_proportion() -> None:
    narrow, wide = (build("xbar_r", subgroups(vectors.RINGS), options=Options(width=w)).points[0] for w in (2.0, 3.0))
    assert (narrow.ucl or 0) - (narrow.centre or 0) == pytest.approx(((wide.ucl or 0) - (wide.centre or 0)) * 2 / 3)
