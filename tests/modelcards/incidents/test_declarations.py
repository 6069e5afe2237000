"""The EU declaration of conformity: eight items, signed, one at a time, out of date when its ground changes."""

import datetime
import io
import re

import pytest
from django.test import Client
from pypdf import PdfReader

from qms.lib.errors import Forbidden, Unmet, WrongState
from qms.registers.signing import signatures_of
from tests.factories.declarations import DeclarationRecipe
from tests.modelcards.systems.made import OTHER_HASH, answered

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.requirement("EUA-47")]


@pytest.fixture
def recipe() -> DeclarationRecipe:
    return DeclarationRecipe()


def client_of(recipe: DeclarationRecipe) -> Client:
    client = Client()
    client.force_login(recipe.org["compliance"])
    return client


def test_it_begins_with_what_system_and_version_say(recipe: DeclarationRecipe) -> None:
    record = recipe.make()
    assert (record.edition, record.risk_class, record.version) == (1, "high", recipe.version)
    assert recipe.system.number in record.identification and recipe.version.artifact in record.identification
    assert "sole responsibility" in record.responsibility and "2024/1689" in record.conforms
    assert "internal control" in record.notified_body


def test_it_is_not_issued_before_every_item_is_answered(recipe: DeclarationRecipe) -> None:
    record = recipe.make(personal_data="", standards="")
    with pytest.raises(Unmet, match="5. Personal data.*; 6. Harmonised standards"):
        recipe.perform(record, "issue")
    page = client_of(recipe).get(f"/declarations/{record.number}/").content.decode()
    assert "5 of 8 items are answered." in page and "2 still have to be answered: 5. Personal data" in page
    assert "1 is asked with the signature: 8. Place" in page and "It cannot be issued" not in page


def test_only_a_high_risk_system_has_one(recipe: DeclarationRecipe) -> None:
    record = recipe.make(system=recipe.story.approved(title="A minimal one"), notified_body="None")
    with pytest.raises(Unmet, match="not classified as high-risk"):
        recipe.perform(record, "issue")
    page = client_of(recipe).get(f"/declarations/{record.number}/").content.decode()
    assert "It cannot be issued." in page and record.system.number in page, "said at once, to whoever drafts it"


def test_it_is_signed_by_who_takes_responsibility_and_then_stays(recipe: DeclarationRecipe) -> None:
    with pytest.raises(Forbidden):
        recipe.perform(recipe.make(), "issue", actor=recipe.org["author"])
    record = recipe.issued()
    ((signature, valid),) = signatures_of(record)
    assert valid and signature.printed_name == "Boss Example" and record.issued_on == datetime.date(2026, 1, 5)
    with pytest.raises(WrongState):
        recipe.story.edit(record, "compliance", provider="Somebody else")


def test_the_next_edition_supersedes_it_and_both_are_there(recipe: DeclarationRecipe) -> None:
    first = recipe.issued()
    second = recipe.issued()
    first = recipe.fresh(first)
    assert (first.state, second.state, second.edition) == ("superseded", "issued", 2)
    assert all(valid for _row, valid in signatures_of(first))


def test_a_released_version_makes_it_out_of_date_once_and_says_why(recipe: DeclarationRecipe) -> None:
    record = recipe.issued()
    later = recipe.story.current(recipe.system, "2.0.0", OTHER_HASH)
    stale = recipe.fresh(record)
    assert stale.state == "stale" and later.number in stale.stale_because and "2.0.0" in stale.stale_because
    recipe.story.do(recipe.version, "make_current", "author")
    assert recipe.fresh(record).rev == stale.rev  # once


def test_the_version_it_was_made_for_does_not_outdate_it(recipe: DeclarationRecipe) -> None:
    record = recipe.issued()
    recipe.story.do(recipe.version, "supersede", "author")
    recipe.story.do(recipe.version, "make_current", "author")
    assert recipe.fresh(record).state == "issued"


def test_another_classification_makes_it_out_of_date_the_same_does_not(recipe: DeclarationRecipe) -> None:
    record, story = recipe.issued(), recipe.story
    story.do(recipe.system, "reassess", "author")
    story.edit(recipe.system, answers=answered(annex_iii="iii-4b", profiling="yes"))
    story.do(recipe.system, "approve_classification", "compliance")
    assert recipe.fresh(record).state == "issued"  # high-risk before, high-risk now
    story.do(recipe.system, "reassess", "author")
    story.edit(recipe.system, answers=answered())
    story.do(recipe.system, "approve_classification", "compliance")
    stale = recipe.fresh(record)
    assert stale.state == "stale" and "Minimal" in stale.stale_because
    with pytest.raises(Unmet, match="not classified as high-risk"):
        recipe.perform(stale, "confirm")


def test_what_still_holds_is_confirmed_by_signature(recipe: DeclarationRecipe) -> None:
    record = recipe.issued()
    recipe.story.current(recipe.system, "2.0.0", OTHER_HASH)
    record = recipe.perform(recipe.fresh(record), "confirm")
    assert record.state == "issued" and record.stale_because == ""
    assert [row.verb for row, valid in signatures_of(record) if valid] == ["issue", "confirm"]


def test_machines_read_all_eight_items(recipe: DeclarationRecipe) -> None:
    record = recipe.issued()
    said = client_of(recipe).get(f"/declarations/{record.number}/form/?format=json").json()
    assert [item["number"] for item in said["items"]] == list("12345678")
    assert all(item["text"] for item in said["items"]) and said["missing"] == []
    assert "Lyra, 2026-01-05. Boss Example, Managing director" in said["items"][7]["text"]
    assert said["signatures"][0]["valid"] and len(said["content_sha256"]) == 64
    assert (said["annex"], said["edition"]) == ("V", 1)


def test_people_read_them_on_paper(recipe: DeclarationRecipe) -> None:
    record = recipe.issued()
    answer = client_of(recipe).get(f"/declarations/{record.number}/form/")
    text = re.sub(r"\s+", " ", " ".join(p.extract_text() for p in PdfReader(io.BytesIO(answer.content)).pages))
    assert "8. Place and date of issue" in text and "Boss Example" in text and "sole responsibility" in text
    assert "Mon 5 Jan 2026" in text and "CET" in text and "UTC" not in text, "a paper for outside tells our own time"
    assert client_of(recipe).get(f"/declarations/{record.number}/form/?format=xml").status_code == 400


@pytest.mark.requirement("EUA-18")
def test_it_is_kept_ten_years_from_the_day_of_the_system(recipe: DeclarationRecipe) -> None:
    record = recipe.issued()
    assert record.kept_until is None
    recipe.story.edit(recipe.system, placed_on=datetime.date(2024, 2, 29))
    assert recipe.fresh(record).kept_until == datetime.date(2034, 2, 28)
    assert "28 Feb 2034" in client_of(recipe).get(f"/declarations/{record.number}/").content.decode()
