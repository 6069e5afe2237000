"""Moves along the lifecycle: what is offered, asked, signed and refused."""

import re
from typing import Any

from django.test import Client

from qms.signatures.models import Signature
from tests.factories.people import PASSWORD, Organisation
from tests.pages.conftest import Opened


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found.group(1)


def sign(client: Client, record: Any, verb: str, **typed: str) -> Any:
    """Open the signing page and send it back with what was typed."""
    page = client.get(f"/trials/{record.number}/do/{verb}/")
    assert page.status_code == 200
    text = page.content.decode()
    sent = {
        "rev": hidden(text, "rev"),
        "challenge": hidden(text, "challenge"),
        "username": "",
        "password": PASSWORD,
        **typed,
    }
    return client.post(f"/trials/{record.number}/do/{verb}/", sent)


def test_record_page_offers_the_next_step_and_says_what_blocks_it(
    sign_in: Opened, trials: Any, org: Organisation, clock: Any
) -> None:
    bare = trials.create(actor=org["author"], at=clock(), title="Without a note")
    page = sign_in("author").get(f"/trials/{bare.number}/").content.decode()
    assert "Write the note first." in page and f"/trials/{bare.number}/do/open/" not in page
    assert "do/void/" not in page, "only the quality manager may void"


def test_move_asks_its_fields_and_refuses_unmet_checks(
    sign_in: Opened, trials: Any, trial: Any, org: Organisation
) -> None:
    client, address = sign_in("author"), f"/trials/{trial.number}/do/open/"
    assert 'name="due_on"' in client.get(address).content.decode()
    missing = client.post(address, {"rev": 1, "owner": "author"})
    assert missing.status_code == 422
    past = client.post(address, {"rev": 1, "owner": "author", "due_on": "2020-01-01"})
    assert past.status_code == 422 and "lies in the past" in past.content.decode()
    assert client.post(address, {"rev": 1, "owner": "author", "due_on": "2099-01-01"}).status_code == 302
    assert trials.get(trial.number, org["author"]).state == "open"


def test_move_answers_403_404_409_and_412(sign_in: Opened, trials: Any, trial: Any) -> None:
    client = sign_in("author")
    assert client.get(f"/trials/{trial.number}/do/approve/").status_code == 409
    assert client.get(f"/trials/{trial.number}/do/never/").status_code == 403
    assert client.get(f"/trials/{trial.number}/do/nothing/").status_code == 404
    stale = client.post(f"/trials/{trial.number}/do/open/", {"rev": 7, "owner": "author", "due_on": "2099-01-01"})
    assert stale.status_code == 412 and "Nothing of yours was saved" in stale.content.decode()


def test_signing_page_shows_content_meaning_and_hash(sign_in: Opened, written: Any) -> None:
    page = sign_in("approver").get(f"/trials/{written.number}/do/approve/").content.decode()
    assert "A first note." in page and "I approve this" in page
    assert re.search(r'<code class="hash">[0-9a-f]{64}</code>', page)
    assert 'name="username"' in page, "the first signature of a session takes both components"


def test_first_signature_takes_both_components_and_later_ones_the_password(
    sign_in: Opened, trials: Any, written: Any, org: Organisation
) -> None:
    client = sign_in("approver")
    assert sign(client, written, "approve").status_code == 403
    assert trials.get(written.number, org["approver"]).state == "written"
    assert sign(client, written, "approve", username="approver").status_code == 302
    again = trials.get(written.number, org["approver"])
    assert again.state == "approved" and Signature.objects.filter(entry_id=again.pk).count() == 2
    page = client.get(f"/trials/{written.number}/signatures/").content.decode()
    assert "Approver Example" in page and page.count("valid") >= 2


def test_wrong_password_and_replayed_page_sign_nothing(
    sign_in: Opened, trials: Any, written: Any, org: Organisation
) -> None:
    client = sign_in("approver")
    refused = sign(client, written, "approve", username="approver", password="not it at all")
    assert refused.status_code == 403 and "Nothing was signed" in refused.content.decode()
    assert sign(client, written, "approve", username="approver", challenge="").status_code == 403
    assert sign(client, written, "approve", username="author").status_code == 403
    assert trials.get(written.number, org["approver"]).rev == written.rev


def test_record_page_shows_an_invalidated_signature(
    sign_in: Opened, trials: Any, written: Any, org: Organisation, clock: Any
) -> None:
    trials.edit(
        written,
        rev=written.rev,
        actor=org["author"],
        at=clock(),
        reason="The note was incomplete",
        note="Another note.",
    )
    page = sign_in("author").get(f"/trials/{written.number}/").content.decode()
    assert "invalidated by change" in page
