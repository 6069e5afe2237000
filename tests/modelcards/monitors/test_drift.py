"""A monitor of a distribution: the baseline is frozen, each point is its index with what no drift would give."""

from typing import Any

import pytest

from qms.lib.errors import Invalid
from tests.conformance.world import World, nothing_changes
from tests.factories.monitors import MonitorRecipe
from tests.modelcards.monitors.closing import nonconformities
from tests.modelcards.monitors.made import points_of

BINS = ["young", "middle", "older", "old"]


def counts(*numbers: int) -> dict[str, Any]:
    return {"counts": list(numbers)}


def drifting(recipe: MonitorRecipe, times: int = 10, **values: Any) -> Any:
    """Limits from a baseline of equal quarters."""
    return recipe.watching(
        [counts(25 * times, 25 * times, 25 * times, 25 * times)] * 5, kind="psi", bins=BINS, **values
    )


@pytest.mark.requirement("DR-01")
def test_the_index_is_the_published_one(recipe: MonitorRecipe) -> None:
    monitor = drifting(recipe)
    recipe.send(monitor, [counts(100, 200, 300, 400), counts(250, 250, 250, 250)])
    moved, still = points_of(monitor)[-2:]
    assert moved.value == pytest.approx(0.2282174, abs=5e-8) and still.value == 0
    assert moved.rules == "" and nonconformities() == [], "moderate, not above 0.25"


@pytest.mark.requirement("DR-01")
def test_a_value_on_the_threshold_signals_and_thresholds_are_a_choice(recipe: MonitorRecipe) -> None:
    exactly = 0.22821737121410892
    for significant, signals in (("0.2282", True), ("0.229", False), (repr(exactly), True)):
        monitor = drifting(recipe, significant=significant)
        recipe.send(monitor, [counts(100, 200, 300, 400)])
        assert bool(points_of(monitor)[-1].rules) is signals, significant
    assert len(nonconformities()) == 2
    upside_down = recipe.make(kind="psi", bins=BINS, moderate="0.3", significant="0.2")
    with nothing_changes(), pytest.raises(Invalid, match="the second above the first"):
        recipe.perform(upside_down, "begin")


@pytest.mark.requirement("DR-02")
def test_small_samples_warn_and_say_what_no_drift_would_give(recipe: MonitorRecipe) -> None:
    monitor = drifting(recipe, times=1)
    recipe.send(monitor, [counts(1, 2, 3, 14)])
    (nc,) = nonconformities()
    point = points_of(monitor)[-1]
    assert (point.n, point.centre) == (20, pytest.approx(3 * (1 / 500 + 1 / 20)))
    assert 0 < point.second < 0.01, "the p-value stands beside the threshold"
    assert "With 500 and 20 cases the index is 0.156 on average without any drift" in nc.description
    assert "look at the p-value" in nc.description


def test_the_frozen_baseline_does_not_move(recipe: MonitorRecipe) -> None:
    monitor = drifting(recipe)
    for _ in range(4):
        recipe.send(monitor, [counts(100, 200, 300, 400)])
    values = {p.value for p in points_of(monitor)[-4:]}
    assert len(values) == 1 and recipe.fresh(monitor).limits["limits"]["counts"] == [1250] * 4


def test_an_empty_sample_is_missing_and_not_a_perfect_one(recipe: MonitorRecipe) -> None:
    monitor = drifting(recipe)
    recipe.send(monitor, [counts(0, 0, 0, 0), {"counts": None}])
    assert [p.value for p in points_of(monitor)[-2:]] == [None, None]
    (nc,) = nonconformities()
    assert "2 points have no value" in nc.description
    empty = recipe.perform(recipe.make(kind="psi", bins=BINS, baseline_points=5), "begin")
    recipe.send(empty, [counts(0, 0, 0, 0)] * 9)
    from qms.lib.errors import Unmet

    with pytest.raises(Unmet, match="0 of 5 points"):
        recipe.perform(recipe.fresh(empty), "propose")


def test_its_page_shows_index_threshold_and_no_drift_line(world: World) -> None:
    monitor = drifting(world.recipe)
    world.recipe.send(monitor, [counts(100, 200, 300, 400), counts(50, 100, 300, 550)])
    page = world.boss.get(f"/monitors/{monitor.number}/").content.decode()
    assert "Population stability index" in page and "the index is at 0.25 or above" in page
    assert "moderate from 0.1" in page and "<svg" in page
