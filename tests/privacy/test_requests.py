"""Requests of data subjects: a month that is extended in time or not at all, doubts, refusals, charges, the CCPA."""

import datetime
import io
from decimal import Decimal
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from pypdf import PdfReader

from privacy.models import SubjectRequest
from qms.lib.errors import Forbidden, Invalid, Unmet
from qms.records.models import LedgerRow
from tests.factories.data_subject_requests import ANSWER, CAME, REFUSAL, SENT, SubjectRequestRecipe

DAYS = datetime.timedelta(days=1)
UTC = datetime.UTC


@pytest.fixture
def recipe(db: None) -> SubjectRequestRecipe:
    return SubjectRequestRecipe()


def taken_up(recipe: SubjectRequestRecipe, **values: Any) -> Any:
    record = recipe.make(**values)
    said = {n: getattr(record, n) for n in ("regime", "kind")}
    return recipe.perform(record, "take_up", owner=recipe.org["dpo"], **said)


def due(recipe: SubjectRequestRecipe, record: Any) -> list[str]:
    """Each clock: rule, day on which it ends where the unit is, standing."""
    return [
        f"{c.counted.rule.name} {c.due.astimezone(c.counted.zone):%d %b %Y} {c.standing(recipe.clock.last)}"
        for c in recipe.register.clocks(record)
    ]


def client_of(recipe: SubjectRequestRecipe, who: str) -> Client:
    client = Client()
    client.force_login(recipe.org[who])
    return client


@pytest.mark.requirement("GD-12")
def test_a_month_runs_from_the_receipt_and_is_met_by_the_answer(recipe: SubjectRequestRecipe) -> None:
    record = taken_up(recipe)
    assert due(recipe, record) == ["gdpr.request 02 Feb 2026 running"]
    assert record.due_at == datetime.datetime(2026, 2, 2, 22, 59, 59, tzinfo=UTC), "the end of that day in Berlin"
    record = recipe.perform(record, "answer")
    assert due(recipe, record) == ["gdpr.request 02 Feb 2026 met"] and record.due_at is None
    record = recipe.perform(record, "reopen")
    assert record.state == "work" and record.due_at is not None, "an answer that was not the last one stops no clock"


@pytest.mark.requirement("GD-12")
def test_an_extension_is_told_inside_the_first_month_or_never(recipe: SubjectRequestRecipe) -> None:
    record = taken_up(recipe)
    with pytest.raises(Unmet, match="why it takes longer"):
        recipe.perform(record, "extend", extension_reason="n/a")
    late = datetime.datetime(2026, 2, 3, 9, tzinfo=UTC)
    with pytest.raises(Unmet, match="inside the first period"):
        recipe.perform(record, "extend", extended_at=late, at=late + DAYS)
    [warned] = recipe.register.warns(record, "extend", at=late)
    assert "ended on 2 Feb 2026, 23:59 CET" in warned and not recipe.register.warns(record, "extend", at=SENT)
    backdated = recipe.perform(recipe.fresh(taken_up(recipe)), "extend", at=late)
    assert "entered here only on Tue 3 Feb 2026" in recipe.register.clocks(backdated)[0].remarks[0]
    record = recipe.perform(record, "extend")
    assert recipe.register.clocks(record)[0].remarks == ()
    assert due(recipe, record) == ["gdpr.request 02 Feb 2026 met", "gdpr.request_extended 02 Apr 2026 running"]
    with pytest.raises(Unmet, match="extended already"):
        recipe.perform(record, "extend")


@pytest.mark.requirement("GD-12")
@pytest.mark.parametrize("suspends", [False, True])
def test_a_doubt_about_identity_is_recorded_and_stops_the_month_only_by_setting(
    recipe: SubjectRequestRecipe, settings: LazySettings, suspends: bool
) -> None:
    settings.QMS_DSR_SUSPENDS = suspends
    record = taken_up(recipe)
    with pytest.raises(Unmet, match="doubtful"):
        recipe.perform(record, "ask_identity", identity_doubt="n/a")
    record = recipe.perform(record, "ask_identity", identity_asked_at=CAME)
    strict = "gdpr.request 02 Feb 2026"
    assert due(recipe, record) == [f"{strict} {'waived' if suspends else 'running'}"]
    record = recipe.perform(record, "confirm_identity")
    assert record.identity == "confirmed" and record.state == "work"
    later = ["gdpr.request 05 Feb 2026 running"] if suspends else []
    assert due(recipe, record) == [f"{strict} {'waived' if suspends else 'running'}", *later]


@pytest.mark.requirement("GD-12")
def test_nobody_is_answered_whose_identity_could_not_be_confirmed(recipe: SubjectRequestRecipe) -> None:
    record = recipe.perform(recipe.perform(taken_up(recipe), "ask_identity"), "leave_unconfirmed")
    with pytest.raises(Unmet, match="not confirmed"):
        recipe.perform(record, "answer")
    assert recipe.perform(record, "refuse", ground="unidentified").state == "refused"


