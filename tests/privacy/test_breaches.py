"""A breach: from the awareness to a notification in phases, or to a signed decision; and what people are told."""

import datetime
import io
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from privacy.models import Breach
from qms.imports.mapping import propose
from qms.imports.reading import open_table
from qms.imports.run import run_import
from qms.imports.targets import headings
from qms.lib.errors import Forbidden, Invalid, Unmet, WrongState
from qms.links import edges
from qms.records.models import NamedDate
from qms.registers import registry
from qms.registers.signing import signatures_of
from tests.factories.breaches import CONTENT, DAY, HIGH, NO_RISK, BreachRecipe

HOURS = datetime.timedelta(hours=1)


@pytest.fixture
def recipe(db: None) -> BreachRecipe:
    return BreachRecipe()


def taken_up(recipe: BreachRecipe, **values: Any) -> Any:
    return recipe.perform(recipe.make(**values), "take_up")


def text_of(pdf: bytes) -> str:
    return " ".join("\n".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split())


def client_of(recipe: BreachRecipe, who: str) -> Client:
    client = Client()
    client.force_login(recipe.org[who])
    return client


@pytest.mark.requirement("GD-33-1")
def test_the_clock_runs_72_hours_from_the_awareness_in_utc_whatever_the_zone(recipe: BreachRecipe) -> None:
    told = datetime.datetime.fromisoformat("2026-01-02T18:20:00+01:00")  # a Friday evening in Berlin
    record = recipe.make(aware_at=told)
    assert record.due_at == datetime.datetime(2026, 1, 5, 17, 20, tzinfo=datetime.UTC)
    assert NamedDate.objects.get(entry=record.entry, name="due").on == datetime.date(2026, 1, 5)
    [clock] = recipe.register.clocks(record)
    assert clock.standing(told + 47 * HOURS) == "running" and clock.standing(told + 73 * HOURS) == "late"
    assert recipe.make(aware_at=None).aware_at is not None, "who only says what happened is aware of it now"


@pytest.mark.requirement("GD-33-1", "GD-5.2")
def test_a_corrected_awareness_keeps_both_and_counts_anew(recipe: BreachRecipe) -> None:
    record = taken_up(recipe)
    earlier = DAY - 20 * HOURS
    said = {"rev": record.rev, "actor": recipe.org["dpo"], "at": recipe.clock()}
    with pytest.raises(Invalid):
        recipe.register.edit(record, aware_at=earlier, **said)  # without a reason
    with pytest.raises(Invalid, match="never taken away"):
        recipe.register.edit(record, aware_at=None, reason="Nobody knows any more.", **said)
    why = "The service desk knew on Sunday."
    record = recipe.register.edit(record, aware_at=earlier, reason=why, **said)
    assert record.due_at == earlier + 72 * HOURS
    [row] = record.awareness
    assert (row["was"], row["now"], row["because"]) == ("2026-01-05T07:30+00:00", "2026-01-04T11:30+00:00", why)
    page = client_of(recipe, "dpo").get(f"/breaches/{record.number}/").content.decode()
    assert "First recorded as" in page and why in page and "corrected from 5 Jan 2026, 08:30 CET" in page
    history = client_of(recipe, "dpo").get(f"/breaches/{record.number}/history/").content.decode()
    assert "2026-01-05T07:30+00:00" not in history and "2026-01-05 08:30+01:00" in history, "one zone for one moment"


@pytest.mark.requirement("GD-33-1")
def test_a_later_awareness_is_for_the_privacy_officer_and_never_hides_that_it_was_late(recipe: BreachRecipe) -> None:
    record = recipe.edit(taken_up(recipe, aware_at=DAY - 100 * HOURS), **CONTENT)
    record = recipe.perform(record, "notify", late_reason="The processor told us after four days.")
    recipe.org.person("quality", "quality_manager", unit="HQ")
    how: dict[str, Any] = {
        "aware_at": DAY - HOURS,
        "rev": record.rev,
        "reason": "The first call was about something else.",
    }
    with pytest.raises(Invalid, match="for the privacy officer"):
        recipe.register.edit(record, actor=recipe.org["quality"], at=recipe.clock(), **how)
    record = recipe.register.edit(record, actor=recipe.org["dpo"], at=recipe.clock(), **how)
    [clock] = recipe.register.clocks(record)
    first, from_there = clock.remarks
    assert clock.standing(recipe.clock()) == "met" and first == "Corrected from Thu 1 Jan 2026, 04:30 CET."
    assert from_there == "From Thu 1 Jan 2026, 04:30 CET it was due Sun 4 Jan 2026, 04:30 CET, and met late."
    assert from_there in client_of(recipe, "dpo").get(f"/breaches/{record.number}/").content.decode()


