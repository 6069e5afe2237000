"""A signal opens one nonconformity with its chart, not one per point; after closing, the next is its recurrence."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from modelcards.models import MonitorSeries
from modelcards.queries.signals import open_signals
from modelcards.services.monitors import post_points
from modelcards.services.silence import notice_silence
from qms.attachments.files import files_of
from qms.attachments.store import path_of
from qms.lib.errors import Invalid, Unmet
from qms.links import edges
from qms.notices.models import Notice
from qms.records.models import LedgerRow
from qms.registers import registry
from qms.registers.verify import verify
from tests.conformance.world import World, nothing_changes
from tests.engine.racing import in_threads
from tests.factories.monitors import MonitorRecipe
from tests.modelcards.monitors.closing import close, nonconformities
from tests.modelcards.monitors.made import points_of

pytestmark = pytest.mark.requirement("SPC-08", "EUA-72")
DRIFTING = [34.05 + 0.1 * n for n in range(40)]


def test_a_series_that_drifts_opens_exactly_one_nonconformity(recipe: MonitorRecipe) -> None:
    monitor = recipe.watching()
    opened = [recipe.send(monitor, [value]).opened for value in DRIFTING]
    assert sum(len(entries) for entries in opened) == 1
    (nc,) = nonconformities()
    assert sum(p.signals for p in points_of(monitor)) > 20, "many points signal, and one nonconformity is open"
    assert (nc.state, nc.origin, nc.detected) == ("reported", "monitor", "after")
    assert (nc.cause_code, nc.place) == ("Data drift", monitor.number)
    assert nc.product == "Applicant ranking 1.0.0" and nc.owner_id == monitor.owner_id and nc.unit_id == monitor.unit_id
    assert nc.title.startswith("Applicant ranking 1.0.0, recall: ") and "Look at the newest labels." in nc.description
    assert "centre 33.9895" in nc.description and "limits version 1" in nc.description
    assert [e.number for e in edges.targets(nc.pk, "concerns")] == [monitor.number]
    row = LedgerRow.objects.filter(entry=nc.pk).order_by("pk")[0]
    assert (row.actor_name, row.source) == ("Plumbline", "api:token 7")
    told = set(Notice.objects.filter(entry=nc.entry).values_list("user__username", flat=True))
    assert {"author", "approver"} <= told, "the owner of the monitor and the quality manager"
    assert list(verify()) == []


def test_a_steady_series_opens_none(recipe: MonitorRecipe) -> None:
    monitor = recipe.watching()
    recipe.send(monitor, [34.0, 34.1, 33.9, 34.2, 33.8, 34.0, 34.1])
    assert nonconformities() == [] and open_signals(monitor.version, recipe.clock.last) == []


def test_points_of_the_baseline_open_none(recipe: MonitorRecipe) -> None:
    monitor = recipe.perform(recipe.make(baseline_points=40), "begin")
    recipe.send(monitor, DRIFTING)
    recipe.perform(recipe.perform(recipe.fresh(monitor), "propose"), "approve")
    assert nonconformities() == []


def test_the_chart_hangs_on_it_as_a_pdf_with_the_numbers(recipe: MonitorRecipe) -> None:
    monitor = recipe.watching()
    recipe.send(monitor, [34.0, 39.5])
    assert MonitorSeries.objects.get(monitor=monitor).unprinted is True
    notice_silence(at=recipe.clock())
    (nc,) = nonconformities()
    (file,) = files_of(nc.pk)
    assert file.name == f"{monitor.number} chart.pdf"
    text = "\n".join(
        page.extract_text() for page in PdfReader(io.BytesIO(path_of(file.blob.sha256).read_bytes())).pages
    )
    assert monitor.number in text and "39.5" in text and "recall" in text and "Applicant ranking" in text
    assert "one point beyond" in text and "rule 1" in text
    assert MonitorSeries.objects.get(monitor=monitor).unprinted is False


def test_after_closing_the_next_signal_is_a_new_one_linked_as_recurrence(recipe: MonitorRecipe) -> None:
    monitor = recipe.watching()
    recipe.send(monitor, [39.0])
    (first,) = nonconformities()
    recipe.send(monitor, [39.5])
    close(recipe, first)
    assert open_signals(monitor.version, recipe.clock.last) == []
    recipe.send(monitor, [39.7])
    _first, second = nonconformities()
    assert second.state == "reported"
    assert [e.number for e in edges.targets(second.pk, "recurs")] == [first.number]
    close(recipe, second)
    recipe.send(monitor, [39.9, 40.1])
    third = nonconformities()[2]
    assert [e.number for e in edges.targets(third.pk, "recurs")] == [second.number] and len(nonconformities()) == 3


def test_a_signal_is_acknowledged_with_cause_and_action_only(recipe: MonitorRecipe) -> None:
    monitor = recipe.watching()
    recipe.send(monitor, [39.0])
    (nc,) = nonconformities()
    register, org = registry["nonconformities"], recipe.org
    with nothing_changes(), pytest.raises(Unmet, match="what corrected it"):
        register.perform(
            nc, "close_short", rev=None, actor=org["approver"], at=recipe.clock(), severity="minor",
            short_rationale="It went away by itself.",
        )  # fmt: skip
    with nothing_changes(), pytest.raises(Unmet, match=f"has signalled: close {nc.number} first"):
        recipe.perform(recipe.fresh(monitor), "retire")
    assert recipe.perform(recipe.fresh(monitor), "pause").state == "paused"
    assert open_signals(monitor.version, recipe.clock.last), "a pause hides no signal"


def test_the_gate_hears_of_an_open_signal(recipe: MonitorRecipe) -> None:
    monitor = recipe.watching()
    recipe.send(monitor, [39.0])
    (nc,) = nonconformities()
    said = open_signals(monitor.version, recipe.clock.last)
    assert said == [f"{monitor.number} “Recall, hourly” has signalled: {nc.number} is open."]


def test_what_a_refused_call_would_have_signalled_opens_nothing(recipe: MonitorRecipe) -> None:
    monitor = recipe.watching()
    with nothing_changes(), pytest.raises(Invalid):
        recipe.send(monitor, [39.0, "x"])
    assert nonconformities() == []


@pytest.mark.requirement("SPC-05")
def test_every_broken_rule_is_kept_and_named(world: World) -> None:
    recipe = world.recipe
    monitor = recipe.watching(rule_set="nelson")
    recipe.send(monitor, [35.3, 35.35, 35.5])
    assert [p.rules for p in points_of(monitor)][-3:] == ["1", "1,5", "1,5"]
    (nc,) = nonconformities()
    assert "Nelson rules" in nc.description and "2 of 3 points beyond 2 sigma" in nc.description
    page = world.boss.get(f"/monitors/{monitor.number}/").content.decode()
    assert "rule 5: 2 of 3 points beyond 2 sigma on one side" in page and nc.number in page


def test_a_spread_that_grows_signals_too(recipe: MonitorRecipe) -> None:
    monitor = recipe.watching([{"values": [74, 74.01, 73.99, 74.0]}] * 10, kind="xbar_s")
    recipe.send(monitor, [{"values": [73.9, 74.1, 73.9, 74.1]}])
    assert [(p.rules, p.second_rules) for p in points_of(monitor)][-1] == ("", "1")
    (nc,) = nonconformities()
    assert "spread: one point beyond a control limit" in nc.description


@pytest.mark.usefixtures("own_database")
def test_two_who_send_at_once_open_one(own_database: str) -> None:
    recipe = MonitorRecipe()
    monitor, author = recipe.watching(), recipe.org["author"]
    at = recipe.clock(hours=1)

    def send(n: int) -> Any:
        rows = [{"key": f"{n}-{k}", "value": 39.0} for k in range(5)]
        return post_points(monitor, rows, actor=author, at=at.replace(microsecond=n * 1000), source="api")

    results = in_threads(*[lambda n=n: send(n) for n in range(1, 7)])
    taken = [r for r in results if not isinstance(r, Exception)]
    assert taken, [repr(r) for r in results]
    assert all(isinstance(r, Invalid) for r in results if isinstance(r, Exception)), "out of order, said as such"
    assert sum(len(r.opened) for r in taken) == 1 and len(nonconformities()) == 1
    assert MonitorSeries.objects.get(monitor=monitor).count == len(points_of(monitor)) == 19 + 5 * len(taken)
    assert list(verify()) == []
