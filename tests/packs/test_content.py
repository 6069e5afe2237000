"""What is in a pack: everything of each record, equal to the database, and the same bytes for the same content."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from qms.attachments.models import Attachment
from qms.packs import hooks
from qms.packs.order import Order
from qms.records.models import Entry, LedgerRow
from qms.registers import registry
from qms.registers.verify import verify as verify_database
from qms.signatures.models import Signature
from tests.packs.conftest import Case, verify


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def data_of(found: dict[str, bytes], number: str) -> Any:
    return json.loads(next(content for name, content in found.items() if name.endswith(f"/{number}.json")))


@pytest.mark.requirement("P11-10b")
def test_record_goes_out_with_all_it_has_and_counts_equal_the_database(case: Case) -> None:
    nc = case.nc
    pack = case.built(records=nc.number)
    found = members(case.made(records=nc.number))
    data, manifest = data_of(found, nc.number), json.loads(found["manifest.json"])

    assert data["rev"] == nc.rev == len(data["versions"]) == LedgerRow.objects.filter(entry=nc.pk).count()
    assert len(data["signatures"]) == Signature.objects.filter(entry=nc.pk).count() == 2
    assert all(s["name"] and s["meaning_words"] and s["scope_hash"] for s in data["signatures"])
    assert len(data["files"]) == Attachment.objects.filter(entry=nc.pk).count() == 1
    assert found[data["files"][0]["path"]] == b"recall 0.71\n"
    shown = {f["name"]: f for s in data["sections"] for f in s["fields"]} | {f["name"]: f for f in data["head"]}
    fields = registry["nonconformities"].fields
    assert set(fields) - set(shown) <= {"entry", "number", "title", "state", "rev"}
    assert shown["severity"]["text"] == "Major" and shown["severity"]["label"] == "Severity"
    edited = next(v for v in data["versions"] if any(c["field"] == "plan" for c in v["changes"]))
    assert edited["by"] == "Owner Example" and edited["reason"]
    text = "".join(p.extract_text() for p in PdfReader(io.BytesIO(found[manifest["records"][0]["pdf"]])).pages)
    assert nc.number in text and "Quality Example" in text
    assert pack.counts == manifest["counts"]
    assert manifest["counts"]["versions"] == nc.rev and manifest["counts"]["registers"] == {"nonconformities": 1}


@pytest.mark.requirement("P11-10b", "P11-10e-5")
def test_register_goes_out_whole_and_the_export_is_a_row_of_the_ledger(case: Case) -> None:
    case.recipe.make(title="=cmd|' /C calc'!A1")
    before = LedgerRow.objects.count()
    pack = case.built(register="nonconformities")
    path = case.made(register="nonconformities", **{"from": "2020-01-01"})
    found = members(path)
    rows = list(csv.reader(io.StringIO(found["registers/nonconformities.csv"].decode("utf-8-sig"))))
    assert len(rows) - 1 == Entry.objects.filter(register="nonconformities").count() == pack.counts["records"] == 2
    assert "'=cmd|' /C calc'!A1" in rows[2], "a spreadsheet must not run it"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert b"=cmd|&#x27; /C calc&#x27;!A1" in found["index.html"] and b"<script" not in found["index.html"]

    assert LedgerRow.objects.count() == before + 2
    row = LedgerRow.objects.filter(action="export").order_by("pk").first()
    assert row is not None
    details = json.loads(bytes(row.body))["details"]
    assert details["asked"] == {"register": "nonconformities"} and details["counts"]["records"] == 2
    assert details["sha256"] == pack.sha256 and row.actor == case.officer
    assert list(verify_database()) == []


def test_same_content_gives_the_same_members_but_for_who_and_when(case: Case) -> None:
    one, other = (members(case.made(records=case.nc.number)) for _ in range(2))
    assert list(one) == list(other)
    assert {name for name in one if one[name] != other[name]} <= {"index.html", "manifest.json", "manifest.sha256"}
    first, second = (json.loads(found["manifest.json"]) for found in (one, other))
    assert first.pop("export") != second.pop("export")
    assert [f for f in first.pop("files") if f not in second["files"]] in ([], [first_index(one)])
    del second["files"]
    assert first == second


def first_index(found: dict[str, bytes]) -> Any:
    return next(f for f in json.loads(found["manifest.json"])["files"] if f["path"] == "index.html")


def test_change_moves_what_changed_and_nothing_else(case: Case) -> None:
    other = case.recipe.make(title="Another one")
    one = members(case.made(register="nonconformities"))
    registry["nonconformities"].edit(
        case.recipe.fresh(other), rev=None, actor=case.org["reporter"], at=case.clock(), title="Another one, renamed"
    )
    two = members(case.made(register="nonconformities"))
    moved = {name for name in one if one[name] != two[name]}
    mine = {f"records/nonconformities/{other.number}.{kind}" for kind in ("pdf", "json")}
    assert moved == mine | {"registers/nonconformities.csv", "index.html", "manifest.json", "manifest.sha256"}


def test_other_folders_add_files_of_their_own(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def coverage(order: Order, *, actor: Any, at: Any) -> Any:
        yield "coverage/all.pdf", f"%PDF- {order.reference} {actor.username}".encode()

    monkeypatch.setattr(hooks, "contributions", [coverage])
    path = case.made(records=case.nc.number)
    found = members(path)
    assert found["coverage/all.pdf"] == f"%PDF- {case.nc.number} quality".encode()
    assert b'<a href="coverage/all.pdf">' in found["index.html"]
    assert verify(path)[0] == 0


@pytest.mark.parametrize("name", ["../x.pdf", "records/x.pdf", "/x/y.pdf", "manifest.json", "coverage/../../x"])
def test_added_file_can_take_nobody_elses_place(case: Case, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(hooks, "contributions", [lambda order, *, actor, at: [(name, b"x")]])
    pack = case.built(records=case.nc.number)
    assert pack.queue_state == "failed" and not pack.file


@pytest.mark.parametrize(
    ("days", "there"),
    [
        ({"from": "2026-01-01", "to": "2026-12-31"}, True),
        ({"to": "2026-01-04"}, False),  # made on the fifth
        ({"to": "2026-01-05"}, True),
        ({"from": "2026-01-19"}, True),  # closed on the nineteenth
        ({"from": "2026-01-20"}, False),  # closed before and not touched since
    ],
)
def test_period_means_made_by_its_end_and_changed_since_its_beginning_or_open(
    case: Case, days: dict[str, str], there: bool
) -> None:
    from qms.lib.errors import Invalid
    from qms.packs.selection import select

    order = Order.read({"register": "nonconformities", **days})
    if there:
        assert [c.number for c in select(order, actor=case.officer)] == [case.nc.number]
    else:
        with pytest.raises(Invalid, match="nothing in this period"):
            select(order, actor=case.officer)
    opened = case.recipe.make()
    if "to" not in days:
        assert opened.number in [c.number for c in select(order, actor=case.officer)], "what is open is in"