@pytest.mark.requirement("GD-33-1")
@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"aware_at": DAY + 48 * HOURS}, "aware_at", "future"),
        ({"occurred_from": DAY + HOURS, "aware_at": DAY}, "aware_at", "before it began"),
        ({"notified_at": DAY - HOURS, "aware_at": DAY}, "notified_at", "before the awareness"),
        ({"occurred_from": DAY, "occurred_until": DAY - HOURS}, "", "lies before"),
    ],
)
def test_instants_that_cannot_be_are_refused_with_a_sentence(
    recipe: BreachRecipe, values: Any, field: str, said: str
) -> None:
    with pytest.raises(Invalid, match=said) as refused:
        recipe.make(**values)
    assert not field or field in refused.value.fields
    assert not Breach.objects.exists()


@pytest.mark.requirement("GD-33-1")
def test_a_time_without_a_zone_is_refused_by_the_api(recipe: BreachRecipe) -> None:
    client = client_of(recipe, "author")
    body = {"title": "Lost laptop", "aware_at": "2026-01-05T08:00:00"}
    answer = client.post("/api/v1/breaches/", body, content_type="application/json")
    assert answer.status_code == 422 and "offset from UTC" in answer.content.decode()
    body["aware_at"] = "2026-01-05T08:00:00+01:00"
    answer = client.post("/api/v1/breaches/", body, content_type="application/json")
    assert answer.status_code == 201, answer.content
    assert answer.json()["aware_at"] == "2026-01-05T07:00:00.000000+00:00"


@pytest.mark.requirement("GD-33-1")
def test_a_late_notification_needs_reasons(recipe: BreachRecipe) -> None:
    record = recipe.edit(taken_up(recipe, aware_at=DAY - 100 * HOURS), **CONTENT)
    with pytest.raises(Unmet, match="72 hours"):
        recipe.perform(record, "notify")
    client, here = client_of(recipe, "dpo"), f"/breaches/{record.number}/"
    head = client.get(here).content.decode().partition('class="acts"')[0]
    assert 'class="late"' in head and "4 Jan 2026, 04:30 CET" in head, "the hour, in red, as beside the clock"
    sent = {"subjects_number": "-3", "rev": str(record.rev)}
    assert "a number from 0" in client.post(f"{here}edit/?section=content", sent).content.decode()
    record = recipe.perform(record, "notify", late_reason="The processor told us after four days.")
    assert record.state == "notified" and record.due_at is None
    [clock] = recipe.register.clocks(record)
    assert clock.standing(recipe.clock()) == "met_late"


@pytest.mark.requirement("GD-33-1")
def test_no_notification_needs_an_argued_risk_and_the_privacy_officers_signature(recipe: BreachRecipe) -> None:
    record = taken_up(recipe)
    with pytest.raises(Unmet, match="not assessed as unlikely"):
        recipe.perform(record, "decide_not_to_notify")
    record = recipe.edit(record, risk="none", risk_reason="n/a")
    with pytest.raises(Unmet, match="unlikely to result in a risk"):
        recipe.perform(record, "decide_not_to_notify")
    record = recipe.edit(record, **NO_RISK)
    with pytest.raises(Unmet, match="signed with the decision: nature, categories of people, categories of data"):
        recipe.perform(record, "decide_not_to_notify")
    record = recipe.edit(record, **CONTENT)
    with pytest.raises(Forbidden):
        recipe.perform(record, "decide_not_to_notify", actor=recipe.org["author"])
    record = recipe.perform(record, "decide_not_to_notify")
    [(signature, valid)] = signatures_of(record)
    assert valid and signature.printed_name == "Dpo Example" and record.due_at is None
    [clock] = recipe.register.clocks(record)
    assert clock.standing(recipe.clock()) == "waived"
    record = recipe.perform(record, "assess_again")
    assert record.due_at == record.aware_at + 72 * HOURS, "the clock goes on from the same awareness"


