"""The demo as people meet it: something to do for each sign-in, and nothing at all for the stranger."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from qms.accounts.models import User
from qms.pages.work import waiting_for
from qms.records.models import Entry
from qms.registers import registry
from tests.demo.conftest import Loaded

SignIn = Callable[[str], Client]
WEEK = datetime.timedelta(days=7)

SIGNAL = "Copperlock fraud score 3.4.0, precision: one point beyond a control limit (MON-0002)"


@pytest.mark.parametrize(
    "username",
    ["quality", "lead", "auditor", "compliance", "ml", "validator", "approver", "approver2", "dpo", "executive"],
)  # fmt: skip
def test_something_waits_for(sign_in: SignIn, username: str) -> None:
    rows = list(waiting_for(User.objects.get(username=username)))
    assert rows
    page = sign_in(username).get("/").content.decode()
    assert any(row.number in page for row in rows)


@pytest.mark.parametrize(
    ("username", "titles"),
    [
        ("ml", {"Pagewise 2.7.0"}),
        ("validator", {"Copperlock Limits 1.0.0"}),
        ("quality", {"Copperlock Limits 1.0.0", SIGNAL}),
        ("compliance", {"Copperlock Limits 1.0.0"}),
        ("dpo", {"Copperlock Limits 1.0.0"}),
        ("approver", {"Copperlock 3.4.0", "Minimal risk, with a threshold for forecasts"}),
    ],
)  # fmt: skip
def test_models_wait_for(sign_in: SignIn, username: str, titles: set[str]) -> None:
    assert {row.title for row in waiting_for(User.objects.get(username=username))} >= titles
    page = sign_in(username).get("/work/").content.decode()
    assert all(title in page for title in titles)


@pytest.mark.parametrize("username", ["reader", "admin", "stranger"])
def test_nothing_is_meant_to_wait_for(sign_in: SignIn, username: str) -> None:
    assert not waiting_for(User.objects.get(username=username)).exists()


@pytest.mark.parametrize("username", ["stranger", "admin"])
def test_who_holds_no_role_sees_nothing(sign_in: SignIn, username: str) -> None:
    client = sign_in(username)
    for register in registry:
        assert not register.visible(User.objects.get(username=username)).exists()
    for path in ("/nonconformities/", "/search/?q=Tideline", "/notices/"):
        page = client.get(path).content.decode()
        assert "NC-20" not in page and "AUD-20" not in page, path
    number = Entry.objects.filter(register="nonconformities").earliest("pk").number
    assert client.get(f"/nonconformities/{number}/").status_code == 404


def test_there_is_work_for_this_week_and_some_is_late(demo: None, loaded: Loaded) -> None:
    today = timezone.localdate(loaded.began)
    due = list(Entry.objects.filter(register="actions", phase="open").values_list("nearest", flat=True))
    assert sum(day < today for day in due) == 2
    assert sum(today <= day <= today + WEEK for day in due) >= 4
    assert Entry.objects.filter(register="nonconformities", phase="open", nearest__lt=today).exists()


def test_an_audit_is_half_answered_and_a_report_waits_for_its_lead(demo: None) -> None:
    lines = registry["checklist-lines"].model.objects.filter(audit__state="in_progress")
    assert 0 < lines.filter(state="answered").count() < lines.count()
    lead = User.objects.get(username="lead")
    offers = [
        offer
        for audit in registry["audits"].model.objects.filter(state="reporting")
        for offer in registry["audits"].offers(audit, actor=lead, at=timezone.now())
    ]
    assert any(offer.transition.verb == "sign" and offer.open for offer in offers)


def test_a_plan_can_be_approved_and_an_effect_checked_today(demo: None) -> None:
    register, now = registry["nonconformities"], timezone.now()
    plans = list(register.model.objects.filter(state="plan_approval"))
    checks = list(register.model.objects.filter(state="check"))

    def open_for(username: str, record: object, verb: str) -> bool:
        actor = User.objects.get(username=username)
        return any(o.transition.verb == verb and o.open for o in register.offers(record, actor=actor, at=now))

    assert all(open_for("approver", record, "approve_plan") for record in plans)
    ready = [r for r in checks if open_for(r.checker.username, r, "record_check")]
    assert len(ready) == 2, "the third check is still to come"
