"""Creating and editing through the pages; two people at once; bad input."""

import re
from typing import Any

from django.test import Client

from tests.factories.people import Clock, Organisation
from tests.pages.conftest import Opened

ROWS = {
    "steps-0-id": "", "steps-0-what": "Look", "steps-0-kind": "small", "steps-0-n": "1.5", "steps-0-who": "author",
    "steps-0-done": "true",
    "steps-1-id": "", "steps-1-what": "", "steps-1-kind": "", "steps-1-n": "", "steps-1-who": "",
}  # fmt: skip


def values(trials: Any, record: Any, **changed: Any) -> dict[str, Any]:
    """What the browser would send back from the edit form, with some fields typed over."""
    sent = {
        "rev": record.rev, "title": record.title, "note": record.note, "size": "1.50", "count": "0",
        "unit": record.unit_id, "audience": record.audience, "tree": "{}", "owner": "", "lead": "",
        "result": "", "steps-0-id": "",
    }  # fmt: skip
    return {**sent, **changed}


def test_create_reads_rows_people_and_choices(sign_in: Opened, trials: Any, org: Organisation) -> None:
    sent = {
        "title": "Made by hand", "note": "So *it* is", "count": "0", "tree": "{}", "unit": org.units["NORTH"].pk,
        "audience": "unit", "lead": "Approver Example (approver)", "team": ["author", ""], "tags": ["small"], **ROWS,
    }  # fmt: skip
    answer = sign_in("author").post("/trials/new/", sent)
    assert answer.status_code == 302, answer.context["form"].errors
    made = trials.get("TRI-2026-0001", org["author"])
    assert made.lead == org["approver"] and made.team == [org["author"].pk] and made.tags == ["small"]
    row = made.steps[0]
    assert (row["what"], row["n"], row["who"], row["done"]) == ("Look", "1.5", org["author"].pk, True)
    assert len(made.steps) == 1 and row["id"]


def test_create_says_what_is_wrong_beside_the_field_and_keeps_what_was_typed(
    sign_in: Opened, trials: Any, org: Organisation
) -> None:
    sent = {
        "title": "Bad\x07bell",
        "lead": "nobody",
        "size": "-1",
        "count": "0",
        "unit": org.units["NORTH"].pk,
        "audience": "unit",
    }
    answer = sign_in("author").post("/trials/new/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and not trials.model.objects.exists()
    assert "“nobody” is nobody here" in page and 'value="nobody"' in page and 'role="alert"' in page


def test_create_is_refused_to_who_may_not_add(sign_in: Opened, trials: Any) -> None:
    client = sign_in("stranger")
    assert client.get("/trials/new/").status_code == 403
    assert client.post("/trials/new/", {"title": "X"}).status_code == 403
    assert not trials.model.objects.exists()


def test_edit_passes_on_only_what_was_changed(sign_in: Opened, trials: Any, trial: Any, org: Organisation) -> None:
    answer = sign_in("author").post(f"/trials/{trial.number}/edit/", values(trials, trial, title="A better title"))
    assert answer.status_code == 302, answer.context["form"].errors
    fresh = trials.get(trial.number, org["author"])
    assert fresh.title == "A better title" and fresh.rev == 2 and fresh.note == trial.note


def test_edit_refuses_an_input_it_does_not_have_and_drops_nothing(
    sign_in: Opened, trials: Any, trial: Any, org: Organisation
) -> None:
    """A typing error in a name, a column that no row has, a field that no page sets."""
    client = sign_in("author")
    for name in ("titel", "steps-0-nonsense", "steps-x-what", "keep-nonsense", "state", "number"):
        sent = values(trials, trial, title="A better title", **{name: "1"})
        answer = client.post(f"/trials/{trial.number}/edit/", sent)
        assert answer.status_code == 400 and f"“{name}”" in answer.content.decode(), name
    assert trials.get(trial.number, org["author"]).rev == 1


def test_edit_without_a_change_writes_nothing(sign_in: Opened, trials: Any, trial: Any, org: Organisation) -> None:
    assert sign_in("author").post(f"/trials/{trial.number}/edit/", values(trials, trial)).status_code == 302
    assert trials.get(trial.number, org["author"]).rev == 1


def test_edit_outside_draft_asks_a_reason(sign_in: Opened, trials: Any, written: Any, org: Organisation) -> None:
    sent = values(
        trials, written, title="Other", owner="author", count=written.count, due_on=written.due_on.isoformat()
    )
    client = sign_in("author")
    for reason in ("", "short", "aaaaaaaaaaaaaa"):
        assert client.post(f"/trials/{written.number}/edit/", {**sent, "reason": reason}).status_code == 422, reason
    assert (
        client.post(f"/trials/{written.number}/edit/", {**sent, "reason": "The title was misleading"}).status_code
        == 302
    )


def stale_edit(client: Client, trials: Any, trial: Any, org: Organisation, clock: Clock) -> Any:
    """Somebody else changed title and note; then this person sends title from the older page."""
    trials.edit(trial, rev=1, actor=org["approver"], at=clock(), title="Their title", note="Their note.")
    return client.post(f"/trials/{trial.number}/edit/", values(trials, trial, title="My title"))


def test_stale_edit_shows_both_texts_and_loses_nothing(
    sign_in: Opened, trials: Any, trial: Any, org: Organisation, clock: Clock
) -> None:
    answer = stale_edit(sign_in("author"), trials, trial, org, clock)
    page = answer.content.decode()
    assert answer.status_code == 412 and "Their title" in page and "My" in page
    assert trials.get(trial.number, org["author"]).title == "Their title"
    assert 'name="keep-title" value="mine" checked' in page and 'name="keep-note" value="theirs" checked' in page


def test_merge_answer_saves_the_chosen_texts(
    sign_in: Opened, trials: Any, trial: Any, org: Organisation, clock: Clock
) -> None:
    client = sign_in("author")
    stale_edit(client, trials, trial, org, clock)
    sent = values(trials, trial, title="My title", rev=2, **{"keep-title": "mine", "keep-note": "theirs"})
    assert client.post(f"/trials/{trial.number}/edit/", sent).status_code == 302
    fresh = trials.get(trial.number, org["author"])
    assert (fresh.title, fresh.note, fresh.rev) == ("My title", "Their note.", 3)


def told(answer: Any, number: str) -> str:
    """A page without its number and its one-time token."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode().replace(number, ""))


def test_number_of_an_invisible_record_answers_as_one_that_does_not_exist(sign_in: Opened, trial: Any) -> None:
    client = sign_in("stranger")
    for tail in ("", "edit/", "do/open/", "history/", "links/", "files/", "signatures/", "comment/"):
        hidden, absent = client.get(f"/trials/{trial.number}/{tail}"), client.get(f"/trials/TRI-2026-9999/{tail}")
        assert hidden.status_code == absent.status_code == 404
        assert told(hidden, trial.number) == told(absent, "TRI-2026-9999")


def test_html_in_a_text_stays_text(sign_in: Opened, trials: Any, org: Organisation, clock: Clock) -> None:
    made = trials.create(
        actor=org["author"],
        at=clock(),
        title="<b>bold</b>",
        note="<script>alert(1)</script> [x](javascript:alert(1)) **so**",
    )
    page = sign_in("author").get(f"/trials/{made.number}/").content.decode()
    assert "<script>alert" not in page and "javascript:" not in page.replace("[x](javascript:alert(1))", "")
    assert "<b>bold</b>" not in page and "<strong>so</strong>" in page
