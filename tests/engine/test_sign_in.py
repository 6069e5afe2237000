"""Signing in: wrong passwords are counted, kept, reported and lock the name; a session ends by itself."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

import qms.settings
from qms.notices.models import Notice
from qms.records.models import LedgerRow
from qms.registers.verify import verify
from tests.factories.people import PASSWORD, Clock, Organisation, organisation

NOW = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def clock(db: None) -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def org(clock: Any) -> Organisation:
    made = organisation(Clock(NOW - datetime.timedelta(days=30)))
    made.person("boss", "administrator")
    return made


def sign_in(password: str, login: str = "author", client: Client | None = None) -> bool:
    """Whether the sign-in page lets somebody in."""
    client = client or Client()
    client.post("/account/login/", {"login": login, "password": password})
    return client.get("/").status_code == 200


def refusals() -> list[tuple[str, str]]:
    rows = LedgerRow.objects.filter(action="people.refused_sign_in").order_by("pk")
    return list(rows.values_list("subject", "actor__username"))


@pytest.mark.requirement("P11-300d")
def test_wrong_passwords_are_kept_reported_and_lock_the_name_for_a_while(org: Organisation, clock: Any) -> None:
    assert sign_in(PASSWORD) and sign_in(PASSWORD, "AUTHOR@example.org")
    for n in range(5):
        assert not sign_in("wrong password", ("author", "Author", "author@example.org")[n % 3])
    assert refusals() == [("author", "system")] * 5
    told = Notice.objects.get(user=org["boss"])
    assert "Signing in as author is locked" in told.text
    assert not sign_in(PASSWORD), "the right password does not help while the name is locked"
    assert len(refusals()) == 5, "what is not tried is not counted"
    assert sign_in(PASSWORD, "boss"), "others are not locked out"
    clock.shift(datetime.timedelta(minutes=6))
    assert sign_in(PASSWORD)
    assert list(verify()) == []


def test_what_was_typed_as_a_name_is_kept_nowhere(org: Organisation) -> None:
    """A password ends up in the field above it now and then."""
    assert not sign_in("author", login="correct horse battery staple!") and not sign_in("x", login="system")
    assert refusals() == []


@pytest.mark.requirement("P11-200-2")
def test_a_session_ends_after_a_pause_and_by_the_end_of_the_day(org: Organisation, clock: Any, settings: Any) -> None:
    settings.QMS_IDLE_MINUTES, settings.QMS_SESSION_HOURS = 30, 12
    client = Client()
    assert sign_in(PASSWORD, client=client)
    clock.shift(datetime.timedelta(minutes=29))
    assert client.get("/").status_code == 200
    clock.shift(datetime.timedelta(minutes=31))
    assert client.get("/")["Location"].startswith("/account/login/")
    assert client.get("/api/v1/me/").status_code == 401
    assert sign_in(PASSWORD, client=client)
    for _ in range(25):
        clock.shift(datetime.timedelta(minutes=29))
        last = client.get("/").status_code
    assert last == 302, "after twelve hours also for somebody who never pauses"


def test_passwords_are_hashed_with_argon2id(org: Organisation) -> None:
    assert org["author"].password.startswith("argon2$argon2id$")
    assert qms.settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_two_sign_ins_do_not_share_an_end(org: Organisation) -> None:
    one, other = Client(), Client()
    assert sign_in(PASSWORD, client=one) and sign_in(PASSWORD, client=other)
    one.post("/account/logout/")
    assert one.get("/").status_code == 302 and other.get("/").status_code == 200
