"""Limits: computed from the baseline, shown, approved by somebody else, then frozen; earlier ones are kept (SPC-02)."""

import datetime
from typing import Any

import pytest

from modelcards.models import MonitorPoint
from modelcards.queries.monitors import untouched
from qms.lib.errors import Forbidden, Invalid, Unmet, WrongState
from qms.registers.signing import signatures_of
from qms.registers.verify import verify
from tests.conformance.world import World, nothing_changes
from tests.factories.monitors import STEADY, MonitorRecipe
from tests.modelcards.monitors.made import LATER, VISCOSITY, points_of, rings, signalled

pytestmark = pytest.mark.requirement("SPC-02")


def held(monitor: Any, *names: str) -> list[float]:
    return [float(monitor.limits["limits"][name]) for name in names]


def edit(recipe: MonitorRecipe, monitor: Any, **changes: Any) -> Any:
    given = {
        "rev": monitor.rev,
        "actor": recipe.org["author"],
        "at": recipe.clock(),
        "reason": "A sensor was replaced.",
    }
    return recipe.register.edit(monitor, **{**given, **changes})


@pytest.mark.requirement("SPC-03")
def test_limits_are_those_that_are_published(recipe: MonitorRecipe) -> None:
    monitor = recipe.watching(VISCOSITY)
    assert held(monitor, "centre", "sigma") == pytest.approx([34.088, 0.5076521], abs=5e-8)
    recipe.send(monitor, [34.0, 35.96])
    judged = points_of(monitor)[-2:]
    assert [judged[0].lcl, judged[0].ucl] == pytest.approx([32.56504, 35.61096], abs=5e-6)
    assert [(p.rules, p.limits_version) for p in judged] == [("", 1), ("1", 1)]


@pytest.mark.requirement("SPC-03", "SPC-05")
def test_subgroups_signal_exactly_where_it_is_published(recipe: MonitorRecipe) -> None:
    monitor = recipe.watching(rings(), kind="xbar_r")
    assert held(monitor, "centre", "sigma") == pytest.approx([74.001176, 0.009785039], abs=5e-9)
    recipe.send(monitor, [{"values": v} for v in LATER])
    assert signalled(monitor)[:3] == [30, 31, 32], "the three of means 74.0166, 74.0196 and 74.0234"


def test_a_batch_is_judged_like_its_points_one_by_one(recipe: MonitorRecipe) -> None:
    drifting = [34.05 + 0.05 * n for n in range(30)]
    one, other = recipe.watching(), recipe.watching()
    recipe.send(one, drifting)
    for value in drifting:
        recipe.send(other, [value])
    seen = [[(p.value, p.rules, p.second_rules, p.charted, p.second) for p in points_of(m)] for m in (one, other)]
    assert seen[0] == seen[1] and any(p[1] for p in seen[0])


def test_points_of_phase_two_move_nothing(recipe: MonitorRecipe) -> None:
    monitor = recipe.watching()
    before = monitor.limits
    recipe.send(monitor, [40.0] * 30)
    monitor = recipe.fresh(monitor)
    assert monitor.limits == before and untouched(monitor) is True


def test_limits_take_a_full_baseline_and_somebody_elses_signature(recipe: MonitorRecipe) -> None:
    monitor = recipe.perform(recipe.make(), "begin")
    recipe.send(monitor, [*STEADY[:17], None])
    with nothing_changes(), pytest.raises(Unmet, match="17 of 19 points with a value"):
        recipe.perform(recipe.fresh(monitor), "propose")
    recipe.send(monitor, STEADY[:2])
    monitor = recipe.perform(recipe.fresh(monitor), "propose")
    assert monitor.proposed["baseline"]["points"] == 20 and monitor.limits == {}
    recipe.org.person("both", "quality_manager")
    mine = recipe.register.edit(
        monitor, rev=monitor.rev, actor=recipe.org["approver"], at=recipe.clock(), owner=recipe.org["both"],
        reason="The owner has changed.",
    )  # fmt: skip
    with nothing_changes(), pytest.raises(Forbidden):
        recipe.register.perform(mine, "approve", rev=mine.rev, actor=recipe.org["both"], at=recipe.clock())
    monitor = recipe.perform(mine, "approve")
    assert monitor.limits["version"] == 1 and monitor.proposed == {}


@pytest.mark.requirement("P11-10g-2")
def test_nobody_approves_limits_that_he_had_computed(recipe: MonitorRecipe) -> None:
    monitor = recipe.ready("propose")
    boss = recipe.org["approver"]
    monitor = recipe.register.perform(monitor, "propose", rev=monitor.rev, actor=boss, at=recipe.clock())
    with nothing_changes(), pytest.raises(Unmet, match="somebody else approves them"):
        recipe.perform(monitor, "approve")


