"""A nonconformity from outside: the API, a file that people bring, paper, and how much a page asks of the database."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from qms.imports.mapping import propose
from qms.imports.reading import open_table
from qms.imports.run import run_import
from qms.imports.targets import headings
from qms.registers import registry
from qms.registers.prints import record_pdf
from qms.registers.signing import signatures_of
from tests.factories.people import PASSWORD
from tests.nonconformities.made import ANSWERS, CORRECTION, REASON, WHY, Story, nothing_changes


@pytest.fixture
def call(story: Story) -> Any:
    """A JSON request as somebody who is signed in; If-Match names the present revision."""
    clients: dict[str, Client] = {}

    def send(who: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        client = clients.setdefault(who, Client())
        client.force_login(story.org[who]) if not client.cookies else None
        story.nc = registry["nonconformities"].model.objects.select_related("entry").get(pk=story.nc.pk)
        headers = {"If-Match": f'"{story.nc.rev}"', **headers}
        url = path if path.startswith("/") else f"/api/v1/nonconformities/{story.nc.number}/{path}"
        return client.generic(method, url, json.dumps(body or {}), content_type="application/json", headers=headers)

    return send


def test_actions_are_added_and_read_by_api(story: Story, call: Any) -> None:
    story.triaged()
    body = {"kind": "corrective", "title": "Refuse old evaluations", "owner": "worker", "due_on": "2099-02-20"}
    answer = call("owner", "POST", "actions/", body)
    assert answer.status_code == 201, answer.content
    assert answer.headers["Location"].endswith("/api/v1/actions/ACT-2026-0001/")
    assert [a["cycle"] for a in call("reader", "GET", "actions/").json()["results"]] == [1]
    with nothing_changes():
        assert call("reader", "POST", "actions/", body).status_code == 403
        assert call("stranger", "POST", "actions/", body).status_code == 404
        assert call("owner", "POST", "actions/", {**body, "kind": "capa"}).status_code == 422
        assert call("owner", "POST", "actions/", {**body, "verified_on": "2026-01-01"}).status_code == 400


def test_the_plan_is_signed_by_api_with_a_password_only(story: Story, call: Any) -> None:
    story.submitted()
    url = "transitions/approve_plan/"
    shown = call("approver", "GET", url).json()
    assert shown["content"]["fields"]["target"] == "at least 0.78 in each week"
    assert shown["content"]["children"][0]["number"] == "ACT-2026-0001"
    with nothing_changes():
        assert call("approver", "POST", url).status_code == 403
        assert call("owner", "POST", url, {"proof": {"username": "owner", "password": PASSWORD}}).status_code == 403
        assert call("approver", "POST", "transitions/record_check/", {}).status_code == 409
    proof = {"username": "approver", "password": PASSWORD, "challenge": shown["challenge"]}
    answer = call("approver", "POST", url, {"proof": proof})
    assert answer.status_code == 200 and answer.json()["state"] == "implementing", answer.content
    offers = {t["verb"]: t for t in call("owner", "GET", "transitions/").json()["transitions"]}
    assert offers["start_check"]["blocked_by"] == ["1 action is not verified yet: ACT-2026-0001."]
    locked = call("owner", "PATCH", "", {"target": "0.5", "reason": REASON})
    assert locked.status_code == 409 and "Take it back" in locked.content.decode()


def test_what_the_signing_page_shows_is_what_is_signed(story: Story, call: Any) -> None:
    story.triaged().answered()
    story.edit(
        "owner", output_affected="yes", output="40 offers", dispositions=["use_as_is"], decided_by=story.org["approver"]
    )
    for verb, asked in (("grant_concession", {"concession": "Until the end of March."}), ("close_short", None)):
        asked = asked or {"severity": "minor", "short_rationale": "Forty offers, all of them honoured."}
        proof = {"username": "approver", "password": PASSWORD}
        assert call("approver", "POST", f"transitions/{verb}/", {**asked, "proof": proof}).status_code == 200
    assert [(s.verb, valid) for s, valid in signatures_of(call_nc(story))] == [
        ("grant_concession", True), ("close_short", True),
    ]  # fmt: skip


def call_nc(story: Story) -> Any:
    return registry["nonconformities"].get(story.nc.number, story.org["quality"])


INCIDENTS = """incident_id,category,severity,root_cause,resolution_time_hours,recurrence
INC-001,Data Security,Critical,Inadequate access controls,48,Yes
INC-002,System Downtime,High,Hardware failure,12,No
INC-003,Data Quality,Low,Manual entry error,6,Yes
"""
TRAINS = """date,famille_transport,ligne,incidents
2019-01-23,transilien,A,"['Défaut de signalisation à Auber', ""Panne d'une rame""]"
2019-01-23,ter,Normandie,
"""
CAPAS = """capa_id,investigation_id,capa_number,action_type,owner_function,due_date,status,effectiveness
1,4656,CAPA-000001,Corrective and Preventive,MSAT,2024-07-11,Monitoring,Monitoring
2,2104,CAPA-000002,Preventive,Supplier Quality,2024-10-26,Closed,Effective
3,2105,CAPA-000003,Corrective,Quality,2026-10-26,Open,Not Assessed
"""


def bring(story: Story, register: str, text: str, folder: Path) -> list[Any]:
    path = folder / "file.csv"
    path.write_text(text)
    declared = registry[register]
    table = open_table(path, known=headings(declared))
    mapping = propose(declared, table.columns, [row.cells for row in table.rows()])
    result = run_import(declared, table, mapping, actor=story.org["quality"], at=story.clock())
    assert result.ok, result
    return list(declared.model.objects.order_by("pk"))


def test_incidents_with_severities_become_nonconformities(story: Story, tmp_path: Path) -> None:
    found = bring(story, "nonconformities", INCIDENTS, tmp_path)
    assert [(n.external_id, n.severity, n.cause_code, n.seen_before) for n in found] == [
        ("INC-001", "critical", "Inadequate access controls", "yes"), ("INC-002", "major", "Hardware failure", "no"),
        ("INC-003", "minor", "Manual entry error", "yes"),
    ]  # fmt: skip
    assert {(n.found_on, n.owner_id) for n in found} == {(None, None)}


def test_a_list_in_a_cell_becomes_the_description(story: Story, tmp_path: Path) -> None:
    first, second = bring(story, "nonconformities", TRAINS, tmp_path)
    assert first.title == "Défaut de signalisation à Auber" and "Panne d'une rame" in first.description
    assert (second.product, second.place, str(second.found_on)) == ("ter", "Normandie", "2019-01-23")


def test_capas_become_actions_where_they_stand(story: Story, tmp_path: Path) -> None:
    found = bring(story, "actions", CAPAS, tmp_path)
    assert [(a.kind, a.state, a.function, a.result) for a in found] == [
        ("corrective", "done", "MSAT", "Monitoring"), ("preventive", "verified", "Supplier Quality", "Effective"),
        ("corrective", "in_progress", "Quality", "Not Assessed"),
    ]  # fmt: skip
    assert all(a.mark == "migrated" and a.original_due_on == a.due_on for a in found)


def test_the_print_shows_tree_actions_answers_and_signatures(story: Story) -> None:
    story.found("effective")
    story.edit("owner", **ANSWERS, **CORRECTION)
    story.do("close", "quality")
    pdf = record_pdf(call_nc(story), actor=story.org["reader"], at=story.clock())
    text = " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split())
    said = (WHY, "confirmed", "ACT-2026-0001", "at least 0.78 in each week", "Recall was 0.81", "Approver Example")
    for words in said:
        assert words in text, words


def test_a_page_asks_as_much_for_three_actions_as_for_one(story: Story, client: Client) -> None:
    story.triaged()

    def queries() -> int:
        client.force_login(story.org["quality"])
        client.get(f"/nonconformities/{story.nc.number}/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/nonconformities/{story.nc.number}/").status_code == 200
        return len(asked)

    story.add_action("correction")
    one = queries()
    story.add_action("corrective", owner=story.org["reporter"])
    story.add_action("preventive", owner=story.org["verifier"])
    assert queries() == one
