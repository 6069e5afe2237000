"""No register has a way around the write door, and no table of its own that the door does not write."""

from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.db import models

from qms.accounts.models import User
from qms.records.backdoor import AppendOnly, BackDoor
from qms.records.models import Entry, LedgerRow, Record
from qms.registers import registry
from qms.registers.verify import verify
from tests.conformance.world import World, nothing_changes

#: Tables that hold nothing an auditor would ask about: a revocable address, where a running computation stands,
#: catalogues of standards.
NO_CONTENT = {
    "modelcards.Badge", "modelcards.MonitorSeries", "standards.Standard", "standards.Edition", "standards.Requirement",
    "nonconformities.Tray", "standards.MappingSet", "standards.MappingRow", "standards.StandardImport",
}  # fmt: skip
WAYS: dict[str, Any] = {
    "update": lambda rows: rows.update(title="EVIL"),
    "delete": lambda rows: rows.all().delete(),
    "raw delete": lambda rows: rows.all()._raw_delete("default"),
    "bulk_update": lambda rows: rows.bulk_update(list(rows.all()), ["title"]),
    "bulk_create": lambda rows: rows.bulk_create([rows.model()]),
    "create": lambda rows: rows.create(title="EVIL"),
    "get_or_create": lambda rows: rows.get_or_create(title="EVIL"),
    "update_or_create": lambda rows: rows.update_or_create(title="EVIL"),
}


@pytest.mark.requirement("P11-10e-1", "P11-10e-2")
def test_no_way_of_the_orm_writes(world: World) -> None:
    record = world.recipe.fresh(world.recipe.make())
    history = record.history.first()
    managers = [m for model in (type(record), type(history)) for m in (model._base_manager, model._default_manager)]
    with nothing_changes():
        for rows in [*managers, type(record).objects, record.history, type(record).history]:
            for name, way in WAYS.items():
                with pytest.raises(BackDoor):
                    way(rows)
                    pytest.fail(f"{rows}.{name} wrote")
        for row in (record, history):
            row.title = "EVIL"
            for way in (row.save, row.delete, lambda row=row: row.save(update_fields=["title"])):
                with pytest.raises(BackDoor):
                    way()
        for loaded in serializers.deserialize("json", serializers.serialize("json", [record])):
            with pytest.raises(BackDoor):
                loaded.save()
    assert list(verify()) == []


def test_a_person_who_has_a_part_in_records_cannot_be_deleted(world: World) -> None:
    world.recipe.make()
    with pytest.raises(RuntimeError, match="deactivated"):
        User.objects.filter(username=world.recipe.author).delete()
    assert User.objects.filter(username=world.recipe.author).exists()


@pytest.mark.requirement("P11-10e-1")
def test_every_record_model_has_a_history_and_a_register() -> None:
    declared = {r.model for r in registry}
    for model in apps.get_models():
        if issubclass(model, Record) and not model.__module__.startswith("tests."):
            assert model in declared, f"{model._meta.label} has no register"
            names = {f.attname for f in model._meta.concrete_fields}
            assert names <= {f.attname for f in model.history.model._meta.concrete_fields}
            assert model._meta.base_manager_name == "objects"


def test_no_register_folder_has_a_table_that_is_no_record(key: str) -> None:
    """Parts are JSON or records of an unlisted register; catalogues stand on their own; series and logs only grow."""
    folder = registry[key].model._meta.app_label
    strange = [
        m._meta.label
        for m in apps.get_app_config(folder).get_models()
        if not issubclass(m, Record | AppendOnly) and not hasattr(m, "history_date")
    ]
    assert [label for label in strange if label not in NO_CONTENT] == []


def test_a_record_has_no_float_no_file_and_no_many_to_many(key: str) -> None:
    meta = registry[key].model._meta
    bad = [
        f.name
        for f in meta.get_fields()
        if isinstance(f, models.FloatField | models.FileField | models.ManyToManyField)
    ]
    assert bad == []


def test_foreign_keys_of_a_record_protect(key: str) -> None:
    meta = registry[key].model._meta
    keys = [f for f in meta.concrete_fields if isinstance(f, models.ForeignKey)]
    assert all(f.remote_field.on_delete is models.PROTECT for f in keys), [f.name for f in keys]
    assert Entry._meta.pk is not None and LedgerRow._meta.get_field("entry").remote_field.on_delete is models.PROTECT
