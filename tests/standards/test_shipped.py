"""The catalogues of laws and frameworks, and our own mapping between what is shipped: counts, numbers, dates."""

import csv
from collections import Counter

import pytest
from django.apps import apps
from django.conf import LazySettings

from qms.lib.natural import natural_key
from standards.applying import starts
from standards.catalogues.load import FOLDER, load_mappings
from standards.models import RELATIONS, MappingRow, MappingSet, Requirement, key_label

pytestmark = pytest.mark.django_db


def refs(edition: str, **wanted: object) -> list[str]:
    return list(Requirement.objects.filter(edition__key=edition, **wanted).values_list("ref", flat=True))


@pytest.mark.requirement("RMF-01")
def test_the_ai_rmf_has_72_subcategories_under_four_functions() -> None:
    controls = refs("nist-ai-rmf-1", kind="control")
    assert len(controls) == len(set(controls)) == 72
    assert Counter(r.split(".")[0] for r in controls) == {"GOVERN": 19, "MAP": 18, "MEASURE": 22, "MANAGE": 13}
    assert len(refs("nist-ai-rmf-1", depth=1)) == 19
    assert refs("nist-ai-rmf-1", assessable=True) == controls


def test_the_ai_act_has_its_articles_and_annexes() -> None:
    articles = refs("aiact-2024", kind="article")
    assert articles == [str(n) for n in range(1, 114)]
    assert refs("aiact-2024", kind="annex") == [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII",
    ]  # fmt: skip


@pytest.mark.requirement("EUA-17")
def test_article_17_has_13_aspects() -> None:
    assert [r.rpartition(".")[2] for r in refs("aiact-2024", parent__ref="17.1")] == list("abcdefghijklm")


@pytest.mark.requirement("EUA-11")
def test_annex_iv_has_nine_points_and_annex_iii_eight() -> None:
    assert refs("aiact-2024", parent__ref="IV") == [f"IV.{n}" for n in range(1, 10)]
    assert refs("aiact-2024", parent__ref="III") == [f"III.{n}" for n in range(1, 9)]
    assert len(refs("aiact-2024", parent__ref="V")) == 8


def test_the_gdpr_has_99_articles() -> None:
    assert refs("gdpr-2016", kind="article") == [str(n) for n in range(1, 100)]
    assert refs("gdpr-2016", parent__ref="35.7") == ["35.7.a", "35.7.b", "35.7.c", "35.7.d"]


@pytest.mark.parametrize("edition", ["aiact-2024", "gdpr-2016"])
def test_articles_stand_in_natural_order_below_each_other(edition: str) -> None:
    shown = refs(edition, ref__regex="^[0-9]")
    assert shown == sorted(shown, key=lambda ref: [natural_key(p) for p in ref.split(".")])
    assert shown.index("9") < shown.index("10") < shown.index("100" if edition == "aiact-2024" else "99")


def test_references_are_read_as_each_publisher_writes_them() -> None:
    assert key_label("aiact-2024:17.1.h") == "EU AI Act Art. 17(1)(h)"
    assert key_label("aiact-2024:IV.2.b") == "EU AI Act Annex IV 2(b)"
    assert key_label("gdpr-2016:5.1.f") == "GDPR Art. 5(1)(f)"
    assert key_label("nist-ai-rmf-1:MEASURE.2.11") == "NIST AI RMF 1.0 MEASURE 2.11"


def test_dates_of_application_are_data_after_the_amendment_of_2026() -> None:
    said = {
        ref: [(s.on.isoformat(), s.about) for s in starts(Requirement.objects.get(key=f"aiact-2024:{ref}").regimes)]
        for ref in ("4", "53", "16", "50.1", "50.2", "III.4", "26", "73")
    }
    assert said == {
        "4": [("2025-02-02", "")], "53": [("2025-08-02", "")], "50.1": [("2026-08-02", "")],
        "73": [("2026-08-02", "")], "50.2": [("2026-12-02", "marking")], "III.4": [("2027-12-02", "Annex III")],
        "16": [("2027-12-02", "Annex III"), ("2028-08-02", "Annex I")],
        "26": [("2027-12-02", "Annex III"), ("2028-08-02", "Annex I")],
    }  # fmt: skip


def test_every_provision_of_the_ai_act_names_a_date_that_the_data_has() -> None:
    rows = Requirement.objects.filter(edition__key="aiact-2024")
    assert all(len(starts(r.regimes)) == len(r.regimes.split()) > 0 for r in rows)


def test_a_date_is_changed_in_one_place(tmp_path: object, settings: LazySettings) -> None:
    text = (FOLDER.parent.parent / "modelcards" / "aiact" / "dates.toml").read_text()
    file = tmp_path / "moved.toml"  # type: ignore[operator]
    file.write_text(text.replace("on = 2027-12-02", "on = 2030-01-01"))
    settings.QMS_AIACT_DATES = str(file)
    assert starts("annex_iii")[0].on.isoformat() == "2030-01-01"
    settings.QMS_AIACT_DATES = str(tmp_path / "missing.toml")  # type: ignore[operator]
    assert starts("annex_iii") == []


def test_our_own_mapping_says_so_and_names_only_what_is_shipped() -> None:
    sets = {m.key: m.rows.count() for m in MappingSet.objects.all()}
    assert sets == {
        "iso9001-iso42001": 75, "iso9001-aiact": 44, "iso9001-nist-ai-rmf": 22, "iso42001-aiact": 98,
        "iso42001-nist-ai-rmf": 106, "aiact-nist-ai-rmf": 49,
        "aiact-gdpr": 19, "iso42001-gdpr": 21,
    }  # fmt: skip
    assert all("our own judgement" in m.provenance.lower() for m in MappingSet.objects.all())
    for key in sets:
        assert "Our own judgement" in (FOLDER / "mappings" / f"{key}.csv").read_text().splitlines()[0]
    known = dict(RELATIONS)
    assert all(r.relation in known and r.rationale for r in MappingRow.objects.all())


def test_loading_the_mappings_again_changes_nothing_and_a_row_that_left_goes() -> None:
    def model(name: str) -> type:
        return apps.get_model("standards", name)

    assert {(d.created, d.changed, d.gone) for d in load_mappings(model)} == {(0, 0, 0)}
    held = MappingSet.objects.get(key="iso9001-aiact")
    row = held.rows.first()
    assert row is not None
    stray = Requirement.objects.get(key="aiact-2024:99")
    held.rows.filter(pk=row.pk).update(target=stray)
    changed = {d.edition: (d.created, d.changed, d.gone) for d in load_mappings(model)}
    assert changed["iso9001-aiact"] == (1, 0, 1)
    assert not held.rows.filter(target=stray).exists()


def test_no_shipped_row_says_one_thing_twice() -> None:
    for file in (FOLDER / "mappings").glob("*.csv"):
        with file.open(newline="") as stream:
            rows = list(csv.reader(line for line in stream if not line.startswith("#")))
        ends = [(r[0], r[2]) for r in rows]
        assert len(ends) == len(set(ends)), file.name
