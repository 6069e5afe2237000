"""Files that are refused: the sentence that a person reads, and that nothing of them was stored."""

import time
from pathlib import Path
from typing import Any

import pytest

from qms.records.models import LedgerRow
from standards.importing import limits
from standards.models import Edition, MappingRow, MappingSet, Requirement, Standard
from tests.standards.files import ORCHARD, URN, brought, library, mapping, node, pair, written

pytestmark = pytest.mark.django_db
TABLES = (Standard, Edition, Requirement, MappingSet, MappingRow, LedgerRow)


def counts() -> list[int]:
    return [m.objects.count() for m in TABLES]


def laughs() -> str:
    """Nine levels of nine aliases: a billion of a word."""
    lines = ['a0: &a0 ["lol"]']
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join(lines) + "\n"


CYCLE = [node("A", "C"), node("B", "A"), node("C", "B"), node("D")]
LONG_CYCLE = [node(str(n), str((n + 1) % 30)) for n in range(30)]
TOO_DEEP = [node(str(n), str(n - 1) if n else "") for n in range(limits.MOST_DEPTH + 1)]
NO_URN = [node("A"), {**node("B"), "urn": None}]
BAD: list[tuple[str, Any, str]] = [
    ("cycle.yaml", library(CYCLE), "It stands below itself."),
    ("long cycle.yaml", library(LONG_CYCLE), "stands below itself"),
    ("selfish.yaml", library([node("A", "A")]), "It stands below itself."),
    ("orphan.yaml", library([*ORCHARD, node("X", "Y")]), f"{URN}:x: Its parent “{URN}:y” is not in the file."),
    ("no-id.yaml", library(NO_URN), "requirement_nodes 2 has no urn"),
    ("twice.yaml", library([*ORCHARD, node("B")]), f"{URN}:b: The id stands twice in the file."),
    ("deep.yaml", library(TOO_DEEP), "16 levels deep; at most 15 are taken"),
    ("html.yaml", library([node("A", name="<b>Bold</b> claims")]), "The title holds markup (“<b>Bold</b> claims”)"),
    ("script.yaml", library([node("A", name="Hi <script>alert(1)</script>")]), "Write plain text."),
    ("empty-framework.yaml", library([]), "It has no requirements."),
    ("laughs.yaml", laughs(), "Line 2 refers to another part of the file (*a0)"),
    ("nested.yaml", "[" * 5000, "nested more than 60 levels deep"),
    ("indented.yaml", "".join(" " * n + "a:\n" for n in range(500)), "nested more than 60 levels deep"),
    ("nested.json", "[" * 200_000, "The file is nested too deep."),
    ("latin.yaml", "urn: übung\n".encode("latin-1"), "The file is not UTF-8 (byte 5). Save it as UTF-8."),
    ("latin.json", '{"a": "ü"}'.encode("latin-1"), "The file is not UTF-8"),
    ("nothing.yaml", " \n", "The file is empty."),
    ("nothing.csv", "", "The file is empty."),
    ("broken.yaml", "a: [1, 2\nb: 3\n", "The file is no YAML"),
    ("two.yaml", "a: 1\n---\nb: 2\n", "more than one document"),
    ("broken.json", "{", "The file is no JSON"),
    ("list.yaml", "- a\n- b\n", "no standard in a format known here"),
    ("text.yaml", "just words\n", "no standard in a format known here"),
    ("standard.pdf", b"%PDF-1.7", "Files of type “.pdf” hold no standard"),
    ("nodes.yaml", library([]) | {"objects": {"framework": {"urn": "x", "requirement_nodes": {"a": 1}}}}, "is no list"),
    ("matrix.yaml", {"urn": "x", "objects": {"risk_matrix": [{}]}}, "It belongs to the register of risks"),
    ("other.xml", "<html><body/></html>", "this is <html>"),
    ("entities.xml", '<!DOCTYPE a [<!ENTITY b "c">]><CONS.ACT>&b;</CONS.ACT>', "declares a document type or entities"),
    ("no-id.json", {"catalog": {"uuid": "u", "metadata": {"title": "T"}, "controls": [{"title": "C"}]}}, "has no id"),
    ("no-title.csv", "ref,colour\n1,red\n", "No column holds the title of a requirement"),
    ("no-ref.csv", "ref,title\n,One\n", "Line 2 has no reference."),
    ("depth.csv", "ref,title,depth\n1,One,x\n", "Line 2: “x” is no depth."),
    ("twice.csv", "ref,title\n1,One\n1,Again\n", "1: The id stands twice in the file."),
    ("parents.csv", "ref,title,parent\n1,One,2\n2,Two,1\n", "It stands below itself."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "held", "sentence"), BAD, ids=[b[0] for b in BAD])
def test_a_bad_file_is_refused_with_a_sentence_and_nothing_is_stored(
    tmp_path: Path, name: str, held: Any, sentence: str
) -> None:
    before, start = counts(), time.monotonic()
    (result,) = brought(written(tmp_path, name, held))
    assert result.outcome == "refused"
    assert sentence in result.reason, result.reason
    assert counts() == before
    assert time.monotonic() - start < 5


def test_a_file_of_100_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    for name in ("large.yaml", "large.csv"):
        path = tmp_path / name
        with path.open("wb") as file:
            file.truncate(100 * 1024**2)
        before, start = counts(), time.monotonic()
        (result,) = brought(path)
        assert "A standard may have at most 25 MB." in result.reason
        assert counts() == before and time.monotonic() - start < 1


