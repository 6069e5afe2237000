"""A pipeline delivers evidence with one call, again and again, under its token (MK-15)."""

import datetime
import hashlib
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.models import EvidenceItem
from qms.accounts.tokens import create_token
from qms.lib.errors import WrongState
from qms.records.models import LedgerRow
from qms.registers.verify import verify
from tests.conformance.world import World, nothing_changes
from tests.factories.evidence_items import EvidenceRecipe

pytestmark = pytest.mark.requirement("MK-15")
WHERE = "/api/v1/evidence-items/deliver/"
SENT = {
    "external_id": "ci/tests/main", "title": "Test report", "shows": "All tests passed.",
    "clauses": ["iso9001-2015:8.6", "iso9001-2015:8.5.1"], "period_to": "2026-01-05", "valid_until": "2099-12-31",
}  # fmt: skip


def token(recipe: EvidenceRecipe, scope: str = "write", who: str = "author") -> Any:
    row, text = create_token(
        user=recipe.org[who], name="pipeline of Tideline", at=datetime.datetime.now(datetime.UTC), scope=scope
    )
    return row, {"Authorization": f"Bearer {text}"}


def report(text: bytes = b"412 passed", name: str = "report.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text)


def send(head: dict[str, str], *files: Any, **changed: Any) -> Any:
    body = {k: v for k, v in {**SENT, **changed}.items() if v is not None}
    return Client().post(WHERE, {**body, **({"file": list(files)} if files else {})}, headers=head)


def test_the_first_call_makes_it_and_the_same_again_changes_nothing(recipe: EvidenceRecipe) -> None:
    row, head = token(recipe)
    answer = send(head, report(), report(b"<x/>", "junit.txt"))
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["state"], told["changed"], told["version"]) == ("delivered", True, 1)
    assert told["origin"] == "pipeline of Tideline" and told["clauses"] == sorted(SENT["clauses"], reverse=False)
    made = EvidenceItem.objects.get(number=told["number"])
    assert made.delivered_by.username == "author" and made.external_id == "ci/tests/main"
    assert hashlib.sha256(b"412 passed").hexdigest() in made.versions[0]["files"]
    assert set(LedgerRow.objects.filter(entry=made.pk).values_list("source", flat=True)) == {f"api:token {row.pk}"}
    with nothing_changes():
        again = send(head, report(), report(b"<x/>", "junit.txt"))
    assert (again.status_code, again.json()["changed"], again.json()["number"]) == (200, False, made.number)


def test_other_content_is_the_next_version_and_what_was_accepted_stays(recipe: EvidenceRecipe) -> None:
    _row, head = token(recipe)
    number = send(head, report()).json()["number"]
    item = EvidenceItem.objects.get(number=number)
    item = recipe.register.perform(
        item, "accept", rev=item.rev, actor=recipe.org["officer"], at=datetime.datetime.now(datetime.UTC),
        proof=recipe.asked("accept")["proof"],
    )  # fmt: skip
    answer = send(head, report(b"413 passed"))
    assert (answer.status_code, answer.json()["changed"], answer.json()["state"]) == (200, True, "delivered")
    item.refresh_from_db()
    assert [bool(v["files"]) for v in item.versions] == [True] * item.version
    assert len(item.entry.attached["files"]) == 1, "the former file is taken off, not lost"
    assert hashlib.sha256(b"412 passed").hexdigest() in item.versions[0]["files"]
    assert list(verify()) == []


def test_a_link_is_delivered_as_json(recipe: EvidenceRecipe) -> None:
    _row, head = token(recipe)
    body = {**SENT, "link": "https://ci.example.org/runs/9"}
    answer = Client().post(WHERE, body, "application/json", headers=head)
    assert (answer.status_code, answer.json()["link"]) == (201, body["link"])