@pytest.mark.requirement("GD-33-1")
def test_a_processor_tells_the_controller_and_has_no_72_hours(recipe: BreachRecipe) -> None:
    record = recipe.perform(recipe.make(), "take_up", role="processor")
    client = client_of(recipe, "dpo")
    here = f"/breaches/{record.number}/"
    assert recipe.register.clocks(record) == [] and record.due_at is None
    page = client.get(here).content.decode()
    assert "without undue delay" in page
    for verb in ("notify", "decide_not_to_notify", "decide_communication", "communicate"):
        assert f"do/{verb}/" not in page and recipe.register.lifecycle.transitions[verb].suits
    assert "Authority is notified" not in page and "Decide not to notify" not in page
    with pytest.raises(Unmet, match="As processor"):
        recipe.perform(record, "notify")
    with pytest.raises(Unmet, match="Not said yet: nature"):
        recipe.perform(record, "tell_controller")
    with pytest.raises(Unmet, match="future"):
        recipe.perform(record, "tell_controller", controller_told_at=DAY + 100 * HOURS)
    follows = "Who the people are, from the logs."
    record = recipe.perform(record, "tell_controller", to_follow=follows, to_follow_by=datetime.date(2026, 1, 9))
    assert NamedDate.objects.get(entry=record.entry, name="supplement").on == datetime.date(2026, 1, 9)
    record = recipe.perform(recipe.edit(record, **CONTENT), "supplement", to_follow="", reference="FP-8")
    told = [(row["to"], row["reference"], row["what"].split("\n")) for row in record.notifications]
    assert told == [
        ("Fieldpost", "FP-7", ["One file of orders went to another customer of yours.", f"To follow: {follows}"]),
        ("Fieldpost", "FP-8", ["It was 240 people.", "With it everything is there that was to follow."]),
    ]
    assert record.to_follow_by is None and not NamedDate.objects.filter(entry=record.entry, name="supplement").exists()
    assert client.get(f"{here}forms/authority/").status_code == 422
    form = client.get(f"{here}forms/controller/").content
    text = text_of(form)
    told = "".join(p.extract_text() for p in PdfReader(io.BytesIO(form)).pages)
    assert "people. With" not in told, "two sentences of a row stay on lines of their own"
    assert "Processor's notice" in text and "It was 240 people." in text and record.number in text
    assert recipe.perform(record, "close").state == "closed"


@pytest.mark.requirement("GD-33-1")
def test_a_period_agreed_with_the_controller_is_a_clock(recipe: BreachRecipe) -> None:
    record = recipe.perform(recipe.make(), "take_up", role="processor", agreed_hours=24)
    [clock] = recipe.register.clocks(record)
    assert record.due_at == clock.due == DAY + 24 * HOURS and str(clock.label) == "Tell the controller, as agreed"
    page = client_of(recipe, "dpo").get(f"/breaches/{record.number}/").content.decode()
    assert "without undue delay" not in page and "due <time" in page and "6 Jan 2026, 08:30 CET" in page
    record = recipe.perform(recipe.edit(record, **CONTENT), "tell_controller")
    assert record.due_at is None and recipe.register.clocks(record)[0].standing(recipe.clock()) == "met"


@pytest.mark.requirement("GD-33-3")
def test_close_names_everything_that_is_open_and_the_next_step_is_the_first_button(recipe: BreachRecipe) -> None:
    record = recipe.perform(taken_up(recipe), "notify", to_follow="Everything else, on Monday.")
    with pytest.raises(Unmet) as refused:
        recipe.perform(record, "close")
    said = refused.value.sentences
    assert [s.way for s in said] == [
        "edit/?section=content", "do/supplement/", "edit/?section=risk", "edit/?section=risk",
    ]  # fmt: skip
    client, first = client_of(recipe, "dpo"), 'class="button first" href="/breaches/{}/do/{}/"'
    record = recipe.edit(record, **HIGH)
    page = client.get(f"/breaches/{record.number}/").content.decode()
    assert first.format(record.number, "decide_communication") in page and "“Close” waits." in page
    told = {"communication": "tell", "communication_reason": "The risk is high.", "rev": str(record.rev)}
    page = client.post(f"/breaches/{record.number}/do/decide_communication/", told, follow=True).content.decode()
    assert first.format(record.number, "communicate") in page and "It waits for you." in page
    record = recipe.fresh(record)
    recipe.clock.last = record.changed_at
    assert "edit/?section=authority" not in page, "nothing in it is edited: no link says so"
    record = recipe.perform(recipe.edit(recipe.perform(record, "communicate"), **CONTENT), "supplement", to_follow="")
    assert f'action="/breaches/{record.number}/do/close/"' in client.get(f"/breaches/{record.number}/").content.decode()
    assert "It was 240 people." in client.get(f"/breaches/{record.number}/do/close/").content.decode()


