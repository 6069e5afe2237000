"""Files become records: all of them, or none, and every problem is named by its line."""

import datetime
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qms.imports.mapping import KEEP, Mapping, propose
from qms.imports.reading import open_table
from qms.imports.result import Result
from qms.imports.run import run_import
from qms.imports.targets import headings
from qms.lib.errors import Forbidden, Invalid
from qms.records.models import Entry, LedgerRow
from qms.registers.verify import verify
from tests.imports.mishaps import AT, Mishap, Mishaps, data_of

File = Callable[..., Path]


def imported(register: Mishaps, path: Path, actor: Any, mapping: Mapping | None = None, **options: Any) -> Result:
    table = open_table(path, known=headings(register))
    if mapping is None:
        mapping = propose(register, table.columns, [r.cells for r in table.rows()])
    return run_import(register, table, mapping, actor=actor, at=AT, **options)


def lines(count: int, **changed: str) -> str:
    """A CSV file of `count` good rows; `changed` replaces rows by their line ("l7": "text")."""
    rows = ["id,title,found on"] + [f"I-{n},Incident {n},2026-01-{n % 28 + 1:02}" for n in range(1, count + 1)]
    for line, text in changed.items():
        rows[int(line[1:]) - 1] = text
    return "\n".join(rows) + "\n"


FULL = """Incident ID;Title;Severity;Owner;Unit;Detected;Hours;Cost;Recurrence;Tags;Team;Colour
I-1;Wrong label;High;worker@example.org;N;13/04/2026;12;"1.234,50";ja;"['a', 'b']";worker;red
I-2;"Two
lines";Low;;South;03/04/2026;;7,5;nein;a; ;
"""