def test_it_speaks_for_records_that_the_person_sees(recipe: EvidenceRecipe, world: World) -> None:
    from qms.registers import registry

    process = registry["processes"].create(
        actor=recipe.org["approver"], at=recipe.clock(), title="Release", purpose="p", owner=recipe.org["approver"]
    )
    _row, head = token(recipe)
    answer = send(head, report(), records=[process.number])
    assert (
        process.number
        in world.client("author").get(f"/evidence-items/{answer.json()['number']}/links/").content.decode()
    )


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"external_id": None}, 422, "external_id"),
        ({"clauses": ["iso9001-2015:99.9"]}, 422, "no clause"),
        ({"valid_from": "2100-01-01"}, 422, "validity ends before it begins"),
        ({"period_from": "2026-02-01"}, 422, "period that it covers ends before it begins"),
        ({"valid_until": "31.12.2099"}, 422, "valid_until"),
        ({"records": ["PRO-9999"]}, 422, "no record with this number"),
        ({"state": "accepted"}, 400, "“state” cannot be set here"),
        ({"query": "/nowhere/"}, 422, "no list “nowhere”"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    recipe: EvidenceRecipe, changed: dict[str, Any], status: int, said: str
) -> None:
    _row, head = token(recipe)
    with nothing_changes():
        answer = send(head, report(), **changed)
    assert answer.status_code == status and said in answer.content.decode()


def test_nothing_is_delivered_without_content_or_right(recipe: EvidenceRecipe) -> None:
    _row, head = token(recipe)
    with nothing_changes():
        assert "nothing to see yet" in send(head).content.decode()
        reading = send(token(recipe, scope="read")[1], report())
        assert reading.status_code == 403 and "may only read" in reading.content.decode()
        assert send({"Authorization": "Bearer plb_nobody"}, report()).status_code == 401
        assert send({}, report()).status_code == 401
        assert send(token(recipe, who="stranger")[1], report()).status_code == 403


def test_somebody_elses_external_id_is_not_taken_over(recipe: EvidenceRecipe) -> None:
    assert send(token(recipe)[1], report()).status_code == 201
    recipe.org.person("foreign", "contributor", unit="SOUTH", home="SOUTH")
    with nothing_changes():
        answer = send(token(recipe, who="foreign")[1], report(b"mine"))
    assert answer.status_code == 403 and "EV-" not in answer.content.decode()


@pytest.mark.usefixtures("own_database")
def test_the_step_in_the_documentation_works_as_it_stands(live: Any, tmp_path: Path) -> None:
    """The three lines of docs/registers/evidence-items.md, run by a shell against a server."""
    recipe = EvidenceRecipe()
    _row, head = token(recipe)
    page = (Path(__file__).resolve().parents[2] / "docs" / "registers" / "evidence-items.md").read_text()
    step = re.search(r"```sh\n(curl.*?)```", page, re.S)
    assert step and len(step[1].strip().splitlines()) == 3
    (tmp_path / "report.json").write_text('{"tests": 412, "failures": 0}')
    env = {"PATH": "/usr/bin:/bin", "HOST": live.url, "TOKEN": head["Authorization"].split()[1]}
    ran = subprocess.run(["sh", "-e", "-c", step[1]], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr + ran.stdout
    assert EvidenceItem.objects.get(external_id="ci/tests/main").state == "delivered"


def test_other_content_before_acceptance_is_one_version_and_none_of_them_is_empty(recipe: EvidenceRecipe) -> None:
    _row, head = token(recipe)
    number = send(head, report(), report(b"<x/>", "junit.txt")).json()["number"]
    answer = send(head, report(b"413 passed"))
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    item = EvidenceItem.objects.get(number=number)
    assert [v["version"] for v in item.versions] == ["1", "2"]
    assert item.versions[1]["files"] == f"report.txt SHA-256 {hashlib.sha256(b'413 passed').hexdigest()}"
    browser = Client()
    browser.force_login(recipe.org["officer"])
    history = browser.get(f"/evidence-items/{number}/history/").content.decode()
    assert "Files exchanged" in history and "junit.txt" in history
    assert list(verify()) == []


def test_nobody_empties_what_is_delivered(recipe: EvidenceRecipe) -> None:
    _row, head = token(recipe)
    item = EvidenceItem.objects.get(number=send(head, report()).json()["number"])
    with nothing_changes(), pytest.raises(WrongState, match="Add the new file first"):
        recipe.register.detach(
            item, attachment=item.entry.attached["files"][0]["id"], rev=None, reason="It is the wrong file.",
            actor=recipe.org["author"], at=datetime.datetime.now(datetime.UTC),
        )  # fmt: skip
