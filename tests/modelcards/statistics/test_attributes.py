"""Charts of counts against published results."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from modelcards.statistics.chart import Chart, build
from modelcards.statistics.observations import counts
from qms.lib.errors import Invalid
from tests.modelcards.statistics import vectors


def lines(chart: Chart) -> tuple[float, float]:
    return chart.points[0].lcl or 0.0, chart.points[0].ucl or 0.0


def signals(chart: Chart) -> list[int]:
    return [p.index for p in chart.signals]


JUICE = counts(vectors.JUICE, [50] * 30, items=True)


@pytest.mark.requirement("SPC-01", "SPC-03")
def test_t3_proportions_of_orange_juice() -> None:
    chart = build("p", JUICE)
    lcl, ucl = lines(chart)
    assert (round(chart.limits.centre, 7), round(lcl, 8), round(ucl, 7)) == (0.2313333, 0.05242755, 0.4102391)
    assert signals(chart) == [15, 23]


@pytest.mark.requirement("SPC-02", "SPC-03")
def test_t3_without_two_samples_another_one_signals() -> None:
    chart = build("p", JUICE, exclude=[15, 23])
    lcl, ucl = lines(chart)
    assert (round(chart.limits.centre, 3), round(lcl, 8), round(ucl, 7)) == (0.215, 0.04070284, 0.3892972)
    assert signals(chart) == [15, 21, 23]


@pytest.mark.requirement("SPC-01", "SPC-03")
def test_t3_numbers_of_defective_items() -> None:
    lcl, ucl = lines(build("np", JUICE))
    assert (round(lcl, 6), round(ucl, 5)) == (2.621377, 20.51196)


@pytest.mark.requirement("SPC-01", "SPC-03")
def test_t4_counts_of_circuits() -> None:
    chart = build("c", counts(vectors.CIRCUITS))
    lcl, ucl = lines(chart)
    assert (round(chart.limits.centre, 5), round(lcl, 6), round(ucl, 5)) == (19.84615, 6.481447, 33.21086)
    assert signals(chart) == [6, 20]
    chart = build("c", counts(vectors.CIRCUITS), exclude=[6, 20])
    lcl, ucl = lines(chart)
    assert (round(chart.limits.centre, 5), round(lcl, 6), round(ucl, 4)) == (19.66667, 6.362532, 32.9708)


@pytest.mark.requirement("SPC-01", "SPC-03")
def test_t4_rates_of_circuits() -> None:
    chart = build("u", counts(vectors.CIRCUITS, [100] * 26), exclude=[6, 20])
    lcl, ucl = lines(chart)
    assert (round(chart.limits.centre, 7), round(lcl, 8), round(ucl, 6)) == (0.1966667, 0.06362532, 0.329708)


@pytest.mark.requirement("SPC-01", "SPC-03")
def test_t5_rates_of_computers() -> None:
    chart = build("u", counts(vectors.COMPUTERS, [5] * 20))
    lcl, ucl = lines(chart)
    assert (round(chart.limits.centre, 2), round(lcl, 8), round(ucl, 6)) == (1.93, 0.06613305, 3.793867)


@pytest.mark.requirement("SPC-03")
def test_uneven_samples_step_and_no_lower_limit_falls_below_zero() -> None:
    chart = build("p", counts([1, 2, 30], [10, 100, 1000], items=True))
    assert len({p.ucl for p in chart.points}) == 3
    assert chart.points[0].lcl == 0 and min(p.lcl or 0 for p in chart.points) >= 0
    assert build("c", counts([1, 2, 1])).points[0].lcl == 0


@given(some.lists(some.tuples(some.integers(0, 40), some.integers(40, 400)), min_size=1, max_size=40))
def test_limits_of_counts_stay_within_what_can_happen(rows: list[tuple[int, int]]) -> None:
    for kind in ("p", "np", "c", "u"):
        made = counts([d for d, _n in rows], [n for _d, n in rows], items=kind in ("p", "np"))
        for point in build(kind, made).points:
            most = {"p": 1.0, "np": point.n}.get(kind, float("inf"))
            assert 0 <= (point.lcl or 0) <= (point.centre or 0) <= (point.ucl or 0) <= most


@pytest.mark.parametrize(
    ("found", "sizes", "words"),
    [
        ([3, -1], None, "Row 2: -1 is no count"),
        ([3, 1.5], None, "Row 2: 1.5 is no count"),
        ([3, 5], [10, 0], "Row 2: nothing can be counted among 0"),
        ([3, 11], [10, 10], "Row 2: 11 defective items among 10 inspected"),
        ([3, True], [10, 10], "Row 2: “True” is no number"),
    ],
)
def test_counts_that_cannot_be_are_refused_with_their_row(found: list, sizes: list | None, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        counts(found, sizes, items=sizes is not None)
