"""The pages of reminders: in plain words, changed by quality managers, tried before they hold."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from qms.notices.models import Notice
from reminders.services import beginning_of
from tests.engine.notice_entries import NOON, an_entry
from tests.reminders.conftest import put_in_force


def opened(user: Any) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    return client


def test_everybody_with_a_role_reads_what_holds_in_plain_words(draft: Any, people: SimpleNamespace) -> None:
    put_in_force(draft, people.quality)
    page = opened(people.reader).get("/reminders/").content.decode()
    assert "30, 7 and 1 day before, on the day, 1, 7 and 14 days after, from 9:00" in page
    assert "owner, next move · from 1 day after on also Quality manager" in page
    assert "5 days before, from 9:00" in page and draft.number in page
    assert "/reminders/change/" not in page, "a reader changes nothing"
    assert opened(people.stranger).get("/reminders/").status_code == 403


def test_a_change_is_a_draft_that_is_tried_before_it_holds(people: SimpleNamespace, rules: Any) -> None:
    client = opened(people.quality)
    went = client.post("/reminders/change/", {"about": "actions.due"})
    assert went.status_code == 302 and went["Location"] == "/reminder-rules/new/?about=actions.due"
    form = client.get(went["Location"]).content.decode()
    assert 'value="1, 7, 30"' in form and "Actions: Due date" in form and 'href="/reminders/"' in form
    assert not rules.model.objects.exists(), "who cancels leaves nothing behind"
    draft = rules.create(actor=people.quality, at=NOON, **beginning_of("actions.due", people.quality))
    wide = rules.create(actor=people.quality, at=NOON, **beginning_of("*.due", people.quality))
    held = client.get(f"/reminder-rules/{wide.number}/").content.decode()
    assert "Of dates that a law sets (" in held and "Breaches" in held and "mail at once" in held
    assert "Of dates that a law sets" not in client.get(f"/reminder-rules/{draft.number}/").content.decode()
    assert "mail goes at once, and again by the hour" in client.get("/reminders/").content.decode()
    again = client.post("/reminders/change/", {"about": "actions.due"})
    assert again["Location"] == f"/reminder-rules/{draft.number}/edit/"
    entry = an_entry(people.owner, people.unit, due=timezone.localdate())
    today = timezone.localdate().isoformat()
    tried = client.get(f"/reminders/preview/?rule={draft.number}&on={today}").content.decode()
    assert "As if this rule were in force" in tried and entry.number in tried and "owns it" in tried
    assert not Notice.objects.exists()
    asked = client.get(f"/reminder-rules/{draft.number}/do/put_in_force/").content.decode()
    assert "In the coming 30 days: 7 notices to 2 people, at most 2 on one day" in asked
    assert "tell so many" not in asked.lower(), "so few need no confirmation"


def test_the_dry_run_shows_no_record_that_the_reader_may_not_see(people: SimpleNamespace) -> None:
    today = timezone.localdate()
    seen = an_entry(people.owner, people.unit, due=today)
    secret = an_entry(people.owner, people.unit, due=today, audience="named")
    page = opened(people.quality).get(f"/reminders/preview/?on={today}").content.decode()
    assert seen.number in page and secret.number not in page
    assert "1 of them about records that you may not see" in page


@pytest.mark.parametrize(("query", "status"), [
    ("?on=soon", 400), ("?on=2020-01-01", 200), ("?on=2099-01-01", 400), ("?day=2027-01-01", 400),
    ("?rule=REM-9999", 404), ("", 200),
])  # fmt: skip
def test_the_dry_run_refuses_what_it_cannot_show(people: SimpleNamespace, query: str, status: int) -> None:
    answer = opened(people.quality).get(f"/reminders/preview/{query}")
    assert answer.status_code == status and ("That day is over" in answer.content.decode()) == ("2020" in query)


def test_who_others_are_is_not_shown_to_everybody(people: SimpleNamespace) -> None:
    assert opened(people.reader).get("/reminders/preview/").status_code == 403
    assert opened(people.reader).post("/reminders/change/", {"about": "actions.due"}).status_code == 403
    assert opened(people.quality).post("/reminders/change/", {"about": "actions.birthday"}).status_code == 422


def test_the_overview_asks_as_many_questions_for_many_rules_as_for_one(
    draft: Any, people: SimpleNamespace, rules: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = opened(people.reader)
    client.get("/reminders/")
    with CaptureQueriesContext(connection) as one:
        client.get("/reminders/")
    for about in ("audits.due", "findings.due", "*.review", "risks.*"):
        put_in_force(rules.create(actor=people.quality, at=draft.created_at, title=about, about=about, to=["owner"]),
                     people.quality)  # fmt: skip
    with CaptureQueriesContext(connection) as five:
        assert client.get("/reminders/").content.decode().count("REM-") >= 4
    assert len(five) <= len(one)
