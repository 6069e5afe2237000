"""Every address there is: nobody gets in without signing in or after being deactivated; none answers with a crash."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from qms.accounts.models import User
from qms.accounts.people import system_user
from qms.records.models import LedgerRow
from qms.registers.people import deactivate
from tests.factories.people import PASSWORD, Clock, Organisation, organisation

#: Open to everybody: whether the program lives, the way in, a badge, a calendar or an unsubscription for whoever has
#: its secret address, and the pages of whoever raises a concern without a name.
OPEN = re.compile(
    r"^/(healthz|readyz|badge/|calendar/|unsubscribe/|concerns/(report|answer)/$|"
    r"account/(login|password/reset|logout|signup|reauthenticate|inactive|confirm-email)/?|static/)"
)
SAMPLES = {
    "register": "processes", "number": "PRO-0001", "verb": "void", "pk": "1", "username": "author", "uidb36": "x",
    "key": "x", "ref": "4.1", "edition": "iso9001-2015",
}  # fmt: skip


def addresses(patterns: Any = None, before: str = "/") -> Iterator[str]:
    """Every address of the URLconf with something in each of its places."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, before + filled(str(pattern.pattern)))
        elif isinstance(pattern, URLPattern):
            yield before + filled(str(pattern.pattern))


def filled(route: str) -> str:
    route = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: SAMPLES.get(m.group(1), "1"), route)
    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda m: SAMPLES.get(m.group(1), "1"), route)
    return route.strip("^$").replace("\\Z", "")


ADDRESSES = sorted(set(addresses()))


@pytest.fixture
def org(db: None) -> Organisation:
    return organisation(Clock())


def turned_away(answer: Any) -> bool:
    return answer.status_code in (401, 403) or (
        answer.status_code == 302 and answer["Location"].startswith("/account/login/")
    )


def tried(client: Client) -> list[str]:
    """Addresses that did something else than turn the visitor away."""
    wrong = []
    for url in ADDRESSES:
        if OPEN.match(url):
            continue
        for method in ("get", "post", "patch", "put", "delete"):
            answer = getattr(client, method)(url)
            if not turned_away(answer) and answer.status_code != 405:
                wrong.append(f"{method} {url}: {answer.status_code}")
    return wrong


def test_there_are_addresses() -> None:
    assert len(ADDRESSES) > 100 and "/processes/PRO-0001/" in ADDRESSES


@pytest.mark.one_database
@pytest.mark.requirement("P11-10d")
def test_every_address_turns_strangers_away(org: Organisation) -> None:
    before = LedgerRow.objects.count()
    assert tried(Client()) == []
    assert LedgerRow.objects.count() == before


@pytest.mark.one_database
@pytest.mark.requirement("P11-10d")
def test_every_address_turns_deactivated_people_away(org: Organisation) -> None:
    client = Client()
    client.force_login(org["author"])
    assert client.get("/").status_code == 200
    deactivate(user=org["author"], actor=system_user(), at=org.clock(), reason="Left the company.")
    assert tried(client) == []


def test_nobody_registers_himself(org: Organisation) -> None:
    values = {"username": "intruder", "email": "i@example.org", "password1": PASSWORD, "password2": PASSWORD}
    people = User.objects.count()
    Client().post("/account/signup/", values)
    assert User.objects.count() == people


#: Answer 503 where something is late, as the notices of a world of some months ago are.
HEALTH = ("/healthz", "/readyz")


#: Asked for apart, so that several processes share the work.
PARTS = 8


@pytest.mark.parametrize("part", range(PARTS))
def test_no_address_crashes_for_whoever_is_signed_in(org: Organisation, part: int) -> None:
    """With nothing in the database, with a wrong body, as somebody with every role."""
    org.person("everything", "administrator", "quality_manager", "approver", "contributor", unit="HQ", home="HQ")
    client = Client(raise_request_exception=False)
    client.force_login(org["everything"])
    crashed = []
    for url in ADDRESSES[part::PARTS]:
        if "logout" in url:
            continue
        for send in (
            lambda u=url: client.get(u),
            lambda u=url: client.get(
                u, {"nonsense": "\x00'\"<", "q": "\x00", "page": "-1", "cursor": "x", "before": "x"}
            ),
            lambda u=url: client.get(
                u, dict.fromkeys(("q", "owner", "due", "state", "as_of"), "'\"<\ud7ff 99999999999999999999")
            ),
            lambda u=url: client.get(u, {"owner": "\x00", "clauses": "\x00"}),
            lambda u=url: client.post(u, {"rev": "x", "title": "\x00", "nonsense": "1"}),
            lambda u=url: client.post(u, b"{", "application/json", headers={"If-Match": '"1"'}),
            lambda u=url: client.patch(u, b'{"title": 5, "tree": [[]]}', "application/json", headers={"If-Match": "x"}),
        ):
            answer = send()
            if answer.status_code >= 500 and not (url in HEALTH and answer.status_code == 503):
                crashed.append(f"{answer.request['REQUEST_METHOD']} {url}: {answer.status_code}")
    assert crashed == []