def test_dropping_a_point_asks_why_twice_and_the_point_stays(recipe: MonitorRecipe) -> None:
    monitor = recipe.perform(recipe.make(baseline_points=19), "begin")
    recipe.send(monitor, VISCOSITY)
    key = points_of(monitor)[3].key
    monitor = recipe.fresh(monitor)
    with nothing_changes(), pytest.raises(Invalid) as said:
        edit(recipe, monitor, dropped=[{"key": key, "reason": "Operator error."}], reason="")
    assert "reason" in said.value.fields
    with nothing_changes(), pytest.raises(Invalid, match="Why"):
        edit(recipe, monitor, dropped=[{"key": key, "reason": ""}])
    monitor = edit(recipe, monitor, dropped=[{"key": key, "reason": "The sample was mixed up."}])
    monitor = recipe.perform(recipe.perform(monitor, "propose"), "approve")
    assert held(monitor, "centre", "sigma") == pytest.approx([33.98947, 0.4117415], abs=5e-6)
    assert monitor.limits["baseline"]["dropped"] == [{"key": key, "reason": "The sample was mixed up."}]
    assert len(points_of(monitor)) == 20


def test_what_is_not_in_the_baseline_cannot_be_dropped(recipe: MonitorRecipe) -> None:
    monitor = recipe.ready("propose")
    monitor = edit(recipe, monitor, dropped=[{"key": "nonsense", "reason": "There is no such point."}])
    monitor = edit(recipe, monitor, baseline_points=18)
    with nothing_changes(), pytest.raises(Unmet, match="no point “nonsense”"):
        recipe.perform(monitor, "propose")


def test_new_limits_ask_why_keep_the_old_ones_and_both_signatures_hold(recipe: MonitorRecipe) -> None:
    monitor = recipe.watching()
    recipe.send(monitor, [36.0 + n % 3 / 10 for n in range(19)])
    start = points_of(monitor)[19].at
    with nothing_changes(), pytest.raises(Invalid):
        recipe.perform(recipe.fresh(monitor), "recalculate", reason="", baseline_from=start)
    monitor = recipe.perform(
        recipe.fresh(monitor), "recalculate", baseline_from=start, reason="The sensor was replaced."
    )
    assert (monitor.state, monitor.limits["version"], monitor.proposed["version"]) == ("proposed", 1, 2)
    assert monitor.proposed["because"] == "The sensor was replaced."
    recipe.send(monitor, [36.1])
    assert points_of(monitor)[-1].limits_version == 1, "the old limits judge until the new ones are approved"
    monitor = recipe.perform(recipe.fresh(monitor), "approve")
    assert [doc["version"] for doc in monitor.past_limits] == [1] and monitor.limits["version"] == 2
    assert monitor.past_limits[0]["until"]
    assert held(monitor, "centre") == pytest.approx([36.0947], abs=1e-3)
    assert [ok for _s, ok in signatures_of(monitor)] == [True, True]
    recipe.send(monitor, [36.1])
    assert (points_of(monitor)[-1].limits_version, points_of(monitor)[-1].rules) == (2, "")
    assert list(verify()) == []


def test_proposed_limits_can_be_taken_back_and_the_old_ones_kept(recipe: MonitorRecipe) -> None:
    monitor = recipe.perform(recipe.ready("recalculate"), "recalculate", rule_set="nelson")
    with nothing_changes(), pytest.raises(Unmet, match="in force: keep them"):
        recipe.perform(monitor, "return")
    monitor = recipe.perform(monitor, "keep")
    assert (monitor.state, monitor.proposed, monitor.rule_set) == ("watching", {}, "western_electric")
    first = recipe.ready("return")
    with nothing_changes(), pytest.raises(Unmet, match="back to the baseline"):
        recipe.register.perform(
            first, "keep", rev=first.rev, actor=recipe.org["approver"], at=recipe.clock(), reason="There is a reason."
        )


def test_what_limits_rest_on_is_not_edited(recipe: MonitorRecipe) -> None:
    monitor = recipe.in_state("watching")
    for name, value in {"kind": "c", "rule_set": "limits", "width": "5", "metric": "x", "bins": ["a"]}.items():
        with nothing_changes(), pytest.raises(WrongState, match="another monitor"):
            edit(recipe, monitor, **{name: value})
    waiting = recipe.in_state("proposed")
    with nothing_changes(), pytest.raises(WrongState, match="wait for approval"):
        edit(recipe, waiting, baseline_points=7)


def test_an_altered_baseline_shows(recipe: MonitorRecipe) -> None:
    from django.db import connection

    monitor = recipe.in_state("watching")
    assert untouched(monitor) is True
    with connection.cursor() as cursor:
        first = points_of(monitor)[0]
        cursor.execute("UPDATE modelcards_monitorpoint SET value = 99 WHERE id = %s", [first.pk])
    assert untouched(monitor) is False


