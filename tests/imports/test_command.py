"""`manage.py import_records`: what it prints and how it ends."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from django.core.management import CommandError, call_command

from qms.records.models import LedgerRow
from tests.imports.mishaps import Mishap, Mishaps

File = Callable[..., Path]


class Ended(NamedTuple):
    code: int
    out: str
    err: str


def run(*arguments: Any) -> Ended:
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import_records", "mishaps", *map(str, arguments), stdout=out, stderr=err)
    return Ended(int(ended.value.code or 0), out.getvalue(), err.getvalue())


def test_import_says_the_mapping_and_counts(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    path = file("a.csv", "id;title;colour\nI-1;A;red\nI-2;B;blue\n")
    dry = run(path, "--dry-run")
    assert dry.code == 0 and "2 would be created" in dry.out and not Mishap.objects.exists()
    done = run(path)
    assert done.code == 0 and "id → External id (external_id)" in done.out and "colour → kept as text" in done.out
    assert "2 created (MSH-2026-0001 to MSH-2026-0002), 0 skipped, 0 refused" in done.out
    row = LedgerRow.objects.filter(action="mishaps.create").first()
    assert row is not None and row.actor_name == "Plumbline" and row.source == "command"
    assert Mishap.objects.first().unit == people.top
    again = run(path)
    assert again.code == 0 and "line 2 skipped: I-1 is in the register already: MSH-2026-0001" in again.out


def test_refused_rows_end_with_1_and_their_lines(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    ended = run(file("a.csv", "id,title,severity\nI-1,A,High\nI-2,B,Blocker\nI-3,C\n"), "--map", "severity=severity")
    assert ended.code == 1 and "Nothing was written." in ended.out
    assert "line 3: severity: “Blocker” is no choice" in ended.err and "line 4: This row has 2 cells" in ended.err
    assert not Mishap.objects.exists()


def test_json_holds_result_and_mapping(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    ended = run(file("a.csv", "id,title\nI-1,A\nI-1,A\n"), "--json", "--actor", "quality", "--unit", "S")
    said = json.loads(ended.out)
    assert (said["rows"], said["created"], said["skipped"], said["refused"]) == (2, 1, 1, 0)
    assert said["duplicates"][0]["line"] == 3 and said["mapping"]["columns"]["id"] == "external_id"
    assert Mishap.objects.get().unit == people.south and Mishap.objects.get().created_by == people.quality


def test_ambiguous_date_ends_with_2_until_it_is_answered(
    incidents: Mishaps, people: SimpleNamespace, file: File
) -> None:
    path = file("a.csv", "id,title,detected\nI-1,A,03/04/2026\n")
    asked = run(path)
    assert asked.code == 2 and "3 April 2026 (dmy) or 4 March 2026 (mdy)" in asked.err
    assert json.loads(run(path, "--json").out)["fields"]["detected"]
    assert run(path, "--date-style", "mdy").code == 0
    assert Mishap.objects.get().found_on.isoformat() == "2026-03-04"


def test_mapping_and_meanings_are_given_by_hand(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    path = file("a.csv", "nr=1,head,sev,left\nI-1,A,S1,x\n")
    ended = run(
        path, "--map", "nr=1=external_id", "--map", "head=title", "--map", "sev=severity", "--map", "left=-",
        "--value", "sev:S1=critical",
    )  # fmt: skip
    assert ended.code == 0, ended.err
    record = Mishap.objects.get()
    assert (record.external_id, record.title, record.severity) == ("I-1", "A", "critical")
    assert record.description == ""


def test_field_given_by_hand_is_taken_from_its_proposed_column(
    incidents: Mishaps, people: SimpleNamespace, file: File
) -> None:
    assert run(file("a.csv", "id,title,name\nI-1,A,B\n"), "--map", "name=title").code == 0
    assert Mishap.objects.get().title == "B" and "- title: A" in Mishap.objects.get().description


@pytest.mark.parametrize(
    "arguments",
    [
        ("--actor", "nobody"), ("--map", "nothing=title"), ("--map", "title=rev"), ("--unit", "Mars"),
        ("--delimiter", "::"), ("--encoding", "martian"), ("--header", "9"),
    ],
)  # fmt: skip
def test_wrong_calls_end_with_2(
    incidents: Mishaps, people: SimpleNamespace, file: File, arguments: tuple[str, str]
) -> None:
    ended = run(file("a.csv", "id,title\nI-1,A\n"), *arguments)
    assert ended.code == 2 and ended.err.strip() and not Mishap.objects.exists()


def test_missing_and_unreadable_files_end_with_2(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    assert run("nowhere.csv").code == 2
    assert run(file("a.csv", b"PK\x03\x04")).code == 2
    with pytest.raises(CommandError):
        call_command("import_records", "mishaps", str(file("b.csv", "id,title\n1,a\n")), "--map", "title")