def test_every_kind_of_cell_becomes_its_field(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    result = imported(incidents, file("a.csv", FULL), people.quality)
    assert (result.rows, result.created, result.refused) == (2, 2, 0), result.errors
    one, two = Mishap.objects.order_by("pk")
    assert data_of(one, "title", "severity", "owner", "unit", "external_id") == (
        "Wrong label", "major", people.worker, people.north, "I-1"
    )  # fmt: skip
    assert data_of(one, "hours", "repeated", "tags", "team") == (12, True, ["a", "b"], [people.worker.pk])
    assert str(one.cost) == "1234.50" and one.found_on == datetime.date(2026, 4, 13)
    assert "- Colour: red" in one.description
    assert data_of(two, "title", "unit", "found_on") == ("Two lines", people.south, datetime.date(2026, 4, 3))
    assert (result.first, result.last) == (one.number, two.number)


@pytest.mark.requirement("P11-10e-2")
def test_imported_records_are_whole_in_history_and_ledger(
    incidents: Mishaps, people: SimpleNamespace, file: File
) -> None:
    imported(incidents, file("a.csv", FULL), people.quality, source="command")
    row = LedgerRow.objects.filter(action="mishaps.create").first()
    assert row is not None and row.source == "command" and row.actor_id == people.quality.pk
    assert "Imported from a.csv, SHA-256 " in row.reason
    assert Mishap.history.count() == Mishap.objects.count() == 2
    assert not list(verify())


@pytest.mark.requirement("A11-5")
def test_dry_run_counts_and_writes_nothing(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    result = imported(incidents, file("a.csv", lines(5)), people.quality, dry_run=True)
    assert (result.valid, result.created, result.ok) == (5, 0, True)
    assert not Entry.objects.filter(register="mishaps").exists()


def test_nothing_is_half_imported_when_row_900_is_bad(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    before = LedgerRow.objects.count()
    text = lines(1000, l900="I-x,Wrong,2026-02-30", l950=f"I-y,{'x' * 80},soon")
    result = imported(incidents, file("a.csv", text), people.quality)
    assert (result.rows, result.created, result.refused, result.valid) == (1000, 0, 2, 998)
    assert [(e.line, e.column) for e in result.errors] == [(900, "found on"), (950, "found on")]
    assert "no date of the calendar" in result.errors[0].message
    assert not Mishap.objects.exists() and not Entry.objects.filter(register="mishaps").exists()
    assert not Mishap.history.exists() and LedgerRow.objects.count() == before


def test_bad_row_in_a_later_batch_rolls_the_earlier_ones_back(
    incidents: Mishaps, people: SimpleNamespace, file: File
) -> None:
    result = imported(incidents, file("a.csv", lines(2100, l2050="I-x,,2026-01-01,more")), people.quality)
    assert result.errors[0].line == 2050 and result.created == 0
    assert not Mishap.objects.exists()
    good = imported(incidents, file("b.csv", lines(3)), people.quality)
    assert good.first.endswith("-0001"), "a refused import leaves no gap in the numbers"


def test_row_that_only_the_database_refuses_is_named(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    text = "id,title,hours\n" + "".join(f"I-{n},T,{n}\n" for n in range(1, 60)) + "I-x,T,20000\n"
    result = imported(incidents, file("a.csv", text), people.quality)
    assert [e.line for e in result.errors] == [61] and not Mishap.objects.exists()


def test_duplicates_are_skipped_and_said(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    first = imported(incidents, file("a.csv", lines(3)), people.quality)
    again = imported(incidents, file("b.csv", lines(5, l6="I-4,Once more,2026-01-01")), people.quality)
    assert (again.created, again.skipped, again.refused) == (1, 4, 0)
    said = [(d.line, d.column, d.message) for d in again.duplicates]
    assert said[0][:2] == (2, "I-1") and first.first in said[0][2]
    assert said[-1][:2] == (6, "I-4") and "line 5" in said[-1][2]


def test_same_file_without_ids_is_not_imported_twice(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    path = file("a.csv", "Title,Date\nA,2026-01-01\nA,2026-01-01\n")
    assert imported(incidents, path, people.quality).created == 2
    assert imported(incidents, path, people.quality).skipped == 2


def test_duplicate_of_an_invisible_record_does_not_name_it(
    incidents: Mishaps, people: SimpleNamespace, file: File
) -> None:
    imported(incidents, file("a.csv", "id,title,unit\nI-1,Secret,S\n"), people.quality)
    result = imported(incidents, file("b.csv", "id,title\nI-1,Guess\n"), people.northern)
    assert result.skipped == 1 and "MSH-" not in result.duplicates[0].message


def test_ambiguous_dates_are_asked_about_and_nothing_is_written(
    incidents: Mishaps, people: SimpleNamespace, file: File
) -> None:
    path = file("a.csv", "id,title,detected\nI-1,A,03/04/2026\nI-2,B,05/06/2026\n")
    mapping = Mapping({"id": "external_id", "title": "title", "detected": "found_on"})
    with pytest.raises(Invalid) as asked:
        imported(incidents, path, people.quality, mapping)
    sentence = asked.value.fields["detected"][0]
    assert "“detected”" in sentence and "3 April 2026" in sentence and "4 March 2026" in sentence
    assert not Mishap.objects.exists()
    mapping.dates = {"detected": "mdy"}
    imported(incidents, path, people.quality, mapping)
    assert [i.found_on.isoformat() for i in Mishap.objects.order_by("pk")] == ["2026-03-04", "2026-05-06"]


def test_unknown_choices_people_and_units_are_refused_by_line(
    incidents: Mishaps, people: SimpleNamespace, file: File
) -> None:
    mapping = Mapping({"t": "title", "s": "severity", "o": "owner", "u": "unit"})
    text = "t,s,o,u\nA,high,,\nB,Blocker,Nobody,Mars\n"
    result = imported(incidents, file("a.csv", text), people.quality, mapping)
    assert [(e.line, e.column) for e in result.errors] == [(3, "s"), (3, "o"), (3, "u")]
    assert "Minor, Major, Critical" in result.errors[0].message
    mapping.values = {"s": {"Blocker": "critical"}, "o": {"Nobody": ""}, "u": {"Mars": ""}}
    mapping.columns["u"] = KEEP
    assert imported(incidents, file("a.csv", text), people.quality, mapping).created == 2
    assert Mishap.objects.order_by("pk").last().severity == "critical"


@pytest.mark.requirement("MK-25")
def test_state_arrives_only_as_declared_and_marks_the_record(
    incidents: Mishaps, people: SimpleNamespace, file: File
) -> None:
    mapping = Mapping({"t": "title", "s": "state"})
    result = imported(incidents, file("a.csv", "t,s\nA,erledigt\nB,Open\nC,\n"), people.quality, mapping)
    assert result.created == 3, result.errors
    assert [data_of(i, "state", "mark") for i in Mishap.objects.order_by("pk")] == [
        ("closed", "migrated"), ("new", "migrated"), ("new", "")
    ]  # fmt: skip
    refused = imported(incidents, file("b.csv", "t,s\nA,Deleted\n"), people.quality, mapping)
    assert "no choice of State" in refused.errors[0].message


def test_title_is_made_where_the_file_has_none(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    text = "date,family,line,mishaps\n2019-01-23,transilien,A,\"['Panne à Cergy', 'Malaise']\"\n2019-01-23,ter,N,[]\n"
    result = imported(incidents, file("a.csv", text), people.quality)
    assert result.created == 2, result.errors
    one, two = Mishap.objects.order_by("pk")
    assert one.title == "Panne à Cergy" and one.description.startswith(
        "- Panne à Cergy\n- Malaise\n\nImported columns:"
    )
    assert two.title == "ter · N" and two.found_on == datetime.date(2019, 1, 23)


def test_long_title_is_cut_and_kept_whole(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    long = "word " * 60
    imported(incidents, file("a.csv", f"id,title\nI-1,{long}\n"), people.quality)
    record = Mishap.objects.get()
    assert len(record.title) == 200 and record.title.endswith("…") and long.strip() in record.description


def test_spreadsheet_formula_is_stored_as_text(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    imported(incidents, file("a.csv", "id,title\nI-1,=cmd|' /C calc'!A0\n"), people.quality)
    assert Mishap.objects.get().title == "=cmd|' /C calc'!A0"


def test_who_may_not_import_is_refused(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    for actor in (people.worker, people.stranger):
        with pytest.raises(Forbidden):
            imported(incidents, file("a.csv", lines(1)), actor)


def test_rows_of_a_unit_out_of_reach_are_refused(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    result = imported(incidents, file("a.csv", "id,title,unit\nI-1,A,N\nI-2,B,S\n"), people.northern)
    assert [e.line for e in result.errors] == [3] and not Mishap.objects.exists()


def test_unit_of_the_file_is_that_of_the_mapping(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    mapping = Mapping({"id": "external_id", "title": "title"}, unit="s")
    imported(incidents, file("a.csv", lines(1)), people.quality, mapping)
    assert Mishap.objects.get().unit == people.south
    with pytest.raises(Invalid, match="no unit"):
        imported(incidents, file("a.csv", lines(1)), people.quality, Mapping({"id": "title"}, unit="Mars"))


def test_progress_counts_rows(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    seen: list[tuple[int, int]] = []
    imported(incidents, file("a.csv", lines(2500)), people.quality, progress=lambda d, t: seen.append((d, t)))
    assert seen == [(0, 2500), (1000, 2500), (2000, 2500), (2500, 2500)]


def test_import_that_lost_its_claim_writes_nothing(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    result = imported(incidents, file("a.csv", lines(5)), people.quality, finish=lambda result: False)
    assert result.created == 0 and not Mishap.objects.exists()


def test_queries_are_by_batch_and_not_by_row(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    with CaptureQueriesContext(connection) as queries:
        imported(incidents, file("a.csv", lines(1000)), people.quality)
    assert len(queries) < 100
