"""Fairness: the published example, exact four fifths, small groups, undefined rates, intersections."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from modelcards.statistics.fairness import Fairness, Group, assess, four_fifths, tally
from modelcards.statistics.fairness_report import as_data

TRUTH = [w == "1" for w in "011110101000111111"]
PREDICTED = [w == "1" for w in "001011100111100110"]
GROUPS = [(w,) for w in "bbabbcccaacabccbcc"]


def selected(**rates: tuple[int, int]) -> Fairness:
    """Groups with so many selected of so many."""
    return assess([Group(key=(name,), n=n, selected=k) for name, (k, n) in rates.items()], columns=["group"])


def results(found: Fairness) -> dict[str, str]:
    return {pair.group[0]: pair.result for pair in found.pairs}


@pytest.mark.requirement("FA-01")
def test_the_published_example() -> None:
    found = assess(tally(TRUTH, PREDICTED, GROUPS))
    assert found.parity_difference == Fraction(1, 4) and found.parity_ratio == Fraction(2, 3)
    assert found.odds_difference == 1 and found.odds_ratio == 0
    said = as_data(found)
    assert [round(said[f"demographic_parity_{n}"], 4) for n in ("difference", "ratio")] == [0.25, 0.6667]
    assert [said[f"equalized_odds_{n}"] for n in ("difference", "ratio")] == [1.0, 0.0]
    rates = {g.key[0]: (g.n, g.selection_rate, g.true_positive_rate, g.false_positive_rate) for g in found.groups}
    assert rates == {
        "a": (4, Fraction(3, 4), Fraction(1, 2), 1),
        "b": (6, Fraction(1, 2), Fraction(3, 5), 0),
        "c": (8, Fraction(1, 2), Fraction(2, 5), Fraction(2, 3)),
    }


@pytest.mark.requirement("FA-02")
def test_the_example_of_the_guidelines_flags_only_the_first() -> None:
    found = selected(white=(60, 100), black=(45, 100), asian=(48, 100), hispanic=(51, 100))
    assert results(found) == {"black": "flagged", "asian": "not flagged", "hispanic": "not flagged"}
    assert [str(p.ratio) for p in found.pairs] == ["3/4", "4/5", "17/20"]
    assert [p.flagged for p in found.pairs] == [True, False, False]


@pytest.mark.requirement("FA-02")
@pytest.mark.parametrize(
    ("low", "high"), [(60, 75), (4, 5), (8, 10), (16, 20), (32, 40), (36, 45), (44, 55), (64, 80), (72, 90)]
)
def test_exactly_four_fifths_is_not_flagged_where_binary_arithmetic_would(low: int, high: int) -> None:
    assert (low / 100) / (high / 100) < 0.8  # the trap
    assert results(selected(a=(low, 100), b=(high, 100))) == {"a": "not flagged"}
    assert results(selected(a=(low - 1, 100), b=(high, 100))) == {"a": "flagged"}


@given(some.integers(0, 300), some.integers(1, 300), some.integers(0, 300), some.integers(1, 300))
def test_four_fifths_agrees_with_whole_numbers(k: int, n: int, other_k: int, other_n: int) -> None:
    rate, highest = Fraction(min(k, n), n), Fraction(min(other_k, other_n), other_n)
    if rate > highest:
        rate, highest = highest, rate
    expected = (
        None if highest == 0 else 5 * rate.numerator * highest.denominator < 4 * highest.numerator * rate.denominator
    )
    assert four_fifths(rate, highest) is expected


@pytest.mark.requirement("FA-03")
def test_the_reference_is_the_highest_rate_not_the_largest_group() -> None:
    found = selected(majority=(48, 120), minority=(20, 80))
    assert found.pairs[0].reference == ("majority",)
    assert (found.pairs[0].ratio, found.pairs[0].result) == (Fraction(5, 8), "flagged")
    turned = selected(majority=(30, 120), minority=(32, 80))
    assert (turned.pairs[0].group, turned.pairs[0].reference) == (("majority",), ("minority",))


@pytest.mark.requirement("FA-03")
def test_small_groups_are_too_small_and_not_passed() -> None:
    found = selected(a=(500, 1000), b=(450, 1000), tiny=(38, 40), few=(0, 2))
    assert results(found) == {"b": "not flagged", "tiny": "too small", "few": "too small"}
    assert {p.group[0]: p.flagged for p in found.pairs} == {"b": False, "tiny": None, "few": None}
    assert {p.reference[0] for p in found.pairs} == {"a"}  # the highest rate is that of a group too small to say it
    assert "too small" in " ".join(as_data(found)["warnings"]).lower()
    two_percent = selected(a=(50, 98), b=(1, 2))
    assert results(two_percent) == {"b": "too small"}
    assert results(assess([Group(key=("a",), n=98, selected=50), Group(key=("b",), n=3, selected=1)], minimum=4)) == {
        "b": "too small"
    }
    just_enough = selected(a=(98, 196), b=(2, 4))
    assert results(just_enough) == {"b": "not flagged"}  # exactly 2 per cent is enough


@pytest.mark.requirement("FA-04")
def test_beside_the_result_stands_what_the_rule_is_not() -> None:
    said = as_data(selected(a=(50, 100), b=(50, 100)))
    assert "screening rule of US employment law" in said["note"] and "no proof" in said["note"]
    assert "fair" not in str(said["pairs"]).replace("fairness", "")


@pytest.mark.requirement("FA-05")
def test_a_rate_over_nothing_is_undefined() -> None:
    keys = [("a",)] * 4 + [("b",)] * 4
    found = assess(tally([True, True, False, False] + [False] * 4, [True, False] * 4, keys))
    assert found.groups[1].true_positive_rate is None
    assert (found.odds_difference, found.odds_ratio) == (None, None)
    assert found.parity_difference == 0
    said = as_data(found)
    assert said["groups"][1]["true_positive_rate"] is None and said["equalized_odds_difference"] is None
    assert any("true positive rate is undefined for b" in w for w in said["warnings"])


@pytest.mark.requirement("FA-05")
def test_nobody_selected_is_undefined_and_not_equal() -> None:
    found = selected(a=(0, 50), b=(0, 50))
    assert (found.parity_difference, found.parity_ratio) == (0, None)
    assert [(p.ratio, p.result, p.flagged) for p in found.pairs] == [(None, "undefined", None)]


def test_one_group_and_no_group_compare_nothing() -> None:
    assert selected(a=(5, 10)).pairs == [] and assess([]).parity_difference is None
    assert any("only one group" in w for w in as_data(selected(a=(5, 10)))["warnings"])


ROW = some.tuples(some.booleans(), some.booleans(), some.sampled_from("xyz"))


@given(some.lists(ROW, min_size=1, max_size=80))
def test_counts_add_up_and_figures_stay_in_their_range(rows: list[tuple[bool, bool, str]]) -> None:
    truth, predicted, names = zip(*rows, strict=True)
    found = assess(tally(truth, predicted, [(n,) for n in names]))
    assert sum(g.n for g in found.groups) == len(rows)
    assert sum(g.selected for g in found.groups) == sum(predicted)
    assert sum(g.true_positives for g in found.groups) == sum(t and p for t, p in zip(truth, predicted, strict=True))
    for value in (found.parity_difference, found.parity_ratio, found.odds_difference, found.odds_ratio):
        assert value is None or 0 <= value <= 1
