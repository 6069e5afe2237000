"""Data that is missing, late or was never sent is a signal too; a grace period is said and kept."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from modelcards.queries.signals import open_signals
from modelcards.services.monitors import post_points
from modelcards.services.silence import notice_silence
from qms.jobs.registry import jobs
from qms.jobs.tasks import sweep
from qms.records.models import LedgerRow
from qms.registers.verify import verify
from tests.conformance.world import World
from tests.engine.racing import in_threads
from tests.factories.monitors import STEADY, MonitorRecipe
from tests.modelcards.monitors.closing import close, nonconformities
from tests.servers import wait_for

pytestmark = pytest.mark.requirement("SPC-08", "EUA-72")


def hourly(recipe: MonitorRecipe, **values: Any) -> Any:
    return recipe.watching(every_hours=1, grace_hours=2, **values)


def test_a_point_that_does_not_come_opens_one_nonconformity_after_the_grace(recipe: MonitorRecipe) -> None:
    monitor = hourly(recipe)
    last = monitor.series.last_at
    due = last + datetime.timedelta(hours=3)
    assert notice_silence(at=due) == 0 and open_signals(monitor.version, due) == []
    late = due + datetime.timedelta(seconds=1)
    assert "a point was due by" in open_signals(monitor.version, late)[0], "the gate needs no sweep"
    assert notice_silence(at=late) == 1 and notice_silence(at=late) == 0
    assert notice_silence(at=late + datetime.timedelta(days=2)) == 0, "one, while it is open"
    (nc,) = nonconformities()
    assert (
        nc.title == f"Applicant ranking 1.0.0, recall: no data has come ({monitor.number})"
        and nc.cause_code == "Missing data"
    )
    assert (
        "every 1 hours, and is late 2 hours after that" in nc.description
        and f"{due:%Y-%m-%d %H:%M} UTC" in nc.description
    )
    assert LedgerRow.objects.filter(entry=nc.pk).first().source == "job:monitors"
    assert nc.entry.attached["files"][0]["name"] == f"{monitor.number} chart.pdf"
    assert list(verify()) == []


def test_data_that_was_never_sent_is_missed_as_well(recipe: MonitorRecipe) -> None:
    monitor = recipe.perform(recipe.make(every_hours=24, grace_hours=0), "begin")
    assert notice_silence(at=monitor.expected_since + datetime.timedelta(hours=24)) == 0
    assert notice_silence(at=monitor.expected_since + datetime.timedelta(hours=25)) == 1
    assert nonconformities()[0].title == f"Applicant ranking 1.0.0, recall: no data has ever come ({monitor.number})"


def test_after_closing_silence_comes_back_as_a_recurrence(recipe: MonitorRecipe) -> None:
    from qms.links import edges

    monitor = hourly(recipe)
    late = monitor.series.last_at + datetime.timedelta(hours=5)
    notice_silence(at=late)
    recipe.clock.last = late
    first = close(recipe, nonconformities()[0])
    assert notice_silence(at=recipe.clock(hours=1)) == 1
    second = nonconformities()[1]
    assert [e.number for e in edges.targets(second.pk, "recurs")] == [first.number]


def test_a_gap_in_what_is_sent_is_a_signal_even_when_it_comes_at_once(recipe: MonitorRecipe) -> None:
    monitor = hourly(recipe)
    recipe.send(monitor, [34.0, 34.1])
    assert nonconformities() == []
    recipe.send(monitor, [34.0, 34.1], hours=4)
    (nc,) = nonconformities()
    assert (
        nc.title == f"Applicant ranking 1.0.0, recall: points are missing ({monitor.number})"
        and nc.description.count("No point between") == 2
    )


def test_a_point_without_a_value_is_a_signal(recipe: MonitorRecipe) -> None:
    monitor = recipe.watching()
    recipe.send(monitor, [34.0, None])
    (nc,) = nonconformities()
    assert "1 point has no value: run-21." in nc.description


def test_a_signal_and_silence_are_two_troubles(recipe: MonitorRecipe) -> None:
    monitor = hourly(recipe)
    recipe.send(monitor, [39.0])
    notice_silence(at=recipe.clock(hours=6))
    assert [nc.cause_code for nc in nonconformities()] == ["Data drift", "Missing data"]
    assert len(open_signals(monitor.version, recipe.clock.last)) == 3


@pytest.mark.parametrize("verb", ["pause", "retire"])
def test_nobody_is_missed_who_was_told_to_stop(recipe: MonitorRecipe, verb: str) -> None:
    monitor = recipe.perform(hourly(recipe), verb)
    later = recipe.clock(days=9)
    assert notice_silence(at=later) == 0 and open_signals(monitor.version, later) == []
    if verb == "pause":
        monitor = recipe.perform(recipe.fresh(monitor), "resume")
        assert notice_silence(at=recipe.clock.last) == 0, "the wait begins anew"
        assert notice_silence(at=recipe.clock(hours=4)) == 1


def test_a_monitor_without_an_interval_is_never_late(recipe: MonitorRecipe) -> None:
    recipe.watching()
    assert notice_silence(at=recipe.clock(days=400)) == 0


def test_the_page_says_how_late_is_late(world: World) -> None:
    monitor = hourly(world.recipe)
    page = " ".join(world.boss.get(f"/monitors/{monitor.number}/").content.decode().split())
    assert "every 1 h; late 2 h after that" in page and "No data: a point was due by" in page


def test_one_that_fails_keeps_no_other_from_being_noticed(recipe: MonitorRecipe, monkeypatch: Any) -> None:
    from qms.registers import registry

    broken, sound = hourly(recipe), hourly(recipe)
    create = registry["nonconformities"].create

    def fail(**values: Any) -> Any:
        if values["place"] == broken.number:
            raise RuntimeError("no space left")
        return create(**values)

    monkeypatch.setattr(registry["nonconformities"], "create", fail)
    with pytest.raises(RuntimeError, match="no space left"):
        notice_silence(at=recipe.clock(days=1))
    assert [nc.place for nc in nonconformities()] == [sound.number]


def test_the_sweep_knows_the_job() -> None:
    assert "monitors" in jobs()


@pytest.mark.usefixtures("own_database")
def test_sweeps_at_once_open_one() -> None:
    recipe = MonitorRecipe()
    hourly(recipe)
    at = recipe.clock(days=1)
    done = in_threads(*[lambda: notice_silence(at=at)] * 5)
    assert sum(done) == 1 and len(nonconformities()) == 1
    assert list(verify()) == []


def test_a_real_worker_notices_silence(own_database: str, worker: Any) -> None:
    recipe = MonitorRecipe()
    monitor = recipe.perform(recipe.make(every_hours=1, grace_hours=0, baseline_points=5), "begin")
    old = timezone.now() - datetime.timedelta(hours=30)
    rows = [{"key": str(n), "value": v, "at": (old + datetime.timedelta(hours=n)).isoformat()} for n, v in
            enumerate(STEADY[:5])]  # fmt: skip
    post_points(monitor, rows, actor=recipe.org["author"], at=timezone.now())
    sweep.delay()
    (nc,) = wait_for(nonconformities, "the nonconformity")
    assert nc.cause_code == "Missing data"
    wait_for(lambda: nonconformities()[0].entry.attached.get("files"), "its chart")
