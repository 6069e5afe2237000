"""The same steps by API."""

import hashlib
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from qms.accounts.tokens import create_token
from qms.imports.models import ImportRun
from qms.imports.work import work_off
from qms.records.models import LedgerRow
from tests.imports.mishaps import Mishap, Mishaps

TEXT = "id,title,detected\nI-1,A,03/04/2026\n"


@pytest.fixture
def by_token(people: SimpleNamespace) -> Callable[..., Client]:
    def opened(name: str, scope: str = "write") -> Client:
        _row, text = create_token(user=getattr(people, name), name="test", at=timezone.now(), scope=scope)
        return Client(headers={"Authorization": f"Bearer {text}"}, HTTP_HOST="localhost")

    return opened


def bring(client: Client, text: str = TEXT, **said: str) -> Any:
    file = SimpleUploadedFile("a.csv", text.encode())
    return client.post("/api/v1/imports/", {"register": "mishaps", "file": file, **said})


def put(client: Client, run: int, body: Any) -> Any:
    return client.put(f"/api/v1/imports/{run}/columns/", json.dumps(body), content_type="application/json")


@pytest.mark.requirement("P11-10h", "A11-5")
def test_file_goes_from_upload_to_records(incidents: Mishaps, by_token: Callable[..., Client]) -> None:
    client = by_token("quality")
    made = bring(client)
    assert made.status_code == 201 and made["Location"] == made.json()["url"]
    run, url = made.json()["id"], made.json()["url"]
    assert made.json()["mapping"]["columns"] == {"id": "external_id", "title": "title", "detected": "found_on"}

    assert client.post(f"{url}confirm/").status_code == 409
    assert put(client, run, {}).status_code == 202
    work_off(at=timezone.now())
    asked = client.get(url).json()
    assert asked["state"] == "asking" and "3 April 2026" in asked["questions"]["detected"][0]

    assert put(client, run, {"dates": {"detected": "dmy"}}).json()["state"] == "checking"
    work_off(at=timezone.now())
    assert client.get(url).json()["result"]["valid"] == 1 and not Mishap.objects.exists()
    assert client.post(f"{url}confirm/").status_code == 202
    work_off(at=timezone.now())
    done = client.get(url).json()
    assert done["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (done["state"], done["result"]["created"], done["result"]["first"]) == ("done", 1, "MSH-2026-0001")
    row = LedgerRow.objects.get(action="mishaps.create")
    assert row.source.startswith(f"import:{run} api:token "), "the token is the recorded source (21 CFR 11.10(h))"
    assert client.post(f"{url}confirm/").status_code == 409
    assert [r["id"] for r in client.get("/api/v1/imports/").json()["results"]] == [run]


def test_wrong_requests_are_refused_as_problems(incidents: Mishaps, by_token: Callable[..., Client]) -> None:
    client = by_token("quality")
    run = bring(client).json()["id"]
    cases = [
        (client.post("/api/v1/imports/", {"register": "mishaps"}), 400),
        (bring(client, register="nowhere"), 404),
        (bring(client, text="\n"), 422),
        (bring(client, header="x"), 400),
        (client.get("/api/v1/imports/?page=2"), 400),
        (put(client, run, {"rows": {}}), 400),
        (put(client, run, {"columns": []}), 400),
        (put(client, run, {"dates": {"detected": "soon"}}), 400),
        (put(client, run, {"values": {"a": "b"}}), 400),
        (put(client, run, {"columns": {"title": "rev"}}), 422),
        (put(client, run, {"unit": "Mars"}), 422),
        (put(by_token("northern"), run, {}), 404),
        (by_token("northern").get(f"/api/v1/imports/{run}/"), 404),
        (bring(by_token("worker")), 403),
        (bring(by_token("quality", scope="read")), 403),
        (bring(Client(HTTP_HOST="localhost")), 401),
    ]
    assert [answer.status_code for answer, _wanted in cases] == [wanted for _answer, wanted in cases]
    assert all(a["Content-Type"].startswith("application/problem+json") for a, _wanted in cases)
    assert ImportRun.objects.count() == 1 and not ImportRun.objects.get().tasks.exists()