@pytest.mark.requirement("SPC-06")
def test_no_moving_range_spans_a_gap_or_a_pause(recipe: MonitorRecipe) -> None:
    monitor = recipe.watching()
    recipe.send(monitor, [34.0, None, 34.1])
    assert [p.second for p in points_of(monitor)][-3:] == [pytest.approx(0.05), None, None]
    monitor = recipe.perform(recipe.fresh(monitor), "pause")
    recipe.send(monitor, [90.0])
    monitor = recipe.perform(recipe.fresh(monitor), "resume")
    recipe.send(monitor, [34.2])
    paused, after = points_of(monitor)[-2:]
    assert (paused.limits_version, paused.rules) == (0, "") and (after.second, after.rules) == (None, "")


@pytest.mark.requirement("SPC-04")
@pytest.mark.parametrize(
    ("values", "series", "charted", "signals"),
    [
        (  # Montgomery & Runger 16-8; NIST 6.3.2.3 with k and h in the unit of the data
            {"kind": "cusum", "target": "325", "cusum_k": "0.3175", "cusum_h": "4.1959", "cusum_units": "data"},
            [324.925, 324.675, 324.725, 324.350, 325.350, 325.225, 324.125, 324.525, 325.225, 324.600, 324.625, 325.150,
             328.325, 327.250],
            [0, 0, 0, 0, .03, 0, 0, 0, 0, 0, 0, 0, 3.01, 4.94], [14],
        ),
        (  # NIST 6.3.2.4
            {"kind": "ewma", "target": "50", "sigma": "2.0539", "weight": "0.3", "exact": False},
            [52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3],
            [50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33, 50.11, 49.36, 49.52, 50.05], [],
        ),
    ],
    ids=["cusum", "ewma"],
)  # fmt: skip
def test_charts_with_a_memory_go_on_where_the_baseline_ended(
    recipe: MonitorRecipe, values: dict[str, Any], series: list[float], charted: list[float], signals: list[int]
) -> None:
    monitor = recipe.watching(series[:6], **values)
    for value in series[6:]:
        recipe.send(monitor, [value])
    assert [p.charted for p in points_of(monitor)][6:] == pytest.approx(charted[6:], abs=0.0051)
    assert signalled(monitor) == signals
    assert list(verify()) == []


@pytest.mark.requirement("SPC-03")
def test_uneven_samples_have_stepped_limits(recipe: MonitorRecipe) -> None:
    monitor = recipe.watching([{"value": 5, "n": 50}] * 10, kind="p")
    recipe.send(monitor, [{"value": 5, "n": 50}, {"value": 40, "n": 400}])
    small, large = points_of(monitor)[-2:]
    assert small.charted == large.charted == 0.1 and small.lcl == 0
    assert large.lcl > 0 and large.ucl < small.ucl


def test_options_out_of_their_range_are_refused_before_anything_begins(recipe: MonitorRecipe) -> None:
    monitor = recipe.make(kind="ewma", weight="1.5")
    with nothing_changes(), pytest.raises(Invalid, match="lambda"):
        recipe.perform(monitor, "begin")
    with nothing_changes(), pytest.raises(Invalid, match="is no number"):
        recipe.make(weight="much")
    single = recipe.make(kind="psi", bins=["one"])
    with nothing_changes(), pytest.raises(Unmet, match="at least two"):
        recipe.perform(single, "begin")


def test_the_signing_page_shows_the_limits(world: World) -> None:
    monitor = world.recipe.in_state("proposed")
    page = world.boss.get(f"/monitors/{monitor.number}/do/approve/").content.decode()
    assert "Limits computed" in page and "Limits baseline" in page and monitor.proposed["baseline"]["sha256"] in page
    assert str(monitor.proposed["limits"]["centre"]) in page


def test_the_points_are_dated_by_the_clock_and_the_baseline_by_its_day(recipe: MonitorRecipe) -> None:
    monitor = recipe.perform(recipe.make(baseline_points=5), "begin")
    recipe.send(monitor, [1, 2, 3, 4, 5, 6, 7])
    third = points_of(monitor)[2]
    monitor = edit(recipe, recipe.fresh(monitor), baseline_from=third.at)
    monitor = recipe.perform(monitor, "propose")
    assert monitor.proposed["baseline"]["from"] == third.at.isoformat()
    assert monitor.proposed["baseline"]["points"] == 5
    assert MonitorPoint.objects.filter(monitor=monitor, at__lt=third.at).count() == 2
    assert third.at < datetime.datetime.fromisoformat(monitor.proposed["baseline"]["until"])
