"""Registrations: thirteen, nine and five items, complete before they are recorded, as PDF and JSON."""

import io
import re
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from modelcards.aiact.annex_viii import ITEMS
from modelcards.law_forms import missing_items
from qms.lib.errors import Unmet
from qms.registers import registry
from tests.factories.declarations import DeclarationRecipe
from tests.factories.registrations import SECTION_B, RegistrationRecipe

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.requirement("EUA-49")]


class HighRisk(DeclarationRecipe):
    """Registrations of a high-risk system."""

    key = "registrations"
    moves = RegistrationRecipe.moves
    make = RegistrationRecipe.make


def client_of(recipe: Any) -> Client:
    client = Client()
    client.force_login(recipe.org["compliance"])
    return client


@pytest.mark.parametrize(("section", "many"), [("a", 13), ("b", 9), ("c", 5)])
def test_each_section_has_its_items_and_form_and_page_show_only_them(section: str, many: int) -> None:
    recipe = RegistrationRecipe()
    record = recipe.make(section=section)
    said = client_of(recipe).get(f"/registrations/{record.number}/form/?format=json").json()
    assert len(ITEMS[section]) == many == len(said["items"]) and said["annex"] == f"VIII {section.upper()}"
    assert [item["number"] for item in said["items"]] == [str(n) for n in range(1, many + 1)]
    page = client_of(recipe).get(f"/registrations/{record.number}/").content.decode()
    assert ("Condition of Art. 6(3)" in page) == (section == "b")


def test_it_is_recorded_once_every_item_is_answered() -> None:
    recipe = RegistrationRecipe()
    record = recipe.make(grounds="", countries=[])
    assert [item.number for item in missing_items(record)] == ["7", "9"]
    assert "5 of 9 items" in client_of(recipe).get(f"/registrations/{record.number}/").content.decode()
    with pytest.raises(Unmet, match="7. Why it is not high-risk.*; 9. Member states"):
        recipe.perform(record, "record")
    filled = recipe.story.edit(record, "compliance", grounds="It sorts by arrival.", countries=["DE"])
    assert recipe.perform(filled, "record").state == "registered"


def test_a_system_that_is_not_high_risk_is_not_registered_as_one() -> None:
    recipe = RegistrationRecipe()
    with pytest.raises(Unmet, match="not classified as high-risk"):
        recipe.perform(recipe.make(section="a"), "record")


def test_a_high_risk_system_is_registered_by_section_a() -> None:
    high = HighRisk()
    with pytest.raises(Unmet, match="registered by section A"):
        high.perform(high.make(section="b", **SECTION_B), "record")


def test_thirteen_items_of_a_provider_with_the_declaration_on_paper() -> None:
    recipe = HighRisk()
    given = {"actor": recipe.org["compliance"], "at": recipe.clock()}
    declared = registry["declarations"].create(system=recipe.system, **given)
    record = recipe.make(
        section="a", operation="Applications; a ranking by learned weights.", declaration=declared, conditions="",
        instructions="https://quillon.example.org/manual", grounds="",
    )  # fmt: skip
    record = recipe.perform(record, "record")
    answer = client_of(recipe).get(f"/registrations/{record.number}/form/")
    text = re.sub(r"\s+", " ", " ".join(p.extract_text() for p in PdfReader(io.BytesIO(answer.content)).pages))
    assert declared.number in text and "13. Address for further information" in text and "Austria" in text


def test_what_is_updated_is_recorded_anew() -> None:
    recipe = RegistrationRecipe()
    record = recipe.in_state("changing")
    record = recipe.story.edit(record, "compliance", status="ended")
    assert recipe.perform(record, "record").status == "ended"