def test_orphans_are_counted_and_each_is_named(tmp_path: Path) -> None:
    (result,) = brought(written(tmp_path, "a.yaml", library([*ORCHARD, node("X", "Y"), node("Z", "Y")])))
    data = result.as_data()
    assert (data["orphans"], data["refused_total"]) == (2, 2)
    assert [r["where"] for r in data["refused"]] == [f"{URN}:x", f"{URN}:z"]


def test_a_null_relationship_and_unknown_targets_are_kept_out_row_by_row(tmp_path: Path) -> None:
    rows = [
        pair("a.1", "9.2.2"), pair("a.1", "99.9"), pair("nowhere", "4.1"), pair("a.2", "4.1", None),
        pair("a.2", "4.2", "not_related"), pair("a.2", "4.3", "similar"), pair("a.2", "4.4", "equal", 11),
        pair("a.1", "9.2.2", "subset"), pair("b", "iso9001-2015:10.3", "intersect", None),
    ]  # fmt: skip
    _library, result = brought(
        written(tmp_path, "a.yaml", library(ORCHARD)), written(tmp_path, "m.yaml", mapping(rows))
    )
    assert result.outcome == "imported"
    assert [(r.where, r.why) for r in result.parts[0].refused] == [
        ("requirement_mappings 2", "There is no requirement “99.9” in the edition."),
        ("requirement_mappings 3", f"There is no requirement “{URN}:nowhere” in the edition."),
        ("requirement_mappings 4", "It does not say how the two are related."),
        ("requirement_mappings 5", "It says that the two are not related; nothing is passed on."),
        ("requirement_mappings 6", "“similar” is no relation. Known are: equal, superset, subset, intersects."),
        ("requirement_mappings 7", "“11” is no strength from 1 to 10."),
        ("requirement_mappings 8", "The same two requirements stand in an earlier row."),
    ]
    held = MappingSet.objects.get(key="orchard-to-nine").rows.select_related("source", "target")
    assert [(r.source.ref, r.relation, r.target.ref, r.strength) for r in held] == [
        ("A.1", "equal", "9.2.2", 9), ("B", "intersects", "10.3", None),
    ]  # fmt: skip


def test_a_mapping_waits_until_its_editions_are_loaded(tmp_path: Path) -> None:
    file, before = written(tmp_path, "m.yaml", mapping([pair("a.1", "9.2.2"), pair("b", "4.1")])), counts()
    (result,) = brought(file)
    assert result.outcome == "refused" and "Bring the standard first, then the mapping again." in result.reason
    assert len(result.parts[0].refused) == 3 and counts() == before
    brought(written(tmp_path, "a.yaml", library(ORCHARD)))
    (result,) = brought(file)
    assert (result.outcome, result.parts[0].mappings) == ("imported", 2)
    (result,) = brought(file)
    assert result.outcome == "unchanged"


def test_a_mapping_without_a_good_row_stores_nothing(tmp_path: Path) -> None:
    brought(written(tmp_path, "a.yaml", library(ORCHARD)))
    before = counts()
    (result,) = brought(written(tmp_path, "m.yaml", mapping([pair("a.1", "99"), pair("b", "98")])))
    assert result.outcome == "refused" and "And 1 more." in result.reason
    assert counts() == before


def test_an_edited_mapping_shows_what_changed(tmp_path: Path) -> None:
    rows = [pair("a.1", "9.2.2"), pair("b", "4.1"), pair("a.2", "4.2")]
    brought(written(tmp_path, "a.yaml", library(ORCHARD)), written(tmp_path, "m.yaml", mapping(rows)))
    edited = [pair("a.1", "9.2.2", "subset"), pair("b", "4.1"), pair("a.2", "4.3")]
    (result,) = brought(written(tmp_path, "m.yaml", mapping(edited)))
    part = result.parts[0]
    assert part.changed == ["orchard-1-1:A.1 → iso9001-2015:9.2.2"]
    assert part.added == ["orchard-1-1:A.2 → iso9001-2015:4.3"] and part.gone == ["orchard-1-1:A.2 → iso9001-2015:4.2"]


def test_one_refused_edition_takes_the_rest_of_its_file_back(tmp_path: Path) -> None:
    held = library(ORCHARD)
    good = held["objects"].pop("framework")
    held["objects"]["frameworks"] = [
        good,
        {**good, "urn": "other", "ref_id": "O", "requirement_nodes": [node("A", "Z")]},
    ]
    before = counts()
    (result,) = brought(written(tmp_path, "a.yaml", held))
    assert result.outcome == "refused" and counts() == before


def test_an_edition_that_is_shipped_is_not_overwritten(tmp_path: Path) -> None:
    from standards.importing.shapes import Options

    before = counts()
    (result,) = brought(
        written(tmp_path, "a.csv", "ref,title\n4.1,Mine\n"), options=Options("ISO 9001", "2015")
    )  # fmt: skip
    assert "“ISO 9001:2015” is here already" in result.reason and counts() == before


def test_whoever_comes_second_at_the_same_moment_is_refused_and_stores_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought(written(tmp_path, "a.yaml", library(ORCHARD)))
    before = counts()
    monkeypatch.setattr("standards.importing.editions._clash", lambda cat, edition: "")  # neither saw the other
    monkeypatch.setattr("standards.importing.editions.key_for", lambda cat: "orchard-1-1")
    other = library(ORCHARD)
    other["objects"]["framework"]["urn"] = "urn:made:risk:framework:another"
    (result,) = brought(written(tmp_path, "b.yaml", other))
    assert result.outcome == "refused" and "Somebody else brought the same standard in" in result.reason
    assert counts() == before
