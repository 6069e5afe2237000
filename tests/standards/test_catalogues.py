"""The shipped catalogues: their counts, their order, and that loading them again changes nothing."""

from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from qms.lib.natural import natural_key
from qms.records.models import LedgerRow
from standards.catalogues.load import FOLDER, lines, load_all
from standards.models import Edition, Requirement
from standards.queries import editions

pytestmark = pytest.mark.django_db
OBJECTIVES = {"A.2": 3, "A.3": 2, "A.4": 5, "A.5": 4, "A.6": 9, "A.7": 5, "A.8": 4, "A.9": 3, "A.10": 3}


def models(name: str) -> type:
    return apps.get_model("standards", name)


def refs(edition: str, **wanted: object) -> list[str]:
    return list(Requirement.objects.filter(edition__key=edition, **wanted).values_list("ref", flat=True))


def points_of(ref: str, edition: str = "iso9001-2015") -> str:
    """The letters under a clause, one after another."""
    return "".join(r.rpartition(".")[2] for r in refs(edition, parent__ref=ref, kind="point"))


def test_iso_9001_reaches_the_lowest_numbered_clauses() -> None:
    rows = Requirement.objects.filter(edition__key="iso9001-2015")
    assert Counter(rows.values_list("kind", flat=True)) == {"clause": 91, "point": 245}
    assert rows.filter(kind="clause", assessable=True).count() == 65
    assert refs("iso9001-2015", depth=0) == ["4", "5", "6", "7", "8", "9", "10"]


@pytest.mark.parametrize(
    ("ref", "letters"),
    [
        ("4.4.1", "abcdefgh"), ("5.1.1", "abcdefghij"), ("6.2.1", "abcdefg"), ("7.5.3.2", "abcd"),
        ("8.3.2", "abcdefghij"),
        ("8.5.1", "abcdefgh"), ("9.1.3", "abcdefg"), ("9.2.2", "abcdef"), ("9.3.2", "abcdef"), ("9.3.2.c", "1234567"),
        ("10.2.1", "abcdef"), ("10.2.1.a", "12"), ("10.2.1.b", "123"), ("7.1.2", ""), ("8.5.6", ""), ("10.3", ""),
    ],
)  # fmt: skip
def test_iso_9001_letters_are_points_of_their_clause(ref: str, letters: str) -> None:
    assert points_of(ref) == letters


@pytest.mark.requirement("AIMS-01")
def test_iso_42001_has_38_controls_under_nine_objectives() -> None:
    controls = refs("iso42001-2023", kind="control")
    assert len(controls) == len(set(controls)) == 38
    assert Counter(".".join(r.split(".")[:2]) for r in controls) == OBJECTIVES
    assert refs("iso42001-2023", kind="control", assessable=False) == []


def test_iso_42001_has_improvement_the_other_way_round() -> None:
    titles = dict(Requirement.objects.filter(edition__key="iso42001-2023").values_list("ref", "title"))
    assert (titles["10.1"], titles["10.2"]) == ("Continual improvement", "Nonconformity and corrective action")
    assert Requirement.objects.filter(edition__key="iso42001-2023", kind="clause", assessable=True).count() == 32


@pytest.mark.parametrize("edition", ["iso9001-2015", "iso42001-2023"])
def test_requirements_stand_in_natural_order_below_their_parents(edition: str) -> None:
    rows = list(Requirement.objects.filter(edition__key=edition).select_related("parent"))
    shown = [r.ref for r in rows]
    assert shown == sorted(shown, key=lambda ref: [natural_key(p) for p in ref.split(".")])
    assert all(r.parent is None if r.depth == 0 else r.ref.startswith(f"{r.parent.ref}.") for r in rows)
    assert all(not r.assessable for r in rows if r.children.exclude(kind="point").exists())


def test_titles_are_short_and_our_own() -> None:
    assert all(len(title.split()) <= 7 for title in Requirement.objects.values_list("title", flat=True))


def test_editions_stand_side_by_side() -> None:
    assert sorted(map(str, Edition.objects.select_related("standard"))) == [
        "EU AI Act", "GDPR", "ISO 9001:2015", "ISO/IEC 42001:2023", "NIST AI RMF 1.0",
    ]  # fmt: skip
    assert Requirement.objects.filter(ref="9.2.2").count() == 2


def test_loading_again_changes_nothing() -> None:
    before = list(Requirement.objects.order_by("pk").values())
    assert [(d.created, d.changed, d.gone) for d in load_all(models)] == [(0, 0, 0)] * 5
    call_command("load_catalogues", quiet=True)
    assert list(Requirement.objects.order_by("pk").values()) == before
    assert not LedgerRow.objects.filter(action="standards.load_catalogue").exists()


def test_a_changed_title_is_taken_over_and_stands_in_the_audit_trail(capsys: pytest.CaptureFixture[str]) -> None:
    Requirement.objects.filter(key="iso9001-2015:9.2.2.f").update(title="Something else")
    call_command("load_catalogues", quiet=True)
    assert capsys.readouterr().out == "iso9001-2015: 336 requirements, 0 new, 1 changed\n"
    assert Requirement.objects.get(key="iso9001-2015:9.2.2.f").title == "Evidence retained"
    assert LedgerRow.objects.get(action="standards.load_catalogue").subject == "standard iso9001-2015"


def test_a_row_that_left_the_file_stays_because_records_may_name_it(tmp_path: Path) -> None:
    for file in FOLDER.glob("*.csv"):
        kept = [line for line in file.read_text().splitlines() if not line.startswith("A.10.4,")]
        (tmp_path / file.name).write_text("\n".join(kept))
    gone = {d.edition: d.gone for d in load_all(models, tmp_path)}
    assert {edition for edition, n in gone.items() if n} == {"iso42001-2023"} and gone["iso42001-2023"] == 1
    assert Requirement.objects.filter(key="iso42001-2023:A.10.4").exists()


@pytest.mark.parametrize("line", ["4.1,clause,Twice,", "11.1,clause,Without a chapter,"])
def test_a_broken_catalogue_is_refused_as_a_whole(tmp_path: Path, line: str) -> None:
    (tmp_path / "editions.csv").write_text(
        "key,standard,standard_title,edition,title,in_force_from,note\nx-1,X,X,1,X,2020-01-01,\n"
    )
    (tmp_path / "x-1.csv").write_text(f"ref,kind,title,note\n4,clause,Four,\n4.1,clause,Four one,\n{line}\n")
    with pytest.raises(ValueError, match="stands twice"):
        load_all(models, tmp_path)
    assert not Edition.objects.filter(key="x-1").exists()


def test_every_shipped_file_is_in_the_list_of_editions() -> None:
    assert {f.stem for f in FOLDER.glob("*.csv")} - {"editions"} == {r["key"] for r in lines(FOLDER / "editions.csv")}


def test_the_documentation_counts_what_is_shipped() -> None:
    page = (FOLDER.parent.parent / "docs" / "standards.md").read_text()
    for edition in editions():
        kinds = Counter(edition.requirements.values_list("kind", flat=True))
        shown = [str(kinds[k] or "–") for k in ("clause", "article", "point", "control", "annex")]
        assert (
            f"| {edition} | `{edition.key}` | {' | '.join([*shown, str(edition.nodes), str(edition.assessable)])} |"
            in page
        )
