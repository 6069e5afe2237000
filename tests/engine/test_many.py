"""Creating many records at once: the same checks and the same rows as one by one."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from qms.lib.errors import Invalid
from qms.records.models import Counter, Entry, LedgerRow, SealQueue
from qms.registers.many import RowsRefused
from qms.registers.verify import verify
from tests.engine.trials.models import Trial

LATER = datetime.date(2027, 1, 2)


def test_a_batch_equals_the_same_records_one_by_one(trials: Any, org: Any, clock: Any) -> None:
    author, at = org["author"], clock()
    values = {
        "title": "Cafe\u0301", "note": "a\r\nb", "size": "1.5", "count": "3", "due_on": "2027-01-02", "lead": author.pk,
        "team": [org["approver"].pk], "steps": [{"id": "1", "what": " go "}], "tags": ["small"], "tree": {1: [2]},
        "met_at": "2027-01-02T10:00",
    }  # fmt: skip
    one = trials.create(actor=author, at=at, source="import", **values)
    (many,) = trials.create_many([values], actor=author, at=at)
    alone, batch = Trial.objects.get(pk=one.pk), Trial.objects.get(pk=many.pk)
    for field in Trial._meta.concrete_fields:
        if field.name not in ("entry", "number"):
            assert getattr(alone, field.attname) == getattr(batch, field.attname), field.name
    for name in ("phase", "nearest", "register", "waiting_role", "audience", "attached"):
        assert getattr(alone.entry, name) == getattr(batch.entry, name), name
    assert alone.entry.text.replace("0001", "0002") == batch.entry.text
    for relation, names in (("dates", ("name", "on")), ("involved", ("user_id", "part"))):
        kept = [set(getattr(r.entry, relation).values_list(*names)) for r in (alone, batch)]
        assert kept[0] == kept[1] and kept[0]
    ledger = [LedgerRow.objects.get(entry=r.pk) for r in (one, many)]
    assert [r.action for r in ledger] == ["trials.create"] * 2 and ledger[0].source == ledger[1].source == "import"
    assert list(verify()) == []
    after = trials.edit(many, rev=1, actor=author, at=clock(), title="Edited afterwards")
    assert after.rev == 2 and list(verify()) == []


def test_a_batch_takes_a_bounded_number_of_statements(trials: Any, org: Any, clock: Any) -> None:
    author = org["author"]
    counts = []
    for n in (10, 200):
        with CaptureQueriesContext(connection) as queries:
            trials.create_many([{"title": f"No {i}", "lead": author.pk} for i in range(n)], actor=author, at=clock())
        counts.append(len([q for q in queries if "SAVEPOINT" not in q["sql"]]))
    assert counts[1] - counts[0] <= 6 and counts[0] <= 20, counts


def test_all_or_none_and_each_bad_row_is_named(trials: Any, org: Any, clock: Any) -> None:
    before = (Entry.objects.count(), LedgerRow.objects.count(), Counter.objects.count())
    rows: list[dict[str, Any]] = [
        {"title": "good"}, {"title": ""}, {"title": "good", "size": "many"}, {"title": "good", "lead": 999_999},
        {"title": "good", "nonsense": 1}, {"title": "good", "state": "open"}, {"title": "a\x00b"},
        {"title": "good", "unit": org.units["SOUTH"].pk}, {"title": "good", "tree": {"a": 1.5}},
        {"title": "x" * 201}, {"title": "good", "steps": [{}]}, {"title": "good", "due_on": "03/04/2026"},
    ]  # fmt: skip
    with pytest.raises(RowsRefused) as caught:
        trials.create_many(rows, actor=org["author"], at=clock())
    assert [e.index for e in caught.value.errors] == list(range(1, len(rows)))
    assert (Entry.objects.count(), LedgerRow.objects.count(), Counter.objects.count()) == before


def test_a_state_that_imports_may_set(trials: Any, org: Any, clock: Any) -> None:
    (made,) = trials.create_many([{"title": "old", "state": "approved"}], actor=org["author"], at=clock())
    assert made.state == "approved" and Entry.objects.get(pk=made.pk).phase == "done"
    assert list(verify()) == []


def test_a_duplicate_of_an_external_id_leaves_nothing(trials: Any, org: Any, clock: Any) -> None:
    author = org["author"]
    trials.create_many([{"title": "one", "external_id": "A-1"}], actor=author, at=clock())
    rows = [{"title": "two", "external_id": "A-2"}, {"title": "again", "external_id": "A-1"}]
    with pytest.raises((IntegrityError, Invalid)), transaction.atomic():
        trials.create_many(rows, actor=author, at=clock())
    assert Trial.objects.count() == Entry.objects.count() == 1
    assert SealQueue.objects.count() == LedgerRow.objects.count()
    assert list(verify()) == []


def test_a_constraint_of_the_database_leaves_nothing(trials: Any, org: Any, clock: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        trials.create_many([{"title": "one"}, {"title": "two", "size": "-1"}], actor=org["author"], at=clock())
    assert not Entry.objects.exists() and not Counter.objects.exists()


def test_an_empty_batch_writes_nothing(trials: Any, org: Any, clock: Any) -> None:
    assert trials.create_many([], actor=org["author"], at=clock()) == []
    assert not Counter.objects.exists()


def test_a_dry_run_writes_nothing(trials: Any, org: Any, clock: Any) -> None:
    records, errors = trials.check_rows([{"title": "good"}, {"title": ""}], actor=org["author"], at=clock())
    assert [r.title for r in records] == ["good"] and [e.index for e in errors] == [1]
    assert not Trial.objects.exists() and not Counter.objects.exists()
