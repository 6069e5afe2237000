"""A step asked for by htmx: the same page without its frame, refusals with what was typed, redirects of the window."""

import re
from typing import Any

import pytest
from django.test import Client

from qms.signatures.models import Signature
from tests.factories.people import PASSWORD, Organisation
from tests.pages.conftest import Opened
from tests.pages.test_moves import hidden

HTMX = {"headers": {"HX-Request": "true"}}


def open_step(client: Client, record: Any, verb: str = "approve") -> tuple[str, str]:
    """The address of a step, and what the dialog gets from it."""
    address = f"/trials/{record.number}/do/{verb}/"
    answer = client.get(address, **HTMX)
    assert answer.status_code == 200
    return address, answer.content.decode()


def signed_with(page: str, **typed: str) -> dict[str, str]:
    """What the signing form sends."""
    given = {"rev": hidden(page, "rev"), "challenge": hidden(page, "challenge"), "username": "approver"}
    return {**given, "password": PASSWORD, **typed}


def test_step_comes_as_a_part_to_htmx_and_as_a_page_to_others(sign_in: Opened, trial: Any) -> None:
    client, address = sign_in("author"), f"/trials/{trial.number}/do/open/"
    whole, part = client.get(address), client.get(address, **HTMX)
    assert "<html" in whole.content.decode() and "<html" not in part.content.decode()
    form = re.compile(r"<form class=\"form\".*?</form>", re.S)
    forms = [form.search(re.sub(r'value="\w{64}"', "", a.content.decode())) for a in (whole, part)]
    assert forms[0] and forms[1] and forms[0].group() == forms[1].group()
    for answer in (whole, part):
        assert "HX-Request" in answer["Vary"], "a cache may not give the part to who asks for the page"
        assert "no-store" in answer["Cache-Control"]


def test_record_page_holds_the_dialog_and_leads_to_the_page_without_script(sign_in: Opened, written: Any) -> None:
    page = sign_in("approver").get(f"/trials/{written.number}/").content.decode()
    assert re.search(r'<a [^>]*href="[^"]+/do/approve/" data-asks>', page)
    assert '<dialog class="dialog asking"' in page and "js/asking.js" in page


@pytest.mark.requirement("P11-200-1")
def test_signing_in_the_dialog_shows_the_hash_and_leads_back_to_the_record(
    sign_in: Opened, trials: Any, written: Any, org: Organisation
) -> None:
    client = sign_in("approver")
    address, page = open_step(client, written)
    shown = re.search(r'<code class="hash">([0-9a-f]{64})</code>', page)
    assert shown and "A first note." in page and "I approve this" in page
    answer = client.post(address, signed_with(page), **HTMX)
    assert answer["HX-Redirect"] == f"/trials/{written.number}/" and "Location" not in answer
    assert trials.get(written.number, org["approver"]).state == "approved"
    last = Signature.objects.filter(entry_id=written.pk).latest("pk")
    assert bytes(last.scope_hash).hex() == shown.group(1), "what was shown is what was signed"
    page = client.get(f"/trials/{written.number}/").content.decode()
    assert "is now “" in page, "the word of success waits for the page"


def test_wrong_password_keeps_the_user_name_and_never_the_password(sign_in: Opened, written: Any) -> None:
    client = sign_in("approver")
    address, page = open_step(client, written)
    refused = client.post(address, signed_with(page, password="not it at all"), **HTMX)
    text = refused.content.decode()
    assert refused.status_code == 403 and "Nothing was signed" in text and "<html" not in text
    assert 'name="username" value="approver"' in text and "not it at all" not in text
    again = client.post(address, signed_with(text), **HTMX)
    assert "HX-Redirect" in again, "the refused page can be sent once more"


def test_overtaken_signing_shows_what_is_there_now_and_can_be_given_again(
    sign_in: Opened, trials: Any, written: Any, org: Organisation, clock: Any
) -> None:
    client = sign_in("approver")
    address, page = open_step(client, written)
    trials.edit(
        written,
        rev=written.rev,
        actor=org["author"],
        at=clock(),
        reason="The note was incomplete",
        note="Another note.",
    )
    refused = client.post(address, signed_with(page), **HTMX)
    text = refused.content.decode()
    assert refused.status_code == 412 and "Not signed" in text
    assert "Author Example changed it meanwhile" in text and ": note." in text
    assert "Another note." in text and "A first note." not in text
    assert not Signature.objects.filter(entry_id=written.pk, verb="approve").exists()
    assert "HX-Redirect" in client.post(address, signed_with(text), **HTMX)


def test_overtaken_question_keeps_what_was_typed(
    sign_in: Opened, trials: Any, trial: Any, org: Organisation, clock: Any
) -> None:
    client = sign_in("author")
    address, page = open_step(client, trial, "open")
    trials.edit(trial, rev=trial.rev, actor=org["author"], at=clock(), title="Renamed in another window")
    typed = {"rev": hidden(page, "rev"), "owner": "author", "due_on": "2099-01-01"}
    refused = client.post(address, typed, **HTMX)
    text = refused.content.decode()
    assert refused.status_code == 412 and "Author Example changed it meanwhile" in text and ": title." in text
    assert 'value="2099-01-01"' in text, "what was typed stands in the form"
    assert trials.get(trial.number, org["author"]).state == "draft"
    assert "HX-Redirect" in client.post(address, {**typed, "rev": hidden(text, "rev")}, **HTMX)


def test_refusals_come_as_parts_and_a_lost_session_leads_to_the_entrance(sign_in: Opened, trial: Any) -> None:
    client = sign_in("author")
    for verb, status in (("approve", 409), ("never", 403), ("nothing", 404)):
        answer = client.get(f"/trials/{trial.number}/do/{verb}/", **HTMX)
        text = answer.content.decode()
        assert answer.status_code == status and "<html" not in text and 'id="asked"' in text
    out = Client().get(f"/trials/{trial.number}/do/open/", **HTMX)
    assert out["HX-Redirect"] == f"/account/login/?next=/trials/{trial.number}/do/open/"
    assert "Location" not in out and "no-store" in out["Cache-Control"]
