"""Packs on pages, by API and by command: the same refusals, the same pack."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from audits.packs import kind as audit_kind
from qms.packs.models import Pack
from qms.packs.order import Order
from qms.packs.selection import select
from qms.packs.work import work_off
from qms.records.models import LedgerRow
from tests.packs.conftest import Case, verify


@pytest.fixture
def client(case: Case) -> Client:
    made = Client()
    made.force_login(case.officer)
    return made


def said(answer: Any) -> str:
    return str(answer.content.decode())


def test_pack_is_ordered_on_a_page_watched_and_downloaded(case: Case, client: Client) -> None:
    record = said(client.get(f"/nonconformities/{case.nc.number}/"))
    assert f'href="/packs/new/?record={case.nc.number}"' in record
    assert 'href="/packs/new/?register=nonconformities"' in said(client.get("/nonconformities/"))
    form = said(client.get(f"/packs/new/?record={case.nc.number}"))
    assert f"Record: {case.nc.number}" in form and "1 record" in form
    offered = client.get(f"/search/suggest/?q={case.nc.title}").json()["records"]
    assert f"{case.nc.number} {case.nc.title}" in offered and "/search/suggest/" in said(client.get("/packs/new/"))
    chosen = [f"{case.nc.number} {case.nc.title}", ""]
    answer = client.post("/packs/new/", {"records": chosen, "from": "2026-01-01", "to": ""})
    pack = Pack.objects.get()
    assert answer.url == f"/packs/{pack.pk}/"
    page = said(client.get(answer.url))
    assert "It is built in a moment" in page and "Withdraw the order" in page
    assert client.get(f"{answer.url}file/").status_code == 404
    Pack.objects.update(queue_state="running", done=3, total=7)
    assert "3 of 7" in said(client.get(f"{answer.url}progress/"))
    Pack.objects.update(queue_state="waiting")
    work_off(at=timezone.now())
    assert client.get(f"{answer.url}progress/")["HX-Refresh"] == "true"
    pack.refresh_from_db()
    page = said(client.get(answer.url))
    assert pack.sha256 in page and pack.manifest_sha256 in page and "Ready" in page
    file = client.get(f"{answer.url}file/")
    assert file["Content-Disposition"] == f'attachment; filename="evidence-{case.nc.number}-20260101.zip"'
    assert file["X-Content-Type-Options"] == "nosniff" and file["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(b"".join(file.streaming_content))) as archive:
        assert f"records/nonconformities/{case.nc.number}.pdf" in archive.namelist()
    assert "Ready" in said(client.get("/packs/"))


def test_order_that_waits_is_not_taken_twice_and_can_be_withdrawn(case: Case, client: Client) -> None:
    order = {"records": case.nc.number}
    first = client.post("/packs/new/", order).url
    again = client.post("/packs/new/", order)
    assert again.status_code == 422 and "You ordered the same on" in said(again) and f'href="{first}"' in said(again)
    stranger = Client()
    stranger.force_login(case.org["approver"])
    assert stranger.post(f"{first}withdraw/").status_code == 404
    assert client.post(f"{first}withdraw/").url == first
    page = said(client.get(first))
    assert "You withdrew the order on" in page and "Withdraw the order" not in page and work_off(at=timezone.now()) == 0
    begun = client.post("/packs/new/", order).url
    Pack.objects.filter(queue_state="waiting").update(queue_state="running")
    assert "was begun already" in said(client.post(f"{begun}withdraw/", follow=True))
    assert Pack.objects.get(queue_state="running").said == []


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Ask for one thing"),
        ({"register": "programmes"}, "nothing there that you may see"),
        ({"records": "NC-2026-9999"}, "There is no record “NC-2026-9999” that you may see."),
        ({"register": "nonconformities", "from": "2026-02-01", "to": "2026-01-01"}, "before it begins"),
        ({"register": "nonconformities", "to": "tomorrow"}, "“tomorrow” is no date"),
    ],
)
def test_page_and_api_refuse_in_the_same_sentence(client: Client, sent: dict[str, str], sentence: str) -> None:
    page = client.post("/packs/new/", sent)
    assert page.status_code == 422 and sentence in said(page)
    body: dict[str, Any] = {**sent, **({"records": [sent["records"]]} if "records" in sent else {})}
    api = client.post("/api/v1/packs/", body, content_type="application/json")
    assert api.status_code == 422 and sentence in " ".join(api.json()["sentences"])
    assert not Pack.objects.exists()


def test_unknown_inputs_parameters_and_keys_are_refused(case: Case, client: Client) -> None:
    assert client.get("/packs/new/?colour=red").status_code == 400
    assert client.post("/packs/new/", {"register": "actions", "colour": "red"}).status_code == 400
    for body in ({"colour": "red"}, {"records": "NC-1"}, {"records": [1]}, {"register": 3}):
        assert client.post("/api/v1/packs/", body, content_type="application/json").status_code == 400
    assert client.get("/packs/9999/").status_code == client.get("/api/v1/packs/9999/").status_code == 404


def test_pack_goes_by_api(case: Case, client: Client) -> None:
    ordered = client.post("/api/v1/packs/", {"records": [case.nc.number]}, content_type="application/json")
    assert ordered.status_code == 202
    there = ordered["Location"]
    assert client.get(there).json()["state"] == "waiting" and client.get(f"{there}file/").status_code == 404
    work_off(at=timezone.now())
    shape = client.get(there).json()
    assert shape["state"] == "done" and shape["counts"]["records"] == 1 and shape["progress"] == {"done": 1, "total": 1}
    assert client.get(shape["file"])["Content-Type"] == "application/zip"
    assert [p["id"] for p in client.get("/api/v1/packs/").json()["results"]] == [shape["id"]]
    row = LedgerRow.objects.get(action="export")
    assert row.source == "api"


def test_pack_goes_by_command(case: Case, tmp_path: Path) -> None:
    out, told = tmp_path / "nc.zip", io.StringIO()
    call_command("pack", "--out", str(out), "--record", case.nc.number, "--as", "quality", stdout=told)
    assert verify(out)[0] == 0 and "1 records" in told.getvalue()
    row = LedgerRow.objects.get(action="export")
    assert (row.source, row.actor) == ("command", case.officer)
    for arguments, sentence in (
        (["--record", case.nc.number], "is there already"),
        (["--record", case.nc.number, "--out", str(tmp_path / "no" / "x.zip")], "There is no folder"),
        (["--out", str(tmp_path / "x.zip")], "Ask for one thing"),
        (["--out", str(tmp_path / "x.zip"), "--register", "actions", "--period", "2026"], "FROM..TO"),
        (["--out", str(tmp_path / "x.zip"), "--register", "actions", "--as", "nobody"], "Nobody active"),
        (["--out", str(tmp_path / "x.zip"), "--record", case.nc.number, "--as", "stranger"], "There is no record"),
    ):
        with pytest.raises(CommandError, match=sentence):
            call_command("pack", "--out", str(out), *arguments)
    assert [p.name for p in tmp_path.iterdir()] == ["nc.zip"], "nothing half done stays"


@pytest.mark.requirement("AU-08")
def test_clause_pack_holds_what_names_it_and_what_is_linked_with_that(case: Case, client: Client) -> None:
    named = case.recipe.make(title="Names a clause", clauses=["iso9001-2015:8.7.1"])
    case.recipe.make(title="Names another", clauses=["iso9001-2015:8.7.2"])

    def chosen(reference: str) -> set[str]:
        return {c.number for c in select(Order(standard=reference), actor=case.officer)}

    assert chosen("iso9001-2015:8.7.1") == {named.number}
    assert chosen("iso9001-2015:8.7") == chosen("iso9001-2015") and len(chosen("iso9001-2015:8.7")) == 2
    assert 'href="/packs/new/?standard=iso9001-2015%3A8.7.1"' in said(client.get("/standards/iso9001-2015/8.7.1/"))
    assert 'href="/packs/new/?standard=iso9001-2015"' in said(client.get("/standards/iso9001-2015/"))
    assert "ISO 9001" in said(client.get("/packs/new/")), "editions are proposed"
    assert audit_kind.register == "audits"
