"""Losses in a year: means as worked out by hand, the same seed the same numbers, currencies kept apart."""

import math
import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks.quantify import Estimate, Implausible, Loss, Money, Outcome, simulate, total

Shape = Any
MOST_SIGMA = 4.5  # a deviation from the mean that chance alone would give once in a hundred thousand runs


def euros(text: str) -> Money:
    return Money(Decimal(text), "EUR")


def loss(shape: Shape = "pert") -> Loss:
    return Loss(euros("1000"), euros("4000"), euros("20000"), shape)


def spread(outcome: Outcome) -> float:
    """The standard error of the mean."""
    mean = float(outcome.mean.amount)
    n = len(outcome.losses)
    return math.sqrt(sum((float(x) - mean) ** 2 for x in outcome.losses) / (n - 1) / n)


@pytest.mark.parametrize(("shape", "one"), [("pert", 37_000 / 6), ("triangular", 25_000 / 3)])
def test_the_mean_is_frequency_times_magnitude(shape: Shape, one: float) -> None:
    frequency = Estimate(0.5, 2, 5, shape)
    outcome = simulate(frequency, loss(shape), trials=20_000, seed=7)
    assert abs(float(outcome.mean.amount) - frequency.mean * one) < MOST_SIGMA * spread(outcome)


def test_certain_estimates_give_the_poisson_distribution() -> None:
    same = Loss(euros("100"), euros("100"), euros("100"))
    outcome = simulate(Estimate(2, 2, 2), same, trials=20_000, seed=3)
    quiet = sum(1 for x in outcome.losses if x == 0) / 20_000
    assert abs(quiet - math.exp(-2)) < MOST_SIGMA * math.sqrt(math.exp(-2) * (1 - math.exp(-2)) / 20_000)
    assert {x % 100 for x in outcome.losses} == {0}


def test_what_never_happens_costs_nothing() -> None:
    outcome = simulate(Estimate(0, 0, 0), loss(), trials=100)
    assert outcome.mean == outcome.percentile(1) == euros("0.00")


def test_the_same_seed_gives_the_same_numbers_and_another_one_others() -> None:
    frequency = Estimate(0.1, 1, 3)
    one, again, other = (simulate(frequency, loss(), trials=500, seed=seed) for seed in (11, 11, 12))
    assert one == again and one.losses != other.losses


def test_a_result_says_what_it_rests_on() -> None:
    frequency = Estimate(0.1, 1, 3)
    held = simulate(frequency, loss(), trials=500, seed=11).assumptions
    assert (held.events_a_year, held.loss, held.trials, held.seed) == (frequency, loss(), 500, 11)
    assert "500 years were drawn with the seed 11." in held.sentences and len(held.sentences) == 4


def test_percentiles_and_curve_agree_and_fall() -> None:
    outcome = simulate(Estimate(0.1, 1, 3), loss(), trials=2_000, seed=5)
    curve = outcome.exceedance(25)
    assert len(curve) == 25 and curve[-1] == (outcome.percentile(1), 0.0)
    assert [m.amount for m, _p in curve] == sorted(m.amount for m, _p in curve)
    assert [p for _m, p in curve] == sorted((p for _m, p in curve), reverse=True)
    ninety = outcome.percentile(0.9).amount
    assert sum(1 for x in outcome.losses if x > ninety) <= 200 <= sum(1 for x in outcome.losses if x >= ninety)


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e6), st.sampled_from(["pert", "triangular"]), st.integers())
def test_what_is_drawn_lies_between_the_lowest_and_the_highest(
    a: float, b: float, c: float, shape: Shape, seed: int
) -> None:
    low, likely, high = sorted((a, b, c))
    estimate = Estimate(low, likely, high, shape)
    slack = 1e-9 * max(1.0, high)
    assert low - slack <= estimate.draw(random.Random(seed)) <= high + slack
    assert low - slack <= estimate.mean <= high + slack


def test_money_is_exact_and_currencies_are_never_added() -> None:
    assert total([euros("0.10")] * 3) == euros("0.30")
    with pytest.raises(Implausible, match="Amounts in EUR, USD are not added"):
        total([euros("1"), Money(Decimal(1), "USD")])
    with pytest.raises(Implausible, match="not added"):
        simulate(Estimate(1, 1, 1), Loss(euros("1"), Money(Decimal(2), "USD"), euros("3")))
    with pytest.raises(Implausible, match="nothing to add"):
        total([])


@pytest.mark.parametrize(
    ("amount", "currency"),
    [(Decimal(-1), "EUR"), (Decimal("NaN"), "EUR"), (1.5, "EUR"), (1, "EUR"), (Decimal(1), "eur"), (Decimal(1), "€")],
)
def test_money_that_is_none_is_refused(amount: Any, currency: str) -> None:
    with pytest.raises(Implausible):
        Money(amount, currency)


@pytest.mark.parametrize(
    "wrong", [(3, 2, 5), (1, 6, 5), (-1, 0, 1), (math.nan, 1, 2), (0, 1, math.inf), (True, 1, 2), ("1", 2, 3)]
)
def test_an_estimate_that_makes_no_sense_is_refused(wrong: Any) -> None:
    with pytest.raises(Implausible):
        Estimate(*wrong)


@pytest.mark.parametrize(
    "wrong", [{"trials": 99}, {"trials": 10**6 + 1}, {"trials": 1e4}, {"seed": 1.5}, {"seed": True}, {"trials": True}]
)
def test_trials_and_seeds_that_make_no_sense_are_refused(wrong: Any) -> None:
    with pytest.raises(Implausible):
        simulate(Estimate(1, 1, 1), loss(), **wrong)
    with pytest.raises(Implausible):
        simulate(Estimate(1, 1, 2_000), loss())
    with pytest.raises(Implausible, match="draw fewer years"):
        simulate(Estimate(900, 900, 900), loss(), trials=100_000)


@pytest.mark.parametrize("share", [-0.1, 1.1, True])
def test_a_percentile_lies_between_nothing_and_all(share: Any) -> None:
    outcome = simulate(Estimate(1, 1, 1), loss(), trials=100)
    with pytest.raises(Implausible):
        outcome.percentile(share)
    with pytest.raises(Implausible):
        outcome.exceedance(1)
