"""The API over a real register: reading, writing, refusing."""

import datetime
import json
from typing import Any

import pytest
from django.test import Client

from qms.accounts.tokens import create_token
from qms.records.models import Entry, LedgerRow
from qms.registers import registry
from tests.processes.made import AT, VALUES, some_people


@pytest.fixture
def people(db: None) -> Any:
    return some_people()


@pytest.fixture
def process(people: Any) -> Any:
    return registry["processes"].create(actor=people.quality, at=AT, owner=people.owner, unit=people.unit, **VALUES)


def by_token(user: Any, scope: str = "write") -> Client:
    """A client that brings a token of the user."""
    now = datetime.datetime.now(datetime.UTC)
    _row, text = create_token(user=user, name="test", at=now, scope=scope)
    return Client(headers={"Authorization": f"Bearer {text}"})


def send(client: Client, method: str, url: str, body: Any = None, **headers: str) -> Any:
    """A JSON request."""
    return client.generic(
        method, url, json.dumps(body) if body is not None else "", content_type="application/json", headers=headers
    )


def counts() -> tuple[int, int]:
    """Entries and ledger rows about records: what a refusal must not change."""
    return Entry.objects.count(), LedgerRow.objects.exclude(entry=None).count()


def test_anonymous_request_is_401_with_a_problem_document(process: Any) -> None:
    answer = Client().get("/api/v1/processes/")
    assert answer.status_code == 401
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_record_is_read_with_names_and_its_revision_as_etag(people: Any, process: Any) -> None:
    answer = by_token(people.quality).get(f"/api/v1/processes/{process.number}/")
    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"1"'
    assert answer.json()["owner"] == people.owner.username
    assert answer.json()["unit"] == people.unit.code


def test_list_and_record_agree(people: Any, process: Any) -> None:
    client = by_token(people.quality)
    listed = client.get("/api/v1/processes/").json()["results"][0]
    single = client.get(f"/api/v1/processes/{process.number}/").json()
    assert {k: single[k] for k in listed} == listed


def test_create_answers_201_with_location(people: Any) -> None:
    body = {"title": "Label data", "purpose": "Labels that can be trusted", "unit": people.unit.code}
    answer = send(by_token(people.quality), "POST", "/api/v1/processes/", body)
    assert answer.status_code == 201, answer.content
    assert answer.headers["Location"].endswith(f"/api/v1/processes/{answer.json()['number']}/")


@pytest.mark.parametrize("body", [{"title": "x", "state": "in_use"}, {"title": "x", "colour": "red"}])
def test_unknown_or_engine_keys_are_400_and_change_nothing(people: Any, body: dict[str, str]) -> None:
    before = counts()
    answer = send(by_token(people.quality), "POST", "/api/v1/processes/", body)
    assert answer.status_code == 400
    assert counts() == before


def test_unknown_query_parameter_is_400(people: Any) -> None:
    assert by_token(people.quality).get("/api/v1/processes/?colour=red").status_code == 400