@pytest.mark.requirement("GD-12")
def test_a_refusal_has_reasons_and_the_ways_of_complaint(recipe: SubjectRequestRecipe) -> None:
    record = taken_up(recipe)
    for name in ("refusal_reason", "remedies"):
        with pytest.raises(Unmet):
            recipe.perform(record, "refuse", **{name: "n/a"})
    with pytest.raises(Forbidden):
        recipe.perform(record, "refuse", actor=recipe.org["author"])
    with pytest.raises(Unmet) as refused:
        recipe.perform(record, "answer", outcome="partly")
    assert [said.field for said in refused.value.sentences] == ["ground", "refusal_reason", "remedies"], "all at once"
    with pytest.raises(Unmet, match="letters greet by name"):
        recipe.perform(record, "refuse", refusal_reason="Dear Ms Field, we hold nothing of yours.")
    with pytest.raises(Invalid, match="letters greet by name"):
        recipe.register.edit(
            record, rev=record.rev, actor=recipe.org["dpo"], at=recipe.clock(), reason="", answer="Dear Dana Field,"
        )
    record = recipe.perform(record, "refuse")
    pdf = client_of(recipe, "dpo").get(f"/data-subject-requests/{record.number}/letter/").content
    text = " ".join("\n".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split())
    for said in (REFUSAL["refusal_reason"], REFUSAL["remedies"], "Dear Dana Field,", record.number):
        assert str(said) in text, said


@pytest.mark.requirement("GD-12")
def test_it_is_free_unless_manifestly_unfounded_or_excessive(recipe: SubjectRequestRecipe) -> None:
    record = taken_up(recipe)
    with pytest.raises(Unmet, match="only possible"):
        recipe.perform(record, "charge", charge=Decimal("15.00"))
    with pytest.raises(Unmet, match="amount"):
        recipe.perform(record, "charge", charge_ground="excessive")
    with pytest.raises(Unmet, match="Show why"):
        recipe.perform(record, "charge", charge_ground="excessive", charge=Decimal("15.00"))
    said = {"charge_ground": "excessive", "charge": Decimal("15.00"), "charge_reason": "The ninth one this month."}
    record = recipe.perform(recipe.perform(record, "charge", **said), "answer")
    pdf = client_of(recipe, "dpo").get(f"/data-subject-requests/{record.number}/letter/").content
    assert "The ninth one this month." in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


@pytest.mark.requirement("GD-12")
def test_recipients_are_told_of_an_erasure(recipe: SubjectRequestRecipe) -> None:
    record = taken_up(recipe, kind="erasure")
    with pytest.raises(Unmet, match="Art. 19"):
        recipe.perform(record, "answer")
    assert recipe.perform(record, "answer", recipients="The parcel service, by mail.").state == "answered"


@pytest.mark.requirement("CC-01")
def test_a_californian_request_has_its_own_clocks_that_never_stand_still(
    recipe: SubjectRequestRecipe, settings: LazySettings
) -> None:
    settings.QMS_DSR_SUSPENDS = True
    record = taken_up(recipe, regime="ccpa", kind="delete")
    assert due(recipe, record) == ["ccpa.confirm 16 Jan 2026 running", "ccpa.answer 16 Feb 2026 running"]
    record = recipe.perform(record, "confirm")
    record = recipe.perform(recipe.perform(record, "ask_identity"), "extend")
    assert due(recipe, record) == [
        "ccpa.confirm 16 Jan 2026 met", "ccpa.answer 16 Feb 2026 met", "ccpa.answer_extended 02 Apr 2026 running",
    ]  # fmt: skip
    record = recipe.perform(recipe.perform(record, "confirm_identity"), "answer")
    assert record.keep_until == datetime.date(2028, 1, 5), "the log is kept for 24 months"


