"""Every way around the write door raises, on every table that the door writes."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.apps import apps
from django.core import serializers
from django.db import models

from qms.attachments.models import Attachment, Blob
from qms.comments.models import Comment
from qms.links.models import Link
from qms.records.backdoor import AppendOnly, BackDoor, Closed
from qms.records.history import HistoryRow
from qms.records.models import Entry, Involved, LedgerRow, NamedDate
from qms.signatures.models import Signature
from tests.conformance.test_back_doors import NO_CONTENT
from tests.engine.trials.models import Trial

CLOSED = [Trial, Trial.history.model, Entry, Involved, NamedDate, Link, Attachment]
APPEND_ONLY = [LedgerRow, Signature, Blob, Comment]


def late(call: Any, *args: Any, **values: Any) -> Any:
    """Run one of the async forms, in a thread of its own: a browser's loop may run in this one."""

    async def run() -> Any:
        return await call(*args, **values)

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(async_to_sync(run)).result()


CHANGING = {
    "update": lambda q: q.update(pk=1),
    "filtered update": lambda q: q.filter(pk=1).update(pk=1),
    "delete": lambda q: q.all().delete(),
    "filtered delete": lambda q: q.filter(pk=1).delete(),
    "raw delete": lambda q: q.all()._raw_delete("default"),
    "bulk_update": lambda q: q.bulk_update([q.model(pk=1)], ["pk"]),
    "update_or_create": lambda q: q.update_or_create(pk=1),
    "aupdate": lambda q: late(q.all().aupdate, pk=1),
    "adelete": lambda q: late(q.all().adelete),
}
ADDING = {
    "create": lambda q: q.create(),
    "get_or_create": lambda q: q.get_or_create(pk=1),
    "bulk_create": lambda q: q.bulk_create([q.model()]),
    "acreate": lambda q: late(q.acreate),
    "abulk_create": lambda q: late(q.abulk_create, [q.model()]),
}


@pytest.mark.requirement("P11-10e-2")
@pytest.mark.parametrize("model", [*CLOSED, *APPEND_ONLY], ids=lambda m: m.__name__)
def test_a_manager_writes_nothing(trials: Any, trial: Any, model: Any) -> None:
    ways = CHANGING if model in APPEND_ONLY else {**CHANGING, **ADDING}
    rows = list(model._base_manager.values_list("pk", flat=True))
    for manager in {model._base_manager, model._default_manager, model.objects}:
        for name, way in ways.items():
            with pytest.raises(BackDoor):
                way(manager)
                pytest.fail(f"{manager}.{name} wrote")
    assert list(model._base_manager.values_list("pk", flat=True)) == rows


@pytest.mark.parametrize("model", CLOSED, ids=lambda m: m.__name__)
def test_an_instance_is_neither_saved_nor_deleted(trials: Any, trial: Any, model: Any) -> None:
    for row in (model.objects.first() or model(), model()):
        for way in (row.save, row.delete):
            with pytest.raises(BackDoor):
                way()
        for way in (row.asave, row.adelete):
            with pytest.raises(BackDoor):
                late(way)


def test_a_row_of_an_append_only_table_is_saved_once(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    trials.comment(trial, actor=org["author"], at=clock(), text="Look at this.")
    trials.attach(trial, name="a.txt", data=b"a", rev=1, actor=org["author"], at=clock())
    for model in (Comment, LedgerRow, Blob):
        row = model.objects.first()
        for way in (row.save, row.delete, lambda row=row: row.save(force_update=True)):
            with pytest.raises(BackDoor):
                way()


def test_related_managers_write_nothing(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    trials.attach(trial, name="a.txt", data=b"a", rev=1, actor=org["author"], at=clock())
    entry = Entry.objects.get(pk=trial.pk)
    for related in (entry.ledger, entry.attachments, entry.links_out, entry.dates, entry.involved, entry.signatures):
        with pytest.raises(BackDoor):
            related.all().delete()
        with pytest.raises(BackDoor):
            related.update(entry_id=1)
    with pytest.raises(BackDoor):
        trial.history.all().delete()
    with pytest.raises(BackDoor):
        trial.history.update(title="EVIL")


def test_the_switches_of_simple_history_switch_nothing(
    trials: Any, org: Any, trial: Any, clock: Any, settings: Any
) -> None:
    settings.SIMPLE_HISTORY_ENABLED = False
    trial.skip_history_when_saving = True
    after = trials.edit(trial, rev=1, actor=org["author"], at=clock(), title="Other")
    assert Trial.history.filter(entry_id=after.pk).count() == 2
    with pytest.raises(BackDoor):
        trial.save_without_historical_record()


@pytest.mark.requirement("P11-10e-2")
def test_fixtures_are_not_loaded_around_the_door(trials: Any, trial: Any) -> None:
    rows = [trial, trial.entry, trial.history.first(), LedgerRow.objects.get(entry=trial.pk)]
    text = serializers.serialize("json", rows)
    for loaded in serializers.deserialize("json", text):
        with pytest.raises(BackDoor):
            loaded.save()


@pytest.mark.requirement("P11-100a")
def test_people_are_never_deleted(org: Any) -> None:
    with pytest.raises(RuntimeError, match="deactivated"):
        org["author"].delete()


def test_every_table_of_records_is_behind_the_door() -> None:
    """A table with an entry is closed or append-only; a new one that is not fails here."""
    open_tables = []
    for model in apps.get_models():
        names = {f.name for f in model._meta.concrete_fields if f.is_relation and f.related_model in (Entry, LedgerRow)}
        if names and not issubclass(model, Closed | AppendOnly | HistoryRow):
            open_tables.append(model._meta.label)
    assert set(open_tables) <= {"records.SealQueue", "notices.Notice", *NO_CONTENT}, open_tables


def test_no_model_of_ours_deletes_in_cascade_from_a_record() -> None:
    found = [
        f"{model._meta.label}.{f.name}"
        for model in apps.get_models()
        for f in model._meta.concrete_fields
        if isinstance(f, models.ForeignKey) and f.related_model in (Entry, LedgerRow, Blob)
        and f.remote_field.on_delete is models.CASCADE
    ]  # fmt: skip
    assert found == []