@pytest.mark.requirement("GD-33-2")
def test_what_is_not_known_yet_follows_in_phases_and_the_form_says_so(recipe: BreachRecipe) -> None:
    known = {n: v for n, v in CONTENT.items() if n not in ("subjects_number", "records_number")}
    record = recipe.edit(taken_up(recipe), **known)
    with pytest.raises(Unmet, match="people affected, data records affected"):
        recipe.perform(record, "notify")
    record = recipe.perform(record, "notify", to_follow="The number of people, by Thursday.")
    form = f"/api/v1/breaches/{record.number}/forms/authority/"
    text = text_of(client_of(recipe, "dpo").get(form).content)
    assert "Copy" not in text and ":30 UTC" not in text and "5 Jan 2026, 08:30 CET" in text, "times of the place"
    assert text.count("Notifications") == 1 and "dpo@example.org" in text
    for said in ("Berlin Commissioner", "LDA-1", "Names, addresses", "deleted the file", "privacy@example.org"):
        assert said in text, said
    assert "Not known yet people affected" in text and "by Thursday" in text and "First notification" in text
    record = recipe.edit(record, subjects_number=240, records_number=260)
    record = recipe.perform(record, "supplement")
    assert [row["what"] for row in record.notifications] == [
        "To follow: The number of people, by Thursday.", "It was 240 people.",
    ]  # fmt: skip
    assert record.notified_at == datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC), "the first one counts"
    text = text_of(client_of(recipe, "dpo").get(form).content)
    assert "Supplement" in text and "It was 240 people." in text and "Not known yet" not in text


@pytest.mark.requirement("GD-33-3")
def test_the_register_holds_notified_and_other_breaches_with_facts_effects_and_remedy(recipe: BreachRecipe) -> None:
    notified = recipe.perform(recipe.before(taken_up(recipe), "notify"), "notify")
    known = {n: CONTENT[n] for n in ("natures", "subjects", "data")}
    kept = recipe.perform(recipe.edit(taken_up(recipe, title="Lost key"), **NO_RISK, **known), "decide_not_to_notify")
    with pytest.raises(Unmet, match="Not said yet"):
        recipe.perform(kept, "close")
    with pytest.raises(Unmet, match="people affected are told"):
        recipe.perform(notified, "close")
    for record in (notified, kept):
        assert recipe.perform(recipe.before(record, "close"), "close").state == "closed"
    listed = client_of(recipe, "dpo").get("/breaches/?phase=all&format=csv").content.decode()
    assert notified.number in listed and kept.number in listed
    record = recipe.perform(recipe.register.get(kept.number, recipe.org["dpo"]), "assess_again")
    assert record.state == "assessment"


@pytest.mark.requirement("GD-33-3")
def test_a_breach_raises_one_nonconformity(recipe: BreachRecipe) -> None:
    record = recipe.perform(taken_up(recipe), "raise_nonconformity")
    raised = registry["nonconformities"].model.objects.get()
    assert raised.title == record.title and edges.targets(raised.pk, "addresses").get().number == record.number
    with pytest.raises(Unmet, match=raised.number):
        recipe.perform(record, "raise_nonconformity")


@pytest.mark.requirement("GD-34")
def test_a_high_risk_is_told_to_people_or_an_exemption_is_argued(recipe: BreachRecipe) -> None:
    record = taken_up(recipe)
    with pytest.raises(Unmet, match="Assess the risk first"):
        recipe.perform(record, "decide_communication")
    record = recipe.edit(record, **HIGH)
    with pytest.raises(Unmet, match="exemptions of 34"):
        recipe.perform(record, "decide_communication")
    with pytest.raises(Unmet, match="in words"):
        recipe.perform(record, "decide_communication", communication="averted", communication_reason="n/a")
    with pytest.raises(Unmet, match="has ordered"):
        recipe.perform(record, "decide_communication", communication="averted", authority_order="Order of 6 January")
    record = recipe.perform(record, "decide_communication", communication="tell")
    record = recipe.perform(recipe.edit(record, **CONTENT), "notify")
    with pytest.raises(Unmet, match="what they were told"):
        recipe.perform(record, "close")
    record = recipe.perform(recipe.perform(record, "communicate"), "close")
    assert record.communication_text and record.communicated_at


