"""`manage.py import_standard`: what it prints, as words and as JSON, and its exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from qms.records.models import LedgerRow
from standards.models import Edition, Requirement
from tests.processes.made import some_people
from tests.standards.files import ORCHARD, library, mapping, node, pair, written

pytestmark = pytest.mark.django_db


def run(capsys: pytest.CaptureFixture[str], *args: Any) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        call_command("import_standard", *[str(a) for a in args])
    said = capsys.readouterr()
    return int(left.value.code or 0), said.out, said.err


def test_a_dry_run_and_the_real_one_say_the_same_but_only_one_writes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "my orchard.yaml", library(ORCHARD))
    code, dry, _err = run(capsys, file, "--dry-run")
    assert code == 0 and dry.endswith("A dry run: nothing was written.\n")
    assert not Edition.objects.filter(origin="imported").exists()
    code, out, _err = run(capsys, file)
    assert code == 0 and dry == out + "A dry run: nothing was written.\n"
    assert out == (
        "my orchard.yaml: imported, CISO Assistant library\n"
        "  orchard-1-1 (Orchard standard): 5 requirements, 4 assessable, 3 levels; 5 added, 0 changed, 0 gone\n"
    )
    code, out, _err = run(capsys, file)
    assert code == 0 and out.startswith("my orchard.yaml: unchanged")


def test_json_tells_all_of_each_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [
        written(tmp_path, "m.yaml", mapping([pair("a.1", "9.2.2"), pair("a.2", "99")])),
        written(tmp_path, "a.yaml", library(ORCHARD)),
        written(tmp_path, "bad.yaml", library([node("A", "Z")])),
    ]
    code, out, _err = run(capsys, *files, "--json")
    held = json.loads(out)
    assert code == 1 and held["dry_run"] is False
    by_name = {f["file"]: f for f in held["files"]}
    wanted = {"file", "format", "outcome", "reason", "ref", "edition", "nodes", "assessable", "depth", "orphans",
              "mappings", "refused", "refused_total", "notes", "parts"}  # fmt: skip
    assert all(set(f) == wanted for f in held["files"])
    assert (by_name["a.yaml"]["ref"], by_name["a.yaml"]["edition"], by_name["a.yaml"]["nodes"]) == (
        "orchard-1-1", "Orchard standard", 5,
    )  # fmt: skip
    assert by_name["m.yaml"]["mappings"] == 1
    assert by_name["m.yaml"]["refused"] == [
        {"where": "requirement_mappings 2", "why": "There is no requirement “99” in the edition."}
    ]
    assert (by_name["bad.yaml"]["outcome"], by_name["bad.yaml"]["orphans"]) == ("refused", 1)


def test_a_table_is_told_what_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, "a.csv", "Kennung,title\n4.1,Context\n")
    code, out, _err = run(capsys, file, "--standard", "ISO 9001", "--edition", "2026", "--column", "ref=Kennung")
    assert code == 0 and "iso-9001-2026 (ISO 9001:2026): 1 requirements" in out
    assert Requirement.objects.get(key="iso-9001-2026:4.1").title == "Context"


def test_the_import_bears_the_name_of_who_brought_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = some_people()
    file = written(tmp_path, "a.yaml", library(ORCHARD))
    code, _out, err = run(capsys, file, "--actor", "owner")
    assert code == 2 and "takes the role of quality manager, compliance officer or administrator" in err
    run(capsys, file, "--actor", "quality")
    assert LedgerRow.objects.get(action="standards.import_edition").actor_id == people.quality.pk


@pytest.mark.parametrize("args", [["missing.yaml"], ["{file}", "--actor", "nobody"]])
def test_a_wrong_call_is_told_and_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], args: list[str]
) -> None:
    file = written(tmp_path, "a.yaml", library(ORCHARD))
    code, _out, err = run(capsys, *[a.replace("{file}", str(file)) for a in args])
    assert code == 2 and err.strip()
    assert not Edition.objects.filter(origin="imported").exists()
