"""What a signal opens: its name, its mark, its chart by a job, and what the sender and the card's people are told."""

from typing import Any

from modelcards.services.monitors import post_points
from modelcards.services.silence import notice_silence
from qms.attachments.files import files_of
from qms.records.models import Entry
from qms.registers import registry
from tests.factories.monitors import MonitorRecipe


def opened() -> list[Any]:
    return list(registry["nonconformities"].model.objects.order_by("pk"))


def test_its_title_says_system_version_metric_and_monitor(recipe: MonitorRecipe) -> None:
    monitor = recipe.watching()
    recipe.send(monitor, [39.0])
    (nc,) = opened()
    assert (
        nc.title.startswith("Applicant ranking 1.0.0, recall: one point beyond") and f"({monitor.number})" in nc.title
    )


def test_what_a_living_signal_opens_is_no_demo_although_its_monitor_is(recipe: MonitorRecipe) -> None:
    monitor = recipe.watching(mark="demo")
    assert monitor.mark == "demo"
    recipe.send(monitor, [39.0])
    (nc,) = opened()
    assert nc.mark == ""


def test_the_chart_follows_by_the_job_once_however_often_it_runs(recipe: MonitorRecipe) -> None:
    monitor = recipe.watching()
    recipe.send(monitor, [39.0])
    (nc,) = opened()
    assert nc.state == "reported" and list(files_of(nc.pk)) == []
    for _twice in range(2):
        notice_silence(at=recipe.clock())
    (file,) = files_of(nc.pk)
    assert file.name == f"{monitor.number} chart.pdf"


def test_a_second_signal_names_the_nonconformity_that_is_open(recipe: MonitorRecipe) -> None:
    monitor = recipe.watching()
    recipe.send(monitor, [39.0])
    (nc,) = opened()
    at = recipe.clock()
    posted = post_points(
        recipe.fresh(monitor),
        [{"key": "second", "at": at.isoformat(), "value": 39.5}],
        actor=recipe.org["engineer"],
        at=at,
    )
    assert posted.opened == [] and posted.open == [Entry.objects.get(number=nc.number)]
