"""The API never redirects: `curl -f` takes a redirect for success although nothing was asked or done."""

import http.client
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from qms.accounts.tokens import create_token
from tests.factories.people import Clock, organisation
from tests.servers import Program, web

pytestmark = pytest.mark.requirement("MC-04")


@pytest.mark.parametrize("path", ["systems/AIS-0001/gate", "model-cards/import", "nonconformities", "nowhere/at-all"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_address_without_its_slash_is_refused_and_named(db: None, path: str, method: str) -> None:
    client = Client()
    client.force_login(organisation(Clock())["author"])
    answer = client.generic(method, f"/api/v1/{path}?version=1.0.0")
    assert answer.status_code == 404
    assert f"/api/v1/{path}/" in answer.json()["detail"]


def test_whoever_is_not_signed_in_learns_no_address(db: None) -> None:
    assert Client().get("/api/v1/systems").status_code == 401


def test_behind_tls_a_token_sent_in_the_clear_is_refused_and_pages_are_redirected(
    own_database: str, program: Program
) -> None:
    author = organisation(Clock())["author"]
    _row, token = create_token(user=author, name="pipeline", at=timezone.now(), scope="read", days=1)
    with web(replace(program, env={**program.env, "QMS_TLS": "1"})) as live:
        clear = ask(live.url, "/api/v1/systems/", token)
        behind = ask(live.url, "/api/v1/systems/", token, X_Forwarded_Proto="https")
        page = ask(live.url, "/systems/", token)
    assert clear[0] == 401 and b"Use https" in clear[1]
    assert behind[0] == 200
    assert page[0] == 301 and page[2].startswith("https://")


def ask(url: str, path: str, token: str, **headers: str) -> tuple[int, bytes, str]:
    """Status, body and Location, without following anything."""
    connection = http.client.HTTPConnection(str(urlsplit(url).netloc))
    sent = {"Authorization": f"Bearer {token}", **{k.replace("_", "-"): v for k, v in headers.items()}}
    connection.request("GET", path, headers=sent)
    answer: Any = connection.getresponse()
    return answer.status, answer.read(), answer.headers.get("Location", "")
