"""A complaint from its arrival to a sent answer, and the 8D of the nonconformity that it raises."""

import datetime
import io
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from nonconformities.eightd.report import eight_d_pdf
from nonconformities.models import Complaint, Nonconformity
from qms.accounts.models import Contact
from qms.accounts.people import system_user
from qms.lib.errors import Invalid, Unmet
from qms.links import edges
from qms.records.models import LedgerRow, NamedDate
from qms.registers import people, registry
from tests.factories.complaints import ANSWER, ComplaintRecipe
from tests.nonconformities.test_mail import PNG


@pytest.fixture
def recipe(db: None) -> ComplaintRecipe:
    return ComplaintRecipe()


def do(recipe: ComplaintRecipe, record: Any, verb: str, **changed: Any) -> Any:
    return recipe.perform(record, verb, **changed)


@pytest.mark.requirement("MK-02")
def test_a_complaint_raises_one_nonconformity_whose_8d_names_the_customers_reference(recipe: ComplaintRecipe) -> None:
    record = do(recipe, recipe.make(reference="FP-2291", severity="major"), "take_up")
    record = do(recipe, record, "raise_nonconformity")
    raised = Nonconformity.objects.get()
    assert (raised.title, raised.description, raised.product, raised.origin, raised.detected, raised.state) == (
        record.title, record.description, record.product, "customer", "after", "reported",
    )  # fmt: skip
    assert raised.found_on == record.received_on and edges.targets(raised.pk, "addresses").get().number == record.number
    with pytest.raises(Unmet, match=raised.number):
        do(recipe, record, "raise_nonconformity")
    pdf = eight_d_pdf(raised, actor=recipe.org["approver"], at=recipe.clock())
    text = " ".join("\n".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split())
    assert record.number in text and "FP-2291" in text


def test_closing_waits_for_the_answer_and_what_follows_from_it(recipe: ComplaintRecipe) -> None:
    record = do(recipe, recipe.make(), "take_up")
    for changed in ({"answer": "n/a"}, {"justified_reason": "."}, {"answered_on": datetime.date(2026, 9, 1)}):
        with pytest.raises((Unmet, Invalid)):
            do(recipe, record, "answer", **{**ANSWER, **changed})
    record = do(recipe, record, "answer", **{**ANSWER, "justified": "yes"})
    with pytest.raises(Unmet, match="justified"):
        do(recipe, record, "close")
    record = do(recipe, record, "raise_nonconformity")
    assert do(recipe, record, "close").state == "closed"


def test_people_are_reminded_of_what_is_not_sent_yet(recipe: ComplaintRecipe) -> None:
    record = recipe.make()
    dates = dict(NamedDate.objects.filter(entry=record.pk).values_list("name", "on"))
    assert dates == {"confirmation": datetime.date(2026, 1, 8), "due": datetime.date(2026, 1, 19)}
    record = do(recipe, do(recipe, record, "confirm"), "take_up")
    assert set(NamedDate.objects.filter(entry=record.pk).values_list("name", flat=True)) == {"due"}
    record = do(recipe, record, "answer")
    assert not NamedDate.objects.filter(entry=record.pk).exists()


def test_whoever_complained_can_be_erased(recipe: ComplaintRecipe) -> None:
    record = recipe.make()
    person = recipe.org.person("privacy", "privacy_officer", unit="HQ", home="HQ")
    people.erase_contact(contact=record.contact, actor=person, at=recipe.clock(), reason="Asked for it by letter.")
    client = Client()
    client.force_login(recipe.org["approver"])
    for url in ("", "history/", "edit/"):
        assert "Dana Field" not in client.get(f"/complaints/{record.number}/{url}").content.decode()
    assert not any(b"Dana" in bytes(row.body) for row in LedgerRow.objects.all())


def test_a_contact_of_somebody_elses_complaint_cannot_be_named(recipe: ComplaintRecipe) -> None:
    theirs = recipe.make(unit=recipe.org.units["NORTH"])
    recipe.org.person("south", "contributor", unit="SOUTH", home="SOUTH")
    with pytest.raises(Invalid) as caught:
        recipe.register.create(
            actor=recipe.org["south"], at=recipe.clock(), title="Who is this?", contact=theirs.contact_id
        )
    assert "contact" in caught.value.fields


