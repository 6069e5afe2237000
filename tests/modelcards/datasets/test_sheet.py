"""The datasheet: empty, answered and unknown are three things, wherever it is read."""

import datetime
import io
import re

import pytest
from pypdf import PdfReader

from modelcards import datasheet
from modelcards.models import Dataset
from modelcards.models.sheet_answers import UNKNOWN, standing
from qms.lib.errors import Unmet
from qms.registers import registry
from tests.conformance.world import World, nothing_changes
from tests.factories.datasets import DatasetRecipe

pytestmark = pytest.mark.requirement("DS-01")


def test_the_questions_name_the_seven_sections_of_gebru_and_all_of_article_10() -> None:
    sources = {s for n in datasheet.QUESTIONS for s in Dataset._meta.get_field(n).sources}
    gebru = {s.removeprefix("Gebru: ") for s in sources if s.startswith("Gebru")}
    assert gebru == {
        "motivation", "composition", "collection", "preprocessing", "uses", "distribution", "maintenance"
    }  # fmt: skip
    assert {f"AI Act 10(2)({x})" for x in "abcdefgh"} <= sources
    assert {f"AI Act 10(5)({x})" for x in "abcdef"} <= sources
    both = [n for n in datasheet.QUESTIONS if len({s[:5] for s in Dataset._meta.get_field(n).sources}) == 2]
    assert {"origin", "design_choices", "preparation", "assumptions", "suitability"} <= set(both)


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Sensors of the plant.", "answered"), ("", "empty"), ("  ", "empty"), ("N/A", "empty"), ("-", "empty"),
        ("TBD", "empty"), ("None", "empty"), ("[More Information Needed]", "empty"), ("\u200b\u200b", "empty"),
        ("Unknown", "unknown"), ("unknown.", "unknown"), ("Unknown to the authors", "unknown"),
        ("UNBEKANNT", "unknown"),
        ("Unknown before 2019, sensors since.", "answered"),
    ],
)  # fmt: skip
def test_how_a_text_stands(text: str, stands: str) -> None:
    assert standing(text) == stands


def test_unknown_is_not_empty_on_page_by_api_and_on_paper(world: World) -> None:
    dataset = world.recipe.make(consent="unknown to the authors", raw_data="", retention="Ten years.")
    here = f"/datasets/{dataset.number}/"
    told = world.boss.get(f"/api/v1{here}").json()
    assert (told["consent"], told["raw_data"], told["retention"]) == (UNKNOWN, "", "Ten years.")
    page = " ".join(world.boss.get(here).content.decode().split())
    assert re.search(r"<dt[^>]*>Consent</dt><dd[^>]*><span class=\"badge warn\">Unknown</span>", page)
    assert re.search(r"Not filled in:[^<]*Raw data", page) and "<dt>Raw data</dt>" not in page
    answer = world.boss.get(f"{here}print/")
    paper = "\n".join(p.extract_text() for p in PdfReader(io.BytesIO(answer.content)).pages)
    assert re.search(r"Consent\s+Unknown", paper)
    assert re.search(r"Not filled in:[^:]*Raw data", paper)


def test_the_form_has_a_tick_for_unknown_and_takes_no_two_answers(world: World) -> None:
    dataset = world.recipe.make()
    address = f"/datasets/{dataset.number}/edit/?section=collection"
    form = world.boss.get(address).content.decode()
    assert 'name="consent-unknown"' in form
    kept = {"rev": dataset.rev, "origin": dataset.origin}
    both = world.boss.post(address, {**kept, "consent": "They agreed.", "consent-unknown": "1"})
    assert both.status_code == 422 and "Either there is an answer or it is unknown" in both.content.decode()
    assert world.boss.post(address, {**kept, "consent-unknown": "1"}).status_code == 302
    dataset = world.recipe.fresh(dataset)
    assert dataset.consent == UNKNOWN
    form = world.boss.get(address).content.decode()
    assert re.search(r'name="consent-unknown" value="1" checked', form)
    assert (
        world.boss.post(address, {"rev": dataset.rev, "origin": dataset.origin, "consent": "Asked."}).status_code == 302
    )
    assert world.recipe.fresh(dataset).consent == "Asked."


@pytest.mark.requirement("EUA-10")
def test_the_panel_counts_what_is_answered_unknown_and_empty(world: World) -> None:
    dataset = world.recipe.make(consent="unknown", ethics="tbd")
    groups = {g.key: g for g in datasheet.filled(dataset, registry["datasets"].sections)}
    collection = groups["collection"]
    assert (collection.answered, collection.unknown) == (1, 1)
    assert [one.name for one in collection.empty] == ["collection", "original_purpose", "ethics"]
    page = world.boss.get(f"/datasets/{dataset.number}/").content.decode()
    assert "How far it is filled in" in page and "Collection, Original purpose, Ethical review" in page
    sources = {g.key: g for g in datasheet.by_source(groups.values())}
    assert sources["AI Act 10(2)"].answered == 8
    assert "AI Act 10(5)" not in sources, "conditions for special categories are not asked where there are none"


@pytest.mark.requirement("EUA-10")
@pytest.mark.parametrize("name", [*datasheet.ART_10, "split", "leakage", "licence", "personal"])
def test_nothing_of_article_10_may_stay_empty_but_it_may_be_unknown(recipe: DatasetRecipe, name: str) -> None:
    dataset = recipe.make(**{name: ""})
    word = str(Dataset._meta.get_field(name).verbose_name)
    with nothing_changes(), pytest.raises(Unmet, match=f"Not answered yet: {word}"):
        recipe.perform(dataset, "submit")
    dataset = recipe.register.edit(
        dataset, rev=dataset.rev, actor=recipe.org["author"], at=recipe.clock(),
        **{name: "unknown"},
    )  # fmt: skip
    assert recipe.perform(dataset, "submit").state == "in_review"


@pytest.mark.requirement("EUA-10")
def test_special_categories_take_all_six_conditions_and_none_may_be_unknown(recipe: DatasetRecipe) -> None:
    met = dict.fromkeys(datasheet.CONDITIONS, "Shown in the record of processing, entry 7.")
    day = datetime.date(2027, 6, 30)
    for missing in datasheet.CONDITIONS:
        for said in ("", "Unknown"):
            dataset = recipe.make(personal="special", delete_on=day, **{**met, missing: said})
            word = str(Dataset._meta.get_field(missing).verbose_name)
            with pytest.raises(Unmet, match=f"every condition of Art. 10.5.*{word}"):
                recipe.perform(dataset, "submit")
    undated = recipe.make(personal="special", delete_on=None, **met)
    with pytest.raises(Unmet, match="delete by"):
        recipe.perform(undated, "submit")
    dataset = recipe.make(personal="special", delete_on=day, **met)
    assert recipe.perform(dataset, "submit").state == "in_review"
    assert dataset.entry.dates.get(name="deletion").on == day, "people are reminded of the deletion"


def test_an_approval_covers_every_question(recipe: DatasetRecipe) -> None:
    from modelcards.lifecycle.dataset_guards import CONTENT

    editable = set(recipe.register.editable) - {"owner", "unit", "audience", "quality"}
    assert editable == set(CONTENT)