@pytest.mark.requirement("GD-34")
def test_exemptions_are_for_a_high_risk_and_fall_with_a_changed_one(recipe: BreachRecipe) -> None:
    record = recipe.edit(taken_up(recipe), **{**CONTENT, **NO_RISK})
    with pytest.raises(Unmet, match="high risk only"):
        recipe.perform(record, "decide_communication", communication="protected")
    record = recipe.perform(recipe.perform(record, "decide_communication"), "notify")
    record = recipe.edit(record, **HIGH)
    with pytest.raises(Unmet, match="no longer fits"):
        recipe.perform(record, "close")


@pytest.mark.requirement("GD-5.2")
def test_what_was_sent_is_recorded_by_its_step_alone(recipe: BreachRecipe) -> None:
    record = recipe.perform(recipe.before(taken_up(recipe), "notify"), "notify")
    said = {"rev": record.rev, "actor": recipe.org["dpo"], "at": recipe.clock(), "reason": "It looks better so."}
    with pytest.raises(WrongState, match="step that sends it"):
        recipe.register.edit(record, notified_at=DAY, **said)


@pytest.mark.requirement("GD-33-3")
def test_a_public_list_of_breaches_comes_in_by_its_own_headings(recipe: BreachRecipe) -> None:
    """574 of the United States' health authority: a dry run first, then all of them, none with a running clock."""
    folder = os.environ.get("QMS_SAMPLES", "")
    if not folder:
        pytest.skip("QMS_SAMPLES names no folder: the public list of breaches was not tried")
    path = Path(folder, "privacy", "tokern__data-breach-report", "data", "breach_report.csv")
    table = open_table(path, known=headings(recipe.register))
    mapping = propose(recipe.register, table.columns, [row.cells for row in table.rows()])
    assert mapping.columns["Individuals Affected"] == "subjects_number"
    assert mapping.columns["Breach Submission Date"] == "notified_at" and mapping.columns["Type of Breach"] == "cause"
    mapping = replace(mapping, given={"state": "notified"})
    actor = recipe.org["dpo"]
    tried = run_import(recipe.register, table, mapping, actor=actor, at=recipe.clock(), dry_run=True)
    assert tried.ok and not Breach.objects.exists(), tried
    result = run_import(recipe.register, table, mapping, actor=actor, at=recipe.clock())
    assert result.ok and result.created == 574, result
    ivy = Breach.objects.get(title__startswith="Ivy Rehab")
    assert (ivy.subjects_number, ivy.cause, ivy.place, ivy.state) == (125000, "hacking", "Email", "notified")
    assert not Breach.objects.exclude(due_at=None).exists()


@pytest.mark.requirement("GD-33-1", "GD-34")
def test_what_a_decision_not_to_notify_rests_on_stays_until_it_is_assessed_again(recipe: BreachRecipe) -> None:
    record = recipe.perform(recipe.ready("decide_not_to_notify"), "decide_not_to_notify")
    how: dict[str, Any] = {"rev": None, "actor": recipe.org["dpo"], "reason": "The data were read after all."}
    for changed in (HIGH, {"role": "processor"}):
        with pytest.raises(WrongState, match="Assess the breach again"):
            recipe.register.edit(record, at=recipe.clock(), **how, **changed)
    again = recipe.perform(record, "assess_again")
    edited = recipe.register.edit(again, at=recipe.clock(), **how, **HIGH)
    assert edited.due_at is not None, "the clock runs again"


def test_a_supplement_follows_its_notification(recipe: BreachRecipe) -> None:
    record = recipe.perform(recipe.ready("notify"), "notify")
    with pytest.raises(Unmet, match="A supplement follows"):
        recipe.perform(record, "supplement", supplement_at=record.notified_at - HOURS)


def test_a_reader_says_what_he_noticed(recipe: BreachRecipe) -> None:
    recipe.org.person("onlooker", "reader", unit="NORTH")
    made = recipe.register.create(actor=recipe.org["onlooker"], at=recipe.clock(), title="A list on the printer")
    assert made.state == "reported"
