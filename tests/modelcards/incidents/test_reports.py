"""Reports: two moves, linked; late ones say why; on paper; and what follows from an incident."""

import datetime
import io
import re
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from qms.lib.errors import Invalid, Unmet
from qms.links import edges
from qms.registers import registry
from tests.factories.incidents import IncidentRecipe

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def recipe() -> IncidentRecipe:
    return IncidentRecipe()


def signed_in(recipe: IncidentRecipe, who: str) -> Client:
    client = Client()
    client.force_login(recipe.org[who])
    return client


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


@pytest.mark.requirement("EUA-73-2")
def test_an_initial_report_then_a_complete_one_each_with_its_own_words(recipe: IncidentRecipe) -> None:
    record = recipe.in_state("initial")
    assert record.due_at is None and record.initial_reference == "MSA-2026-17"  # the clock is met by the first report
    (clock,) = recipe.register.clocks(record)
    assert clock.met_at == record.initial_at and clock.standing(record.initial_at) == "met"
    said = recipe.reported("complete", complete_report="Both causes are known.", complete_reference="MSA-2026-44")
    record = recipe.perform(record, "report_complete", **said)
    assert record.state == "reported" and record.initial_report == "One school; the import is suspected."
    assert (record.complete_report, record.complete_reference) == ("Both causes are known.", "MSA-2026-44")


@pytest.mark.requirement("EUA-73-2")
def test_a_complete_report_does_not_precede_the_initial_one(recipe: IncidentRecipe) -> None:
    record = recipe.in_state("initial")
    before = record.initial_at - datetime.timedelta(seconds=1)
    with pytest.raises(Unmet, match="That was before"):
        recipe.perform(record, "report_complete", **recipe.reported("complete", complete_at=before))


@pytest.mark.requirement("EUA-73-1", "EUA-73-2")
def test_a_late_report_says_why_and_an_earlier_class_would_have_been_in_time(recipe: IncidentRecipe) -> None:
    record = recipe.perform(recipe.make(), "take_up", kinds=["critical"])
    recipe.clock(days=5)
    with pytest.raises(Unmet, match="say why it is late"):
        recipe.perform(record, "report_initial", **recipe.reported("initial"))
    with pytest.raises(Unmet, match="say why it is late"):
        recipe.perform(record, "report_initial", **recipe.reported("initial", late_reason="n/a"))
    why = "The operator told us of the outage on the fourth day."
    record = recipe.perform(record, "report_initial", **recipe.reported("initial", late_reason=why))
    assert record.late_reason == why
    assert recipe.register.clocks(record)[0].standing(recipe.clock()) == "met_late"
    assert why in read(signed_in(recipe, "compliance"), f"/incidents/{record.number}/report/initial/")


def test_a_report_without_content_or_authority_is_none(recipe: IncidentRecipe) -> None:
    record = recipe.in_state("assessed")
    with pytest.raises(Invalid):
        recipe.perform(record, "report_initial", **recipe.reported("initial", initial_authority=""))
    with pytest.raises(Unmet, match="Say what was reported"):
        recipe.perform(record, "report_initial", **recipe.reported("initial", initial_report="tbd"))


@pytest.mark.requirement("EUA-73-2")
def test_both_reports_are_had_on_paper_and_the_second_names_the_first(recipe: IncidentRecipe) -> None:
    record, client = recipe.in_state("initial"), signed_in(recipe, "compliance")
    assert client.get(f"/incidents/{record.number}/report/complete/").status_code == 404
    record = recipe.perform(record, "report_complete")
    first = read(client, f"/incidents/{record.number}/report/initial/")
    assert "Initial report of a serious incident" in first and "Market surveillance authority of Lyra" in first
    assert "Became aware" in first and "Report was due" in first and recipe.system.number in first
    assert "Uncontrolled" not in first and "Reported by" in first and recipe.org["author"].printed_name in first
    second = read(client, f"/incidents/{record.number}/report/complete/")
    assert "Initial report" in second and "MSA-2026-17" in second and "Germany" in second
    assert client.get(f"/incidents/{record.number}/report/other/").status_code == 404
    assert signed_in(recipe, "stranger").get(f"/incidents/{record.number}/report/initial/").status_code == 404


@pytest.mark.requirement("EUA-73-3")
def test_it_is_closed_after_risk_assessment_cause_and_corrective_action(recipe: IncidentRecipe) -> None:
    record = recipe.in_state("reported")
    with pytest.raises(Unmet, match="Still missing from the investigation: risk assessment, cause, corrective action"):
        recipe.perform(record, "close")
    assert recipe.perform(recipe.before(record, "close"), "close").state == "closed"


@pytest.mark.requirement("EUA-73-3")
def test_it_raises_one_nonconformity_at_a_time(recipe: IncidentRecipe) -> None:
    record = recipe.perform(recipe.in_state("assessed"), "raise_nonconformity")
    entry = edges.sources(record.pk, kind="addresses", register="nonconformities").get()
    near = set(edges.targets(entry.pk, kind="concerns").values_list("number", flat=True))
    assert recipe.system.number in near
    with pytest.raises(Unmet, match=entry.number):
        recipe.perform(record, "raise_nonconformity")
    page = signed_in(recipe, "compliance").get(f"/incidents/{record.number}/").content.decode()
    assert entry.number in page and "/actions/new/?title=" in page


def form(page: str) -> dict[str, Any]:
    """What the fields of a form begin with."""
    chosen = dict(re.findall(r'<select name="(\w+)".*?<option value="(\w+)" selected', page, re.DOTALL))
    return chosen | dict(re.findall(r'name="(title|place)"[^>]*value="([^"]*)"', page))


def test_an_incident_begins_with_what_a_nonconformity_of_the_system_says(recipe: IncidentRecipe) -> None:
    version = recipe.story.version(recipe.system)
    made = registry["nonconformities"].create(
        actor=recipe.org["approver"], at=recipe.clock(), title="Ranked last", description="A school was ranked last.",
        place="Lyra", links=[("concerns", version.entry)],
    )  # fmt: skip
    answer = signed_in(recipe, "author").get(f"/incidents/from/{made.number}/", follow=True)
    page = answer.content.decode()
    begun = form(page)
    assert answer.status_code == 200 and begun["system"] == str(version.system_id)
    assert begun["version"] == str(version.pk) and begun["title"] == "Ranked last"
    assert "A school was ranked last." in page and made.number in page


def test_from_a_monitor_it_names_the_version_that_is_watched(recipe: IncidentRecipe) -> None:
    version = recipe.story.version(recipe.system)
    monitor = registry["monitors"].create(
        actor=recipe.org["author"], at=recipe.clock(), title="Recall, hourly", version=version, metric="recall",
        kind="imr", baseline_points=19, unit=version.unit, reaction="Look at the newest labels.",
    )  # fmt: skip
    client = signed_in(recipe, "author")
    assert f"/incidents/from/{monitor.number}/" in client.get(f"/monitors/{monitor.number}/").content.decode()
    begun = form(client.get(f"/incidents/from/{monitor.number}/", follow=True).content.decode())
    assert (begun["system"], begun["version"]) == (str(version.system_id), str(version.pk))
    assert client.get("/incidents/from/NC-1999-0001/").status_code == 404


def test_version_and_deployment_are_those_of_the_system(recipe: IncidentRecipe) -> None:
    other = recipe.story.version(recipe.story.approved(title="Another system"))
    with pytest.raises(Invalid, match="no version of"):
        recipe.make(version=other)