def test_change_without_if_match_is_428_stale_is_412_right_is_200(people: Any, process: Any) -> None:
    client, url = by_token(people.quality), f"/api/v1/processes/{process.number}/"
    before = counts()
    assert send(client, "PATCH", url, {"title": "New"}).status_code == 428
    assert send(client, "PATCH", url, {"title": "New"}, **{"If-Match": '"7"'}).status_code == 412
    assert send(client, "PATCH", url, {"title": "New"}, **{"If-Match": "soon"}).status_code == 400
    assert counts() == before
    answer = send(client, "PATCH", url, {"title": "New"}, **{"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["title"], answer.headers["ETag"]) == (200, "New", '"2"')


def test_too_long_title_is_422_by_field(people: Any, process: Any) -> None:
    url = f"/api/v1/processes/{process.number}/"
    answer = send(by_token(people.quality), "PATCH", url, {"title": "x" * 300}, **{"If-Match": '"1"'})
    assert answer.status_code == 422
    assert "title" in answer.json()["fields"]


def test_read_only_token_may_not_write(people: Any, process: Any) -> None:
    url = f"/api/v1/processes/{process.number}/"
    answer = send(by_token(people.quality, "read"), "PATCH", url, {"title": "New"}, **{"If-Match": '"1"'})
    assert answer.status_code == 403


def test_stranger_gets_the_answer_of_a_number_that_does_not_exist(people: Any, process: Any) -> None:
    client = by_token(people.stranger)
    there = client.get(f"/api/v1/processes/{process.number}/")
    nowhere = client.get("/api/v1/processes/PRO-9999/")
    assert there.status_code == nowhere.status_code == 404
    assert there.json()["detail"].replace(process.number, "N") == nowhere.json()["detail"].replace("PRO-9999", "N")
    assert client.get("/api/v1/processes/").json()["results"] == []


def test_as_of_gives_the_version_of_that_day(people: Any, process: Any) -> None:
    later = AT + datetime.timedelta(days=3)
    registry["processes"].edit(process, rev=1, actor=people.quality, at=later, title="Renamed")
    client, url = by_token(people.quality), f"/api/v1/processes/{process.number}/"
    assert client.get(f"{url}?as_of={AT.date()}").json()["title"] == VALUES["title"]
    assert client.get(f"{url}?as_of={later.date()}").json()["title"] == "Renamed"
    assert client.get(f"{url}?as_of=2001-01-01").status_code == 400
    assert client.get(f"{url}?as_of=yesterday").status_code == 400


def test_file_is_attached_and_comes_back_as_a_download(people: Any, process: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client, url = by_token(people.quality), f"/api/v1/processes/{process.number}/files/"
    sent = {"file": SimpleUploadedFile("run.log", b"all fine\n")}
    answer = client.post(url, sent, headers={"If-Match": '"1"'})
    assert answer.status_code == 201, answer.content
    row = client.get(url).json()["results"][0]
    file = client.get(f"{url}{row['id']}/")
    assert b"".join(file.streaming_content) == b"all fine\n"
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file.headers["Content-Security-Policy"]


def test_history_names_who_what_and_why(people: Any, process: Any) -> None:
    registry["processes"].edit(process, rev=1, actor=people.quality, at=AT, title="Renamed", reason="A clearer name")
    rows = by_token(people.quality).get(f"/api/v1/processes/{process.number}/history/").json()["results"]
    assert [r["rev"] for r in rows] == [2, 1]
    assert rows[0]["reason"] == "A clearer name"
    assert {"field": "title", "label": "title", "old": VALUES["title"], "new": "Renamed"} in rows[0]["changes"]


def test_schema_names_every_register(people: Any) -> None:
    answer = by_token(people.quality).get("/api/v1/schema/?format=json")
    assert answer.status_code == 200
    assert "/api/v1/processes/{number}/" in answer.json()["paths"]


def test_list_takes_the_same_queries_for_one_and_three_rows(
    people: Any, process: Any, django_assert_max_num_queries: Any
) -> None:
    client = by_token(people.quality)
    client.get("/api/v1/processes/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get("/api/v1/processes/")
    for n in range(2):
        values = {**VALUES, "title": f"Process {n}"}
        registry["processes"].create(actor=people.quality, at=AT, owner=people.quality, unit=people.unit, **values)
    with CaptureQueriesContext(connection) as three:
        client.get("/api/v1/processes/")
    assert len(one) == len(three)


def test_history_names_files_and_only_links_whose_other_end_is_visible(people: Any, process: Any) -> None:
    register = registry["processes"]
    other = register.create(actor=people.quality, at=AT, owner=people.quality, unit=people.unit, **VALUES)
    secret = {"title": "Hidden", "kind": "corrective", "audience": "named", "owner": people.quality}
    hidden = registry["actions"].create(actor=people.quality, at=AT, unit=people.unit, **secret)
    process = register.attach(process, name="log.txt", data=b"x", rev=1, actor=people.quality, at=AT)
    process = register.link(process, kind="concerns", target=other.entry, rev=2, actor=people.quality, at=AT)
    register.link(process, kind="concerns", target=hidden.entry, rev=3, actor=people.quality, at=AT)
    rows = by_token(people.owner).get(f"/api/v1/processes/{process.number}/history/").json()["results"]
    assert [r["attached"] for r in rows[:3]] == [
        [{"change": "+", "what": "a link"}],
        [{"change": "+", "what": f"concerns {other.number}"}],
        [{"change": "+", "what": "log.txt"}],
    ]


def test_a_record_named_in_a_body_that_is_invisible_answers_as_one_that_does_not_exist(people: Any) -> None:
    body = {"title": "Question", "unit": people.unit.code, "question": "How?", "audit": "AUD-2026-9999"}
    nowhere = send(by_token(people.stranger), "POST", "/api/v1/checklist-lines/", body)
    lead = people.quality
    audit = registry["audits"].create(
        actor=lead, at=AT, title="Audit", unit=people.unit, lead=lead, planned_from=AT.date(), planned_to=AT.date()
    )
    hidden = send(by_token(people.stranger), "POST", "/api/v1/checklist-lines/", {**body, "audit": audit.number})
    assert nowhere.status_code == hidden.status_code == 422
    assert hidden.content.replace(audit.number.encode(), b"N") == nowhere.content.replace(b"AUD-2026-9999", b"N")
