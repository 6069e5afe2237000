"""Population stability index, Kolmogorov-Smirnov, and many columns at once."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from modelcards.statistics.bins import category_bins, numeric_bins
from modelcards.statistics.drift import Choices, are_names, as_data, category_drift, judged, numeric_drift
from modelcards.statistics.kolmogorov import two_samples
from modelcards.statistics.normal import chi_square_quantile, chi_square_tail, kolmogorov_tail
from modelcards.statistics.repeated import adjusted
from modelcards.statistics.stability import Thresholds, index_of_shares, stability
from qms.lib.errors import Invalid

QUARTERS = [0.25, 0.25, 0.25, 0.25]


@pytest.mark.requirement("DR-01")
def test_the_published_index() -> None:
    value = index_of_shares(QUARTERS, [0.10, 0.20, 0.30, 0.40])
    assert round(value, 7) == 0.2282174
    assert Thresholds().level(value) == "moderate"


@pytest.mark.requirement("DR-01")
def test_the_side_of_a_value_on_a_threshold_is_chosen() -> None:
    upper, lower = Thresholds(), Thresholds(boundary="lower")
    assert [upper.level(v) for v in (0.0999, 0.10, 0.2499, 0.25)] == ["none", "moderate", "moderate", "significant"]
    assert [lower.level(v) for v in (0.10, 0.1001, 0.25, 0.2501)] == ["none", "moderate", "moderate", "significant"]
    assert Thresholds(0.1, 0.2).level(0.2) == "significant"


@pytest.mark.requirement("DR-01")
def test_classes_are_fixed_from_the_baseline() -> None:
    bins = numeric_bins([float(i) for i in range(1, 101)])
    assert len(bins.edges) == 9 and bins.edges[0] == pytest.approx(10.9)
    assert bins.count([float(i) for i in range(1, 101)]) == [10] * 10 + [0]
    assert bins.count([-500.0, 10.9, 1e9, None]) == [2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]
    names = category_bins(["a", "b", "a", None])
    assert names.labels == ("a", "b", "other", "missing")
    assert names.count(["a", "z", "z", None, "b"]) == [1, 1, 2, 1]


@pytest.mark.requirement("DR-01")
def test_few_different_numbers_are_a_class_each_so_that_a_new_one_is_seen() -> None:
    bins = numeric_bins([5.0] * 50)
    assert bins.count([4.0, 5.0, 6.0]) == [1, 1, 1, 0]
    moved = judged([numeric_drift("x", [5.0] * 200, [7.0] * 200)])[0]
    assert moved.stability.level == "significant" and moved.drifted


@pytest.mark.requirement("DR-01")
def test_an_empty_class_counts_as_the_stated_floor() -> None:
    found = stability([100, 0], [50, 50], floor=0.01)
    assert found.index == pytest.approx(index_of_shares([1, 0.01], [0.5, 0.5]))
    assert found.floored == 1
    column = category_drift("x", ["a"] * 100, ["b"] * 100, Choices(floor=0.001))
    assert any("share of 0.001" in said for said in column.warnings)


@pytest.mark.requirement("DR-02")
def test_the_index_stands_beside_what_no_drift_would_give() -> None:
    small, large = stability([10] * 10, [10] * 10), stability([100] * 10, [100] * 10)
    assert (small.n, small.m, round(small.expected, 3), round(large.expected, 3)) == (100, 100, 0.18, 0.018)
    assert small.is_small and not large.is_small
    warned = numeric_drift("x", [float(i) for i in range(100)], [float(i) for i in range(100)]).warnings
    assert any("exceeds 0.1 often without any drift" in said for said in warned)


@pytest.mark.requirement("DR-02")
def test_without_drift_the_index_averages_its_expectation_and_p_is_uniform() -> None:
    chance = random.Random(20260923)
    baseline = [chance.random() for _ in range(4000)]
    found = [numeric_drift("x", baseline, [chance.random() for _ in range(400)]).stability for _ in range(300)]
    assert sum(f.index for f in found) / 300 == pytest.approx(found[0].expected, rel=0.08)
    assert 0.02 < sum((f.p or 1) < 0.05 for f in found) / 300 < 0.09


@pytest.mark.requirement("DR-03")
def test_the_published_distance_and_its_exact_p() -> None:
    found = two_samples([1, 2, 3, 4], [3, 4, 5, 6])
    assert (found.d, round(found.p, 7), found.exact) == (0.5, 0.7714286, True)


@pytest.mark.requirement("DR-03")
def test_large_samples_take_the_asymptotic_p_close_to_the_exact_one() -> None:
    one, other = [i / 500 for i in range(500)], [i / 500 + 0.06 for i in range(500)]
    exact, asymptotic = two_samples(one, other), two_samples(one, [*other, 2.0])
    assert exact.exact and not asymptotic.exact
    assert asymptotic.p == pytest.approx(exact.p, abs=0.03)


@pytest.mark.requirement("DR-03")
def test_a_tiny_distance_at_large_n_is_significant_and_shown_with_its_size() -> None:
    baseline = [i / 100_000 for i in range(100_000)]
    column = judged([numeric_drift("x", baseline, [v + 0.01 for v in baseline])])[0]
    assert column.distance is not None and column.distance.d == pytest.approx(0.01, abs=1e-4)
    assert column.distance.p < 0.001 and not column.drifted  # too small to matter, and that is the verdict


@given(
    some.lists(some.integers(0, 9), min_size=1, max_size=12), some.lists(some.integers(0, 9), min_size=1, max_size=12)
)
def test_distance_is_symmetric_and_a_share(one: list[int], other: list[int]) -> None:
    found, turned = two_samples(one, other), two_samples(other, one)
    assert found.d == turned.d and found.p == pytest.approx(turned.p)
    assert 0 <= found.d <= 1 and 0 < found.p <= 1 + 1e-12
    steps = {v: abs(sum(a <= v for a in one) / len(one) - sum(b <= v for b in other) / len(other)) for v in range(10)}
    assert found.d == pytest.approx(max(steps.values()))


@pytest.mark.requirement("DR-04")
def test_corrections_for_many_tests() -> None:
    assert adjusted([0.01, 0.04, None, 0.03], "bonferroni") == pytest.approx([0.03, 0.12, None, 0.09])
    assert adjusted([0.01, 0.04, None, 0.03], "holm") == pytest.approx([0.03, 0.06, None, 0.06])
    assert adjusted([0.01, 0.04], "none") == [0.01, 0.04]
    assert adjusted([0.9, 0.8], "holm") == [1.0, 1.0] and adjusted([]) == []


@pytest.mark.requirement("DR-04")
def test_forty_columns_without_drift_raise_no_alarm() -> None:
    chance = random.Random(4)
    columns = [
        numeric_drift(f"c{i}", [chance.gauss(0, 1) for _ in range(200)], [chance.gauss(0, 1) for _ in range(200)])
        for i in range(40)
    ]
    assert min(c.p or 1 for c in columns) < 0.05  # one of forty would have been an alarm
    assert not any(c.drifted for c in judged(columns))


def test_a_column_that_lost_its_values_has_drifted() -> None:
    column = judged([numeric_drift("x", [float(i % 50) for i in range(500)], [None] * 400 + [1.0] * 100)])[0]
    assert column.drifted and column.missing == (0, 400)
    gone = judged([numeric_drift("x", [1.0, 2.0] * 200, [None] * 400)])[0]
    assert gone.drifted and gone.distance is None and as_data(gone)["ks"] is None


def test_names_are_no_categories() -> None:
    assert are_names([f"person {i}" for i in range(30)]) and not are_names(["a", "b"] * 40)
    assert not are_names(["x", "y", "z"])


def test_nothing_to_compare_is_refused() -> None:
    for wrong in (
        lambda: stability([0], [5]),
        lambda: two_samples([], [1.0]),
        lambda: index_of_shares([1], [0.5, 0.5]),
    ):
        with pytest.raises(Invalid):
            wrong()
    with pytest.raises(Invalid):
        Thresholds(0.3, 0.1)


def test_distributions_at_known_points() -> None:
    assert chi_square_tail(3.841458821, 1) == pytest.approx(0.05, abs=1e-9)
    assert chi_square_tail(16.91897760, 9) == pytest.approx(0.05, abs=1e-9)
    assert chi_square_tail(2.0, 2) == pytest.approx(2.718281828459045**-1, abs=1e-14)
    assert chi_square_tail(0, 5) == 1.0 and chi_square_quantile(0.95, 9) == pytest.approx(16.9189776, abs=1e-6)
    assert kolmogorov_tail(1.3580986) == pytest.approx(0.05, abs=1e-7)
    assert kolmogorov_tail(1 - 1e-12) == pytest.approx(kolmogorov_tail(1.0), abs=1e-10)
    assert kolmogorov_tail(0.2) == pytest.approx(1.0, abs=1e-9) and kolmogorov_tail(0) == 1.0
