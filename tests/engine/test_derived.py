"""Rows that follow from a record: named requirements, people, dates; worked out again after an upgrade."""

import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from qms.records.models import Citation, LedgerRow
from qms.registers import registry
from qms.registers.verify import verify
from tests.factories.people import Clock, organisation

CLAUSES = ["iso9001-2015:8.5.1", "iso9001-2015:9.1.1"]


@pytest.fixture
def process(db: None) -> Any:
    clock = Clock()
    org = organisation(clock)
    made = registry["processes"].create(
        actor=org["approver"], at=clock(), title="Training runs", purpose="Models are trained.", importance="high",
        owner=org["approver"], clauses=CLAUSES,
    )  # fmt: skip
    return made


def cited(record: Any) -> list[str]:
    return list(Citation.objects.filter(entry=record.pk).order_by("key").values_list("key", flat=True))


def test_the_requirements_a_record_names_follow_from_its_field(process: Any) -> None:
    assert cited(process) == CLAUSES
    register, at = registry["processes"], process.changed_at + datetime.timedelta(seconds=1)
    edited = register.edit(
        process, rev=process.rev, actor=process.owner, at=at, clauses=CLAUSES[:1], reason="Moved away."
    )
    assert cited(edited) == CLAUSES[:1]
    assert list(verify()) == []


def test_rows_that_an_older_version_did_not_derive_are_named_and_mended(process: Any, capsys: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM records_citation")
        cursor.execute("DELETE FROM records_involved WHERE part = 'author'")
    assert {p.where for p in verify()} == {"records_citation", "records_involved"}
    call_command("rederive")
    assert "processes: 1 records" in capsys.readouterr().out
    assert cited(process) == CLAUSES and list(verify()) == []
    assert LedgerRow.objects.get(action="derived.again").subject == "version 2"
    call_command("rederive")
    assert "nothing" in capsys.readouterr().out
