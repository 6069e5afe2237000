"""The ledger: one row per change with the canonical bytes of the whole record, stored, hashed and queued."""

import datetime
import hashlib
import json
from typing import Any

import pytest
import rfc8785

from qms.records.models import LedgerRow, SealQueue
from tests.engine.trials.models import Trial


def last(trial: Any) -> LedgerRow:
    return LedgerRow.objects.filter(entry=trial.pk).order_by("-rev")[0]


def body(row: LedgerRow) -> dict[str, Any]:
    return dict(json.loads(bytes(row.body)))


@pytest.mark.requirement("P11-10e-1", "DI-A", "DI-C")
def test_a_row_tells_who_what_when_why_from_where(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    at = clock()
    trial = trials.edit(
        trial, rev=1, actor=org["approver"], at=at, title="Other", reason="since it changed", source="api:7"
    )
    row = last(trial)
    assert (row.rev, row.action, row.actor_id, row.actor_name, row.at, row.reason, row.source) == (
        2, "trials.edit", org["approver"].pk, "Approver Example", at, "since it changed", "api:7",
    )  # fmt: skip
    told = body(row)
    assert told["record"]["title"] == "Other" and told["record"]["rev"] == 2
    assert told["actor"] == {"id": org["approver"].pk, "name": "Approver Example"}
    assert told["at"] == at.isoformat(timespec="microseconds")
    age = datetime.datetime.now(datetime.UTC) - row.recorded_at
    assert abs(age) < datetime.timedelta(minutes=5), "recorded_at is the database's clock, whatever `at` says"


def test_the_bytes_are_canonical_and_hold_every_column(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    values = {"note": "Ünï\u0000code".replace("\x00", "") + " 名前 😀", "tree": {"b": [1, None], "a": True}}
    trial = trials.edit(trial, rev=1, actor=org["author"], at=clock(), met_at=clock(), **values)
    row = last(trial)
    raw = bytes(row.body)
    assert raw == rfc8785.dumps(json.loads(raw))
    assert hashlib.sha256(raw).digest() == bytes(row.sha256)
    assert set(body(row)["record"]) == {f.attname for f in Trial._meta.concrete_fields}
    assert body(row)["record"]["size"] == "1.50" and body(row)["record"]["tree"] == {"a": True, "b": [1, None]}


def test_every_row_waits_to_be_sealed(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    trials.edit(trial, rev=1, actor=org["author"], at=clock(), title="Other")
    assert set(SealQueue.objects.values_list("row_id", flat=True)) == set(
        LedgerRow.objects.values_list("pk", flat=True)
    )


@pytest.mark.requirement("P11-70-1")
def test_the_content_hash_follows_content_alone(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    author, approver = org["author"], org["approver"]
    first = bytes(last(trial).content_hash)
    trial = trials.edit(
        trial, rev=1, actor=author, at=clock(), owner=approver, audience="everyone", unit=org.units["LINE"]
    )
    assert bytes(last(trial).content_hash) == first, "owner, unit and audience are no content"
    trial = trials.edit(trial, rev=2, actor=author, at=clock(), note="Changed.")
    changed = bytes(last(trial).content_hash)
    assert changed != first
    trial = trials.edit(trial, rev=3, actor=author, at=clock(), note="A first note.")
    assert bytes(last(trial).content_hash) == first, "changed back"
    trial = trials.attach(trial, name="a.txt", data=b"a", rev=4, actor=author, at=clock())
    with_file = bytes(last(trial).content_hash)
    assert with_file != first
    file = trial.entry.attached["files"][0]["id"]
    trial = trials.detach(trial, attachment=file, rev=5, actor=author, at=clock(), reason="The wrong file.")
    assert bytes(last(trial).content_hash) == first
    void = trials.perform(trial, "void", rev=6, actor=approver, at=clock(), reason="It was entered twice.")
    assert bytes(last(void).content_hash) == first, "the state is no content"


def test_two_records_with_the_same_content_have_different_hashes(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    twin = trials.create(actor=org["author"], at=clock(), title="One trial", note="A first note.", size="1.5")
    assert bytes(last(twin).content_hash) != bytes(last(trial).content_hash)


def test_files_and_links_stand_in_the_bytes(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    other = trials.create(actor=org["author"], at=clock(), title="Another")
    trial = trials.attach(trial, name="a.txt", data=b"abc", rev=1, actor=org["author"], at=clock())
    trial = trials.link(trial, kind="concerns", target=other.number, rev=2, actor=org["author"], at=clock())
    told = body(last(trial))
    assert [(f["name"], f["size"], f["sha256"]) for f in told["files"]] == [
        ("a.txt", 3, hashlib.sha256(b"abc").hexdigest())
    ]
    assert told["links"] == [{"kind": "concerns", "target": other.number}]
    assert [r.action for r in LedgerRow.objects.filter(entry=trial.pk).order_by("rev")] == [
        "trials.create", "trials.attach", "trials.link",
    ]  # fmt: skip


def test_the_first_row_of_a_record_holds_its_links(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    made = trials.create(actor=org["author"], at=clock(), title="Next", links=[("addresses", trial.entry)])
    assert body(last(made))["links"] == [{"kind": "addresses", "target": trial.number}]


@pytest.mark.requirement("P11-10e-4")
def test_no_setting_switches_the_ledger_off(trials: Any, org: Any, trial: Any, clock: Any, settings: Any) -> None:
    from django.conf import settings as all_settings

    for name in dir(all_settings):
        if name.startswith(("QMS_", "SIMPLE_HISTORY")) and isinstance(getattr(all_settings, name), bool):
            setattr(settings, name, not getattr(all_settings, name))
    before = LedgerRow.objects.count()
    trials.edit(trial, rev=1, actor=org["author"], at=clock(), title="Other")
    assert LedgerRow.objects.count() == before + 1
