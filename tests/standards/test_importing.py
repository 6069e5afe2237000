"""Bringing standards in: what becomes of a file, of the same file again, and of an edited copy."""

import copy
from pathlib import Path
from typing import Any

import pytest

from qms.records.models import LedgerRow
from qms.registers import registry
from standards.importing.shapes import Options
from standards.models import Edition, MappingSet, Requirement, requirements_for, requirements_under
from tests.processes.made import AT, VALUES, some_people
from tests.standards.files import ORCHARD, URN, brought, library, mapping, node, pair, written

pytestmark = pytest.mark.django_db


def state() -> list[Any]:
    """Everything an import could touch, to see that it did not."""
    return [
        list(m.objects.order_by("pk").values()) for m in (Edition, Requirement, MappingSet)
    ] + [LedgerRow.objects.count()]  # fmt: skip


@pytest.mark.parametrize("key", ["framework", "frameworks"])
def test_a_library_becomes_an_edition_whose_references_are_paths(tmp_path: Path, key: str) -> None:
    (result,) = brought(written(tmp_path, "my orchard.yaml", library(ORCHARD, key=key)))
    data = result.as_data()
    assert (data["outcome"], data["ref"], data["nodes"], data["assessable"], data["depth"], data["orphans"]) == (
        "imported", "orchard-1-1", 5, 4, 3, 0,
    )  # fmt: skip
    rows = Requirement.objects.filter(edition__key="orchard-1-1").order_by("position")
    assert [(r.ref, r.spoken, r.depth, r.assessable) for r in rows.select_related("edition")] == [
        ("A", "A", 0, False), ("A.1", "A.1", 1, True), ("A.2", "A.2", 1, True), ("A.2.a", "A.2.a", 2, True),
        ("B", "B", 0, True),
    ]  # fmt: skip
    assert Edition.objects.get(key="orchard-1-1").is_imported
    row = LedgerRow.objects.get(action="standards.import_edition")
    assert row.subject == "edition orchard-1-1" and "my orchard.yaml" in row.reason


def test_a_number_is_shown_as_published_and_kept_as_a_path(tmp_path: Path) -> None:
    nodes = [node("ID"), node("ID.AM", "ID"), node("ID.AM-1", "ID.AM"), node("ID.AM-10", "ID.AM")]
    brought(written(tmp_path, "a.yaml", library(nodes)))
    keys = ["orchard-1-1:ID.AM.10", "orchard-1-1:ID.AM.1"]
    assert [r.spoken for r in requirements_for(keys)] == ["ID.AM-1", "ID.AM-10"]
    assert len(requirements_under(["orchard-1-1:ID.AM"])) == 3


def test_a_missing_reference_gets_a_number_and_a_double_one_a_suffix(tmp_path: Path) -> None:
    nodes = [node("A"), node("x", "A", ref_id=None), node("y", "A", ref_id="A.1"), node("z", "A", ref_id="A.1")]
    brought(written(tmp_path, "a.yaml", library(nodes)))
    assert [r.ref for r in Requirement.objects.filter(edition__key="orchard-1-1")] == ["A", "A.1", "A.1-2", "A.1-3"]


def test_eight_levels_are_taken(tmp_path: Path) -> None:
    names = [".".join("12345678"[:n]) for n in range(1, 9)]
    nodes = [node(name, name.rpartition(".")[0]) for name in names]
    (result,) = brought(written(tmp_path, "deep.yaml", library(nodes)))
    assert result.as_data()["depth"] == 8
    assert Requirement.objects.get(key="orchard-1-1:1.2.3.4.5.6.7.8").depth == 7


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, "a.yaml", library(ORCHARD))
    brought(file)
    before = state()
    (result,) = brought(file)
    assert result.outcome == "unchanged" and not result.parts[0].alters
    assert state() == before


def test_a_dry_run_says_everything_and_writes_nothing(tmp_path: Path) -> None:
    before = state()
    files = [
        written(tmp_path, "m.yaml", mapping([pair("a.1", "9.2.2")])),
        written(tmp_path, "a.yaml", library(ORCHARD)),
    ]
    results = brought(*files, dry_run=True)
    assert [r.outcome for r in results] == ["imported", "imported"]
    assert len(results[1].parts[0].added) == 5 and results[0].parts[0].mappings == 1
    assert state() == before


