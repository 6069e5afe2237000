"""Only the demo carries its own dates: no request can."""

import ast
import datetime
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from qms.accounts.models import User
from qms.lib.errors import ProofRefused
from qms.records.models import Entry, LedgerRow
from qms.registers import registry
from qms.signatures.proof import StatedProof
from tests.databases import ROOT

SignIn = Callable[[str], Client]
LONG_AGO = "2020-01-01T00:00:00Z"
KEYS = {"at": LONG_AGO, "source": "demo", "mark": "demo", "created_at": LONG_AGO, "actor": 1}


def send(client: Client, method: str, path: str, body: dict[str, Any], rev: int | None = None) -> Any:
    headers = {"HTTP_IF_MATCH": f'"{rev}"'} if rev else {}
    return getattr(client, method)(path, json.dumps(body), content_type="application/json", **headers)


@pytest.mark.parametrize("key", KEYS)
def test_the_api_refuses_to_be_told_when_and_from_where(sign_in: SignIn, key: str) -> None:
    client = sign_in("quality")
    record = registry["nonconformities"].model.objects.filter(state="reported").first()
    path, count = f"/api/v1/nonconformities/{record.number}/", Entry.objects.count()
    said = {key: KEYS[key]}
    made = send(client, "post", "/api/v1/nonconformities/", {"title": "Back-dated", **said})
    edited = send(client, "patch", path, {"title": "Back-dated", "reason": "to see what happens", **said}, record.rev)
    moved = send(client, "post", f"{path}transitions/void/", {"reason": "to see what happens", **said}, record.rev)
    assert [made.status_code, edited.status_code, moved.status_code] == [400, 400, 400]
    assert Entry.objects.count() == count
    assert registry["nonconformities"].model.objects.get(pk=record.pk).rev == record.rev


def test_a_form_takes_its_time_from_the_clock(sign_in: SignIn) -> None:
    client, before = sign_in("quality"), timezone.now()
    posted = {"title": "Not back-dated", "description": "Seen today."}
    for key, value in KEYS.items():
        assert client.post("/nonconformities/new/", {**posted, key: value}).status_code == 400, key
    assert client.post(f"/nonconformities/new/?at={LONG_AGO}", posted).status_code == 400
    assert client.post("/nonconformities/new/?source=demo", posted).status_code == 400
    assert not LedgerRow.objects.filter(entry__title="Not back-dated").exists()
    assert client.post("/nonconformities/new/", posted).status_code == 302
    made, reported = LedgerRow.objects.filter(entry__title="Not back-dated").order_by("pk")
    for row in (made, reported):
        assert row.at >= before and row.source.startswith("page")
    assert registry["nonconformities"].model.objects.get(pk=row.entry_id).mark == ""


def test_no_page_and_no_endpoint_reads_a_time_or_a_source_from_its_request() -> None:
    """Whatever they pass to a verb is the server's clock and what the view knows of itself."""
    allowed = {
        "at": {"self.at", "at", "now", "timezone.now()"}, "clock": {"timezone.now"},
        "source": {"self.source", "source_of(request)"},
    }  # fmt: skip
    for path in served():
        for call in (n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)):
            for given in call.keywords:
                if given.arg in allowed and not isinstance(given.value, ast.Constant):
                    assert ast.unparse(given.value) in allowed[given.arg], f"{path}:{call.lineno}"


def served() -> Iterator[Path]:
    """Modules that answer requests."""
    folders = [ROOT / "qms" / "pages", ROOT / "qms" / "api", *ROOT.glob("[!t]*/pages")]
    yield from (path for folder in folders for path in folder.rglob("*.py"))
    yield from (path for name in ("pages", "api") for path in ROOT.glob(f"[!t]*/{name}.py"))


@pytest.mark.parametrize("source", ["page", "api", "api:token 1", "job", "import", "command", "page:demo"])
def test_the_demos_proof_is_taken_from_the_demo_alone(demo: None, source: str) -> None:
    register, approver = registry["nonconformities"], User.objects.get(username="approver2")
    record = register.model.objects.filter(state="plan_approval").first()
    now = timezone.now() + datetime.timedelta(seconds=1)
    with pytest.raises(ProofRefused):
        register.perform(
            record, "approve_plan", rev=record.rev, actor=approver, at=now, proof=StatedProof(), source=source
        )
    assert register.model.objects.get(pk=record.pk).state == "plan_approval"