@pytest.mark.requirement("CC-01")
def test_an_opt_out_has_fifteen_business_days_and_no_verification(recipe: SubjectRequestRecipe) -> None:
    record = taken_up(recipe, regime="ccpa", kind="opt_out")
    assert due(recipe, record) == ["ccpa.opt_out 26 Jan 2026 running"]
    for verb, said in (("ask_identity", "no verification"), ("confirm", "Only requests"), ("extend", "cannot be")):
        with pytest.raises(Unmet, match=said):
            recipe.perform(record, verb)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"received_at": CAME + 30 * DAYS}, "future"),
        ({"regime": "ccpa", "kind": "portability"}, "right does not stand"),
    ],
)
def test_what_cannot_be_is_refused(recipe: SubjectRequestRecipe, values: Any, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        recipe.make(**values)
    assert not SubjectRequest.objects.exists()


@pytest.mark.requirement("GD-12", "GD-5.2")
def test_who_asks_is_known_to_those_who_answer_and_to_nobody_else(recipe: SubjectRequestRecipe) -> None:
    record = recipe.perform(taken_up(recipe), "answer")
    here, api = f"/data-subject-requests/{record.number}/", f"/api/v1/data-subject-requests/{record.number}/"
    assert "Dana Field" in client_of(recipe, "dpo").get(here).content.decode()
    author = client_of(recipe, "author")
    for url in (here, f"{here}history/", api, f"{api}history/", "/data-subject-requests/?phase=all&format=csv"):
        answer = author.get(url)
        assert answer.status_code == 200 and "Dana" not in answer.content.decode(), url
    assert "Dana" not in "".join(
        p.extract_text() for p in PdfReader(io.BytesIO(author.get(f"{here}print/").content)).pages
    )
    assert author.get(f"{here}letter/").status_code == 403 and author.get(f"{api}letter/").status_code == 403
    assert author.get(f"{here}contact/").status_code in (403, 409)
    assert not any(b"Dana" in bytes(row.body) for row in LedgerRow.objects.all())


def test_a_request_with_its_contact_comes_by_the_api(recipe: SubjectRequestRecipe) -> None:
    body = {
        "title": "Erasure of an account", "kind": "erasure", "received_at": "2026-01-05T09:00:00+01:00",
        "contact": {"name": "Kim Field", "email": "kim@fieldpost.example.org"},
    }  # fmt: skip
    answer = client_of(recipe, "author").post(
        "/api/v1/data-subject-requests/received/", body, content_type="application/json"
    )
    assert answer.status_code == 201, answer.content
    assert SubjectRequest.objects.get().contact.name == "Kim Field" and "Kim" not in answer.content.decode()


def test_the_answer_that_is_sent_is_after_the_receipt(recipe: SubjectRequestRecipe) -> None:
    with pytest.raises(Unmet, match="before the request"):
        recipe.perform(taken_up(recipe), "answer", **{**ANSWER, "answered_at": CAME - DAYS})
    assert SENT > CAME


@pytest.mark.requirement("GD-12")
def test_a_receipt_that_is_moved_keeps_both_and_a_later_one_is_for_the_privacy_officer(
    recipe: SubjectRequestRecipe,
) -> None:
    record = taken_up(recipe, received_at=CAME - 40 * DAYS)
    recipe.org.person("quality", "quality_manager", unit="HQ")
    how: dict[str, Any] = {"rev": record.rev, "received_at": CAME, "reason": "It lay with the wrong company."}
    with pytest.raises(Invalid, match="for the privacy officer"):
        recipe.register.edit(record, actor=recipe.org["quality"], at=recipe.clock(), **how)
    record = recipe.register.edit(record, actor=recipe.org["dpo"], at=recipe.clock(), **how)
    assert due(recipe, record) == ["gdpr.request 02 Feb 2026 running"]
    page = client_of(recipe, "author").get(f"/data-subject-requests/{record.number}/").content.decode()
    assert "corrected from 23 Nov 2025, 11:00 CET" in page
    assert "From Sun 23 Nov 2025, 11:00 CET it was due Tue 23 Dec 2025" in page


@pytest.mark.requirement("GD-12")
def test_every_letter_is_there_before_it_is_sent_and_says_so(recipe: SubjectRequestRecipe) -> None:
    record, client = taken_up(recipe), client_of(recipe, "dpo")
    here = f"/data-subject-requests/{record.number}/"

    def letter(kind: str) -> str:
        pages = PdfReader(io.BytesIO(client.get(f"{here}letter/{kind}/").content)).pages
        return " ".join("\n".join(p.extract_text() for p in pages).split())

    for kind in ("answer", "extension", "identity"):
        assert client.get(f"{here}letter/{kind}/").status_code == 422, "nothing is written yet"
    assert "edit/?section=answer" in client.get(here).content.decode()
    written = {
        "answer": "A copy is enclosed.", "extension_reason": "Nine archives are searched.",
        "identity_doubt": "The address is a new one.",
    }  # fmt: skip
    record = recipe.register.edit(record, rev=record.rev, actor=recipe.org["dpo"], at=recipe.clock(), **written)
    for kind, said in (("answer", "A copy is enclosed."), ("identity", "show us who you are")):
        text = letter(kind)
        assert "Draft, not sent" in text and said in text, kind
        assert "Dana Field" in text and "dpo@example.org" in text and "You can complain" in text, kind
    text = letter("extension")
    assert "Nine archives" in text and "by 2 Apr 2026 at the latest" in text
    record = recipe.perform(recipe.perform(record, "extend"), "answer")
    assert "Draft" not in letter("answer") and "Draft" not in letter("extension")


@pytest.mark.requirement("GD-12", "GD-5.2")
def test_who_asks_is_not_named_in_the_title(recipe: SubjectRequestRecipe) -> None:
    body = {"title": "Zoe Test wants access", "contact": {"name": "Zoë Test", "email": "zoe@example.org"}}
    answer = client_of(recipe, "author").post(
        "/api/v1/data-subject-requests/received/", body, content_type="application/json"
    )
    assert answer.status_code == 422 and "leave the name out" in answer.content.decode().lower()
    form = {"title": "Access", "description": "For Test, Zoe", "kind": "access",
            "contact_name": "Zoe Test", "received_at": "2026-01-02T10:00"}  # fmt: skip
    page = client_of(recipe, "author").post("/data-subject-requests/new/", form)
    assert page.status_code == 422 and "it stands with the contact" in page.content.decode()
    assert not SubjectRequest.objects.exists()