def test_who_complains_is_seen_and_put_right(recipe: ComplaintRecipe) -> None:
    record = recipe.make()
    client = Client()
    client.force_login(recipe.org["approver"])
    here = f"/complaints/{record.number}/"
    assert "dana@fieldpost.example.org" in client.get(here).content.decode()
    sent = {"contact_name": "Kim Field", "contact_email": "kim@fieldpost.example.org", "rev": record.rev}
    assert client.post(f"{here}contact/", {**sent, "reason": "short"}).status_code == 422
    assert client.post(f"{here}contact/", {**sent, "reason": "It was her colleague who wrote."}).status_code == 302
    page = client.get(here).content.decode()
    assert "kim@fieldpost.example.org" in page and "dana@" not in page
    client.force_login(recipe.org["stranger"])
    assert client.get(f"{here}contact/").status_code == 404


def test_the_form_and_the_api_take_the_contact_with_the_complaint(recipe: ComplaintRecipe) -> None:
    client = Client()
    client.force_login(recipe.org["author"])
    page = client.get("/complaints/new/").content.decode()
    assert 'name="contact_email"' in page and 'name="contact"' not in page
    sent = {"title": "By form", "contact_name": "Ray", "contact_email": "ray@x.example.org"}
    assert client.post("/complaints/new/", sent).status_code == 302
    wrong = client.post("/complaints/new/", {**sent, "contact_email": "nonsense"})
    assert wrong.status_code == 422 and Complaint.objects.count() == 1
    body = {"title": "By API", "contact": {"name": "Ray again", "email": "RAY@x.example.org"}}
    answer = client.post("/api/v1/complaints/received/", body, "application/json")
    assert answer.status_code == 201 and Complaint.objects.get(title="By API").contact.name == "Ray"
    assert Contact.objects.count() == 1
    bad = client.post("/api/v1/complaints/received/", {**body, "contact": {"mail": "x"}}, "application/json")
    assert bad.status_code in (400, 422)


@pytest.mark.parametrize(
    ("kind", "register"), [("problem", "nonconformities"), ("complaint", "complaints"), ("idea", "feedback")]
)
def test_a_report_takes_one_choice_a_few_words_and_a_photo(recipe: ComplaintRecipe, kind: str, register: str) -> None:
    client = Client()
    client.force_login(recipe.org["author"])
    page = client.get("/report/").content.decode()
    assert page.count('class="field') <= 6
    photo = io.BytesIO(PNG)
    photo.name = "letter.png"
    sent = {"kind": kind, "what": "Tray 4 jams.\nTwice today.", "where": "Line 2", "felt": "major", "photo": photo}
    assert client.post("/report/", sent).status_code == 302
    record = registry[register].model.objects.select_related("entry").get()
    assert record.title == "Tray 4 jams." and "Twice today." in record.description
    assert record.entry.attached["files"][0]["name"] == "letter.png"
    evil = io.BytesIO(b"MZ\x90")
    evil.name = "letter.png"
    refused = client.post("/report/", {**sent, "photo": evil})
    assert refused.status_code == 415 and "Tray 4 jams." in refused.content.decode()
    assert registry[register].model.objects.count() == 1


def test_whoever_may_add_nothing_is_told_so(recipe: ComplaintRecipe) -> None:
    client = Client()
    client.force_login(recipe.org["stranger"])
    assert client.get("/report/").status_code == 403


def test_feedback_of_a_survey_has_a_score_within_its_scale(recipe: ComplaintRecipe) -> None:
    register, common = registry["feedback"], {"actor": recipe.org["author"], "at": recipe.clock(), "title": "Survey"}
    for wrong in ({}, {"score": "11", "score_of": "10"}, {"score": "5"}, {"score": "-1", "score_of": "10"}):
        with pytest.raises(Invalid):
            register.create(kind="survey", **wrong, **common)
    assert register.create(kind="survey", score="8.5", score_of="10", **common).number
    assert system_user().pk
