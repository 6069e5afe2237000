"""A person inside the tool itself: found, given out, hidden where it is displayed, and the chain still verifies."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from privacy.models import Breach
from privacy.services.person import find, pseudonymise
from qms.accounts.models import User
from qms.accounts.people import system_user
from qms.lib.errors import Forbidden, Invalid, WrongState
from qms.records.models import LedgerRow
from qms.registers import people, registry
from qms.registers.signing import signatures_of
from qms.registers.verify import verify
from tests.factories.breaches import CONTENT, NO_RISK, BreachRecipe
from tests.factories.data_subject_requests import SubjectRequestRecipe

WHY = "Asked for by letter of 2 January."


@pytest.fixture
def recipe(db: None) -> BreachRecipe:
    return BreachRecipe()


@pytest.fixture
def requests(db: None) -> SubjectRequestRecipe:
    return SubjectRequestRecipe()


def by(recipe: Any, **more: Any) -> dict[str, Any]:
    return {"actor": recipe.org["dpo"], "at": recipe.clock(), **more}


def pages_of(recipe: Any, record: Any) -> str:
    """Everything that a privacy officer is shown of a record."""
    client = Client()
    client.force_login(recipe.org["dpo"])
    key = recipe.register.key
    here, api = f"/{key}/{record.number}/", f"/api/v1/{key}/{record.number}/"
    urls = [here, f"{here}history/", f"{here}comment/", f"{here}signatures/", api, f"{api}history/", f"{api}comments/"]
    urls += ["/ledger/", "/api/v1/ledger/", f"/{key}/?phase=all", f"/search/?q={record.number}"]
    urls += [f"{here}history/?as_of=2026-01-05"]
    answers = [client.get(url) for url in urls]
    assert all(a.status_code == 200 for a in answers), [(u, a.status_code) for u, a in zip(urls, answers, strict=True)]
    return "\n".join(a.content.decode() for a in answers)


def closed(recipe: BreachRecipe, **values: Any) -> Any:
    record = recipe.perform(recipe.make(**values), "take_up")
    return recipe.perform(recipe.before(recipe.perform(recipe.before(record, "notify"), "notify"), "close"), "close")


@pytest.mark.requirement("GD-SELF")
def test_a_person_is_found_wherever_fields_name_people(recipe: BreachRecipe) -> None:
    record = recipe.make(reported_by="Maren Quill, hosting", description="Maren Quill called at noon.")
    recipe.make(description="Maren Quill again.")
    recipe.org.person("quill", "reader")
    User.objects.filter(username="quill").update(display_name="Maren Quill")
    found = find("maren quill", **by(recipe))
    assert [u.username for u in found.users] == ["quill"]
    assert [(t.record.number, t.field) for t in found.texts] == [(record.number, "reported_by")]
    assert len(found.mentions) == 1, "what stands in other texts is named, to be judged by a person"
    assert not any(b"quill" in bytes(r.body).lower() for r in LedgerRow.objects.filter(action="privacy.find"))
    with pytest.raises(Forbidden):
        find("maren quill", actor=recipe.org["author"], at=recipe.clock())
    with pytest.raises(Invalid, match="letters"):
        find("q", **by(recipe))


@pytest.mark.requirement("GD-SELF", "GD-5.2")
def test_a_name_in_a_field_is_hidden_in_every_version_and_everything_still_verifies(recipe: BreachRecipe) -> None:
    record = closed(recipe, reported_by="Maren Quill, hosting")
    assert "Maren Quill" in pages_of(recipe, record)
    said = pseudonymise(f"text:{record.number}:maren quill", **by(recipe, reason=WHY))
    record = recipe.fresh(record)
    assert record.reported_by.startswith("Person ") and record.reported_by.endswith(", hosting")
    assert record.number in said and record.state == "closed"
    shown = pages_of(recipe, record)
    assert "Quill" not in shown and "hidden: it named somebody" in shown and WHY in shown
    assert "<del>hidden: it named somebody (GDPR 17)</del>" in shown, "whole, not mixed with the pseudonym word by word"
    assert list(verify()) == []
    assert any(b"Maren Quill" in bytes(row.body) for row in LedgerRow.objects.all()), "what proves the past is kept"


@pytest.mark.requirement("GD-SELF")
def test_what_is_needed_still_or_signed_is_refused_with_the_reason(recipe: BreachRecipe) -> None:
    record = recipe.make(reported_by="Maren Quill")
    with pytest.raises(WrongState, match="still open"):
        pseudonymise(f"text:{record.number}:Maren Quill", **by(recipe, reason=WHY))
    with pytest.raises(Invalid, match="Say why"):
        pseudonymise(f"text:{record.number}:Maren Quill", **by(recipe, reason="so"))
    assert Breach.objects.get().reported_by == "Maren Quill" and list(verify()) == []


@pytest.mark.requirement("GD-SELF")
def test_somebody_who_left_is_shown_by_a_pseudonym_and_signatures_keep_their_name(recipe: BreachRecipe) -> None:
    org = recipe.org
    org.person("leaver", "privacy_officer", unit="HQ")
    record = recipe.edit(recipe.perform(recipe.make(), "take_up"), **CONTENT, **NO_RISK)
    recipe.register.comment(record, text="I looked at it.", actor=org["leaver"], at=recipe.clock())
    proof = recipe.asked("decide_not_to_notify")["proof"]
    proof = type(proof)(proof.password, "leaver")
    record = recipe.perform(record, "decide_not_to_notify", actor=org["leaver"], proof=proof)
    with pytest.raises(WrongState, match="still active"):
        pseudonymise("user:leaver", **by(recipe, reason=WHY))
    people.deactivate(user=org["leaver"], actor=system_user(), at=recipe.clock(), reason=WHY)
    said = pseudonymise("user:leaver", **by(recipe, reason=WHY))
    user = org["leaver"]
    assert user.printed_name in said and user.email == "" and "leaver" not in user.username and not user.grants.exists()
    [(signature, valid)] = signatures_of(record)
    assert valid and signature.printed_name == "Leaver Example", "21 CFR 11.50, GDPR 17(3)(b)"
    client = Client()
    client.force_login(org["dpo"])
    here = f"/breaches/{record.number}/"
    for url in (
        f"{here}history/",
        f"{here}comment/",
        "/ledger/",
        "/api/v1/ledger/",
        f"/api/v1{here}history/",
        "/people/",
    ):
        text = client.get(url).content.decode()
        assert "Leaver" not in text and "leaver" not in text.replace("/leaver", ""), url
    assert user.printed_name in client.get(f"{here}history/").content.decode()
    assert list(verify()) == []


@pytest.mark.requirement("GD-SELF")
def test_whoever_asked_is_erased_when_the_request_is_done_and_its_log_is_over(requests: SubjectRequestRecipe) -> None:
    record = requests.perform(requests.make(regime="ccpa", kind="know"), "take_up", regime="ccpa", kind="know")
    target = f"contact:{record.contact_id}"
    client = Client()
    client.force_login(requests.org["dpo"])
    found = client.post("/privacy/person/", {"name": "Dana"}).content.decode()
    assert f'href="/r/{record.number}"' in found
    asked = client.post("/privacy/person/hide/", {"target": target}).content.decode()
    assert "Dana" in asked and f"(contact {record.contact_id})" in asked and record.number in asked
    with pytest.raises(WrongState, match="still open"):
        pseudonymise(target, **by(requests, reason=WHY))
    record = requests.perform(record, "answer")
    with pytest.raises(WrongState, match="kept until 2028-01-05"):
        pseudonymise(target, **by(requests, reason=WHY))
    other = requests.perform(requests.perform(requests.make(title="Another"), "take_up"), "answer")
    assert other.contact_id == record.contact_id
    requests.clock(days=800)
    pseudonymise(target, **by(requests, reason=WHY))
    assert "Dana" not in pages_of(requests, record) and list(verify()) == []


@pytest.mark.requirement("GD-SELF")
def test_the_command_finds_and_gives_out(recipe: BreachRecipe, tmp_path: Path) -> None:
    record = recipe.make(reported_by="Maren Quill, hosting")
    out = StringIO()
    call_command("person", "find", "maren quill", "--actor", "dpo", stdout=out)
    assert f"text:{record.number}" in out.getvalue()
    call_command("person", "export", "maren quill", "--actor", "dpo", "--out", str(tmp_path / "quill.json"))
    data = json.loads((tmp_path / "quill.json").read_text(encoding="utf-8"))
    assert data["fields"] == [
        {"number": record.number, "register": "breaches", "field": "reported_by", "value": "Maren Quill, hosting"}
    ]
    call_command("person", "export", "maren quill", "--actor", "dpo", "--out", str(tmp_path / "quill.csv"))
    rows = list(csv.reader((tmp_path / "quill.csv").open(encoding="utf-8")))
    assert (
        rows[0] == ["kind", "where", "field", "value"]
        and ["fields", record.number, "value", "Maren Quill, hosting"] in rows
    )
    err = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("person", "find", "maren", "--actor", "author", stderr=err)
    assert left.value.code == 1 and "Only the privacy officer" in err.getvalue()


@pytest.mark.requirement("GD-SELF")
def test_the_page_is_for_the_privacy_officer_and_says_what_it_refuses(recipe: BreachRecipe) -> None:
    record = recipe.make(reported_by="Maren Quill")
    client = Client()
    client.force_login(recipe.org["author"])
    assert client.get("/privacy/person/").status_code == 403
    client.force_login(recipe.org["dpo"])
    page = client.post("/privacy/person/", {"name": "Quill"}).content.decode()
    assert record.number in page and "Hide" in page
    assert client.post("/privacy/person/", {"name": "Quill", "format": "csv"})["Content-Type"].startswith("text/csv")
    misspelt = client.post("/privacy/person/", {"name": "Marren Quil"}).content.decode()
    assert "Nothing here names that" in misspelt
    recipe.org.person("quill", "reader")
    User.objects.filter(username="quill").update(display_name="Maren Quill")
    misspelt = client.post("/privacy/person/", {"name": "Marren Quil"}).content.decode()
    assert 'value="Maren Quill"' in misspelt
    target = f"text:{record.number}:Quill"
    asked = client.post("/privacy/person/hide/", {"target": target}).content.decode()
    assert "Reason" in asked and f"Quill ({record.number})" in asked
    assert f"{record.number}, reported by" in asked and "Maren Quill → Maren Person " in asked
    answer = client.post("/privacy/person/hide/", {"target": target, "reason": WHY})
    assert answer.status_code == 409 and "still open" in answer.content.decode()
    assert registry["breaches"].get(record.number, recipe.org["dpo"]).reported_by == "Maren Quill"