def test_an_edited_copy_shows_what_changed_and_records_keep_their_links(tmp_path: Path) -> None:
    people = some_people()
    brought(written(tmp_path, "a.yaml", library(ORCHARD)))
    clauses = ["orchard-1-1:A.1", "orchard-1-1:A.2.a"]
    record = registry["processes"].create(actor=people.quality, at=AT, **{**VALUES, "clauses": clauses})
    edited = copy.deepcopy(ORCHARD)
    edited[1]["name"] = "Pruning"
    edited[1]["ref_id"] = "A.1bis"
    del edited[3]
    edited.append(node("C"))
    (result,) = brought(written(tmp_path, "b.yaml", library(edited)))
    part = result.parts[0]
    assert part.added == ["C About C"]
    assert part.changed == ["A.1bis Pruning (title, number)"]
    assert part.gone == ["A.2.a About A.2.a"]
    kept = Requirement.objects.select_related("edition").get(key="orchard-1-1:A.1")
    assert (kept.title, kept.spoken) == ("Pruning", "A.1bis")
    gone = Requirement.objects.get(key="orchard-1-1:A.2.a")
    assert gone.withdrawn_at is not None
    fresh = registry["processes"].get(record.number, people.quality)
    assert fresh.clauses == clauses
    registry["processes"].edit(fresh, rev=fresh.rev, actor=people.quality, at=AT, title="Picking of apples")
    brought(written(tmp_path, "a.yaml", library(ORCHARD)))
    gone.refresh_from_db()
    assert gone.withdrawn_at is None


def test_a_moved_requirement_keeps_its_key(tmp_path: Path) -> None:
    brought(written(tmp_path, "a.yaml", library(ORCHARD)))
    moved = copy.deepcopy(ORCHARD)
    moved[3]["parent_urn"] = f"{URN}:b"
    moved.append(moved.pop(3))
    (result,) = brought(written(tmp_path, "a.yaml", library(moved)))
    assert result.parts[0].changed == ["A.2.a About A.2.a (what it stands below)"]
    assert Requirement.objects.select_related("parent").get(key="orchard-1-1:A.2.a").parent.ref == "B"


def test_a_table_says_what_stands_above_by_indentation_depth_parent_or_reference(tmp_path: Path) -> None:
    tables = {
        "indented": "ref,title\n1,One\n 1a,Below\n2,Two\n",
        "deep": "ref,title,depth\n1,One,0\n1a,Below,1\n2,Two,0\n",
        "parents": "ref,title,parent\n1,One,\n1a,Below,1\n2,Two,\n",
    }
    for name, text in tables.items():
        (result,) = brought(written(tmp_path, f"{name}.csv", text), options=Options("Made", name))
        rows = Requirement.objects.filter(edition__edition=name)
        assert [(r.number, r.depth, r.assessable) for r in rows] == [("1", 0, False), ("1a", 1, True), ("2", 0, True)]
        assert result.format == "table of requirements"
    text = "Clause;Heading\n8;Operation\n8.9;Nine\n8.10;Ten\n"
    brought(written(tmp_path, "refs.csv", text), options=Options("Made", "refs"))
    assert [r.ref for r in Requirement.objects.filter(edition__edition="refs")] == ["8", "8.9", "8.10"]


def test_a_column_can_be_named_by_hand(tmp_path: Path) -> None:
    file = written(tmp_path, "odd.csv", "Kennung,Was\n1,Eins\n2,Zwei\n")
    (refused,) = brought(file)
    assert refused.outcome == "refused" and "The columns are: Kennung, Was." in refused.reason
    (result,) = brought(file, options=Options(columns={"ref": "Kennung", "title": "Was"}))
    assert result.outcome == "imported"


def test_oscal_prose_has_its_parameters_filled_in(tmp_path: Path) -> None:
    catalog = {"catalog": {
        "uuid": "11111111-0000-4000-8000-000000000000", "metadata": {"title": "Locks", "version": "3"},
        "params": [{"id": "time", "values": ["five minutes"]}],
        "groups": [{"id": "g", "title": "Group", "groups": [{"id": "h", "title": "Inner", "controls": [
            {"id": "h-1", "title": "Lock", "params": [
                {"id": "what", "select": {"choice": ["the door", "the gate for {{ insert: param, time }}"]}},
                {"id": "who", "label": "a person"},
            ], "props": [{"name": "label", "value": "H-1"}], "parts": [
                {"name": "statement", "prose": "Lock {{ insert: param, what }}.", "parts": [
                    {"name": "item", "prose": "Ask {{ insert: param, who }} and {{ insert: param, nobody }}."}]}],
             "controls": [{"id": "h-1.1", "title": "Twice", "props": [{"name": "status", "value": "withdrawn"}]}]},
        ]}]}],
    }}  # fmt: skip
    (result,) = brought(written(tmp_path, "locks.json", catalog))
    assert (result.format, result.parts[0].depth, result.parts[0].assessable) == ("OSCAL catalog", 4, 1)
    lock = Requirement.objects.get(file_id="h-1")
    assert lock.number == "H-1"
    assert lock.text == "Lock [the door / the gate for five minutes].\n  Ask [a person] and [nobody]."
    assert Requirement.objects.get(file_id="h-1.1").note == "Withdrawn by its publisher"
    (again,) = brought(written(tmp_path, "locks.yaml", catalog))
    assert again.outcome == "unchanged"
