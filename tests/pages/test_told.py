"""The pages about being told: choices, absence, calendar, hand-over, deliveries, programs."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from qms.notices.models import Absence, Bounce, Choice, Endpoint, Feed, Mail
from qms.registers.models import HandOver
from tests.factories.people import Organisation

from .conftest import Opened

WHY = "Leaves the company on Friday."
SURE = {"reason": WHY, "sure": "1"}


@pytest.fixture
def people(org: Organisation) -> Organisation:
    org.person("root", "administrator", unit="HQ", home="HQ")
    org.person("colleague", "contributor")
    return org


LATE = "more than 15 minutes late"


def said(answer) -> str:
    return answer.content.decode()


def test_choices_are_kept_and_shown_again(sign_in: Opened, people: Organisation) -> None:
    browser = sign_in("author")
    page = said(browser.get("/me/"))
    assert "How I am told" in page and "My program" not in page
    sent = {
        "do": "choose",
        "mail_wanted": "on",
        "mail-assigned": "daily",
        "mail-mention": "off",
        "mail-reminder": "now",
    }
    assert browser.post("/me/", sent).status_code == 302
    assert Choice.objects.get(user=people["author"], event="mention").mail == "off"
    assert '<option value="daily" selected>' in said(browser.get("/me/"))
    assert browser.post("/me/", {**sent, "mail-assigned": "never"}).status_code == 422
    assert browser.post("/me/", {**sent, "mail-nonsense": "now"}).status_code == 400


def test_absence_is_entered_shown_and_ended(sign_in: Opened, people: Organisation) -> None:
    browser, today = sign_in("author"), timezone.localdate()
    sent = {"do": "leave", "starts": today.isoformat(), "ends": (today + datetime.timedelta(5)).isoformat()}
    assert browser.post("/me/", {**sent, "deputy": "colleague"}).status_code == 302
    assert "Colleague Example is told instead" in said(browser.get("/me/"))
    assert "You stand in for Author Example" in said(sign_in("colleague").get("/me/"))
    assert "Colleague Example stands in" in said(sign_in("root").get("/people/author/"))
    refused = sign_in("colleague").post("/me/", {**sent, "deputy": "author"})
    assert refused.status_code == 422 and "In the end nobody would be told" in said(refused)
    assert "nobody here" in said(browser.post("/me/", {**sent, "deputy": "who?"}))
    row = Absence.objects.get()
    assert sign_in("colleague").post("/me/", {"do": "back", "absence": row.pk}).status_code == 404
    assert browser.post("/me/", {"do": "back", "absence": row.pk}).status_code == 302
    row.refresh_from_db()
    assert row.ended_at is not None


def test_absence_of_somebody_else_is_for_whoever_looks_after_him(sign_in: Opened, people: Organisation) -> None:
    today = timezone.localdate().isoformat()
    sent = {"do": "leave", "starts": today, "ends": today, "deputy": "colleague"}
    assert sign_in("colleague").get("/people/author/reach/").status_code == 403
    assert sign_in("colleague").post("/people/author/reach/", sent).status_code == 403
    assert sign_in("approver").post("/people/author/reach/", sent).status_code == 302
    assert Absence.objects.get().deputy == people["colleague"]
    assert sign_in("root").get("/people/nobody/reach/").status_code == 404


def test_address_that_bounced_is_shown_and_mended(sign_in: Opened, people: Organisation) -> None:
    Bounce.objects.create(address="author@example.org", at=timezone.now(), status="5.1.1", said="user unknown")
    assert "user unknown" in said(sign_in("author").get("/me/"))
    assert "user unknown" in said(sign_in("root").get("/people/author/"))
    assert "user unknown" not in said(sign_in("colleague").get("/people/author/"))
    sent = {"do": "email", "email": "author@example.com"}
    assert sign_in("approver").post("/people/author/reach/", sent).status_code == 403
    assert sign_in("root").post("/people/author/reach/", {**sent, "email": "colleague@example.org"}).status_code == 422
    assert sign_in("root").post("/people/author/reach/", sent).status_code == 302
    assert people["author"].email == "author@example.com"
    Bounce.objects.update(address="author@example.com")
    assert sign_in("author").post("/me/", {"do": "confirm"}).status_code == 302
    assert not Bounce.objects.exists()


def test_calendar_address_is_shown_once_and_renewed(sign_in: Opened, people: Organisation) -> None:
    browser = sign_in("author")
    page = said(browser.post("/me/", {"do": "calendar"}))
    address = page.split("/calendar/")[1].split(".ics")[0]
    assert Client().get(f"/calendar/{address}.ics").status_code == 200
    assert "/calendar/" not in said(browser.get("/me/"))
    assert browser.post("/me/", {"do": "calendar_end"}).status_code == 302
    assert Client().get(f"/calendar/{address}.ics").status_code == 404 and not Feed.objects.exists()


@pytest.mark.requirement("MK-10")
def test_hand_over_is_listed_asked_for_and_done(sign_in: Opened, people: Organisation, trial) -> None:
    from qms.registers import registry

    kept = registry["trials"].edit(
        trial, rev=1, actor=people["author"], at=people.clock(), owner=people["author"], title="Hidden from root"
    )  # fmt: skip
    root = sign_in("root")
    page = said(root.get("/people/author/hand-over/"))
    assert kept.number in page and "Hidden from root" not in page, "an administrator reads no records"
    assert sign_in("approver").get("/people/author/hand-over/").status_code == 403
    short = root.post("/people/author/hand-over/", {"to": "colleague", "reason": "short"})
    assert short.status_code == 422 and not HandOver.objects.exists()
    unseen = root.post("/people/author/hand-over/", {"to": "stranger", "reason": WHY})
    assert unseen.status_code == 422 and kept.number in said(unseen) and "may not see" in said(unseen)
    asked = root.post("/people/author/hand-over/", {"to": "colleague", "reason": WHY})
    assert "To Colleague Example: Trials 1" in said(asked) and "can no longer sign in" in said(asked)
    assert not HandOver.objects.exists(), "it is asked once more first"
    assert root.post("/people/author/hand-over/", {**SURE, "to": "colleague"}).status_code == 302
    page = said(root.get("/people/author/hand-over/"))
    assert (
        "Handed over to Colleague Example: 1 records" in page
        and "→ Colleague Example" in page
        and "<td>owner</td>" in page
    )
    assert page.count(kept.number) == 1 and "Stays as it is" not in page, "what was handed over is in no other list"
    assert not people["author"].is_active
    person, reach = said(root.get("/people/author/")), said(root.get("/people/author/reach/"))
    assert "Give a role" not in person and "Enter an absence" not in reach, "nothing is given to who has left"


def test_successor_who_could_not_go_on_is_named_and_needs_a_tick(sign_in: Opened, people: Organisation, trial) -> None:
    from qms.registers import registry

    people.person("onlooker", "reader")
    registry["trials"].edit(trial, rev=1, actor=people["author"], at=people.clock(), owner=people["approver"])
    root, sent = sign_in("root"), {**SURE, "to": "onlooker"}
    asked = said(root.post("/people/approver/hand-over/", {"to": "onlooker", "reason": WHY}))
    assert "Onlooker Example lacks a role for these steps: " in asked and f"It is about {trial.number}." in asked
    assert root.post("/people/approver/hand-over/", sent).status_code == 422 and not HandOver.objects.exists()
    assert root.post("/people/approver/hand-over/", {**sent, "regardless": "on"}).status_code == 302
    assert registry["trials"].model.objects.get(pk=trial.pk).owner == people["onlooker"]


def test_large_hand_over_waits_for_a_worker_and_shows_how_far_it_is(
    sign_in: Opened, people: Organisation, trial, monkeypatch
) -> None:
    from qms.registers import handing, registry

    registry["trials"].edit(trial, rev=1, actor=people["author"], at=people.clock(), owner=people["author"])
    monkeypatch.setattr(handing, "AT_ONCE", 0)
    root = sign_in("root")
    root.post("/people/author/hand-over/", {**SURE, "to": "colleague"})
    page = said(root.get("/people/author/hand-over/"))
    assert "hx-trigger" in page and "Records handed over" in page and people["author"].is_active
    handing.work_off(at=timezone.now())
    assert "The access has ended" in said(root.get("/people/author/hand-over/"))


def test_deliveries_show_what_failed_and_send_it_again(sign_in: Opened, people: Organisation) -> None:
    now = timezone.now()
    row = Mail.objects.create(user=people["author"], key="now:1:1", due_at=now, queue_state="failed", error="550 no")
    for name in ("author", "stranger"):
        assert sign_in(name).get("/deliveries/").status_code == 403
        assert sign_in(name).post("/deliveries/", {"all": "1"}).status_code == 403
    browser = sign_in("approver")
    page = said(browser.get("/deliveries/?state=failed"))
    assert "550 no" in page and "Author Example" in page
    assert browser.get("/deliveries/?state=lost").status_code == 400
    assert browser.post("/deliveries/", {}).status_code == 422
    assert browser.post("/deliveries/", {"mail": row.pk}).status_code == 302
    row.refresh_from_db()
    assert (row.queue_state, row.attempts, row.error) == ("waiting", 0, "")
    assert "Author Example" in said(browser.get("/deliveries/"))


def test_program_is_added_with_a_secret_shown_once_and_ended(sign_in: Opened, people: Organisation, settings) -> None:
    settings.QMS_HOOK_LOOPBACK = True
    sent = {"name": "Chat", "url": "https://127.0.0.1/in", "user": "author", "unit": ""}
    assert sign_in("approver").post("/deliveries/programs/", sent).status_code == 403
    root = sign_in("root")
    page = said(root.post("/deliveries/programs/", sent))
    secret = Endpoint.objects.get().secret
    assert secret in page and secret not in said(root.get("/deliveries/programs/"))
    assert "My program" in said(sign_in("author").get("/me/"))
    settings.QMS_HOOK_LOOPBACK = False
    refused = root.post("/deliveries/programs/", sent)
    assert refused.status_code == 422 and "inside a network" in said(refused)
    assert root.post("/deliveries/programs/", {"do": "end", "endpoint": Endpoint.objects.get().pk}).status_code == 302
    assert "Chat" not in said(root.get("/deliveries/programs/"))


def test_late_notice_turns_healthz_red_however_often_its_mail_was_tried(client, people: Organisation) -> None:
    from qms.notices.models import Notice

    now, long_ago = timezone.now(), timezone.now() - datetime.timedelta(minutes=16)
    later = now + datetime.timedelta(hours=1)
    tried = Mail.objects.create(user=people["author"], key="now:1:1", due_at=later, wanted_at=long_ago, attempts=3)
    assert client.get("/healthz").status_code == 503 and LATE in said(client.get("/healthz"))
    Mail.objects.filter(pk=tried.pk).update(queue_state="done")
    assert LATE not in said(client.get("/healthz"))
    Notice.objects.create(user=people["author"], rule="x", on=now.date(), at=long_ago, by_mail=True)
    assert LATE in said(client.get("/healthz"))
