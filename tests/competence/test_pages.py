"""The matrix of a unit, and everybody's own page."""

import csv
import datetime
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from competence.queries.standing import Standing, standing_of
from qms.accounts.people import organisation
from tests.conformance.world import World
from tests.factories.competence import QualificationRecipe

TODAY = datetime.date(2026, 3, 1)


class Held:
    """What `standing_of` reads of a qualification."""

    number = "QLF-2026-0001"

    def __init__(self, state: str, until: datetime.date | None) -> None:
        self.state, self.valid_until = state, until

    def good_on(self, day: datetime.date) -> bool:
        return self.state == "verified" and (self.valid_until is None or self.valid_until >= day)


@pytest.mark.parametrize(
    ("held", "key"),
    [
        ([], "missing"),
        ([("claimed", None)], "claimed"),
        ([("verified", None)], "held"),
        ([("verified", datetime.date(2027, 1, 1))], "held"),
        ([("verified", datetime.date(2026, 3, 31))], "expiring"),
        ([("verified", datetime.date(2026, 3, 1))], "expiring"),
        ([("verified", datetime.date(2026, 2, 28))], "expired"),
        ([("expired", datetime.date(2026, 2, 1))], "expired"),
        ([("revoked", datetime.date(2027, 1, 1))], "missing"),
        ([("expired", datetime.date(2026, 2, 1)), ("verified", None)], "held"),
        ([("expired", datetime.date(2026, 2, 1)), ("claimed", None)], "claimed"),
    ],
)
def test_the_best_that_somebody_has_is_what_counts(held: list[Any], key: str) -> None:
    assert standing_of([Held(*one) for one in held], asked=True, today=TODAY).key == key  # type: ignore[arg-type]


def test_what_is_not_asked_is_not_missing() -> None:
    assert standing_of([], asked=False, today=TODAY) == Standing("")


def test_the_matrix_shows_who_lacks_what_to_the_quality_people_alone(
    world: World, recipe: QualificationRecipe, require: Callable[..., Any], qualify: Callable[..., Any]
) -> None:
    needed = require(roles=["contributor"])
    qualify("author", needed, valid_until=timezone.localdate() + datetime.timedelta(days=400))
    recipe.org.person("newcomer", "contributor")
    page = world.client("approver").get("/competence/").content.decode()
    rows = {m[1]: m[2] for m in re.finditer(r'<th scope="row">([^<]+)</th>(.*?)</tr>', page, re.S)}
    assert "held until" in rows["Author Example"] and 'href="/qualifications/QLF-' in rows["Author Example"]
    assert "missing" in rows["Newcomer Example"] and "missing" not in rows["Approver Example"]
    assert "1 of 1" in rows["Author Example"] and "0 of 1" in rows["Newcomer Example"]
    foot = page.partition("<tfoot>")[2]
    api = world.client("approver").get("/api/v1/competence-matrix/").json()
    told = {p["person"]: (p["held"], p["asked"]) for p in api["people"]}
    assert told["author"] == (1, 1) and told["newcomer"] == (0, 1)
    column = api["competences"][0]
    words = f"{column['held']} of {column['asked']}"
    assert column["held"] == 1 and column["asked"] == sum(p["asked"] for p in api["people"]) and words in foot
    file = world.client("approver").get("/competence/?format=csv").content.decode()
    lines = list(csv.reader(io.StringIO(file.lstrip("\ufeff"))))
    signs = [(p["name"], c["standing"]) for p in api["people"] for c in p["standings"].values()]
    assert [line[0] for line in lines[1 : len(signs) + 1]] == [name for name, _standing in signs]
    assert ["", "", needed.number, needed.title, f"All of them: {words}", "", ""] in lines
    pdf = PdfReader(io.BytesIO(world.client("approver").get("/competence/?format=pdf").content))
    paper = "\n".join(sheet.extract_text() for sheet in pdf.pages)
    assert organisation() in paper and "Plumbline" not in paper and words in paper, "it bears the name of the house"
    assert world.client("author").get("/api/v1/competence-matrix/").status_code == 403
    assert world.client("author").get("/competence/").status_code == 403
    assert world.client("approver").get("/competence/?unit=SOUTH").status_code == 400
    assert 'href="/competence/"' not in world.client("author").get("/").content.decode()


def test_the_matrix_costs_the_same_for_many_people(
    world: World, recipe: QualificationRecipe, require: Callable[..., Any], qualify: Callable[..., Any]
) -> None:
    qualify("author", require(roles=["contributor"]))
    client = world.client("approver")
    client.get("/competence/")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/competence/").status_code == 200
        return len(asked)

    one = cost()
    for n in range(5):
        recipe.org.person(f"person{n}", "contributor")
        require(title=f"Course {n}", roles=["contributor"])
    assert cost() == one


def test_my_own_page_says_what_my_roles_ask_and_leads_to_recording_it(
    world: World, recipe: QualificationRecipe, require: Callable[..., Any], qualify: Callable[..., Any]
) -> None:
    needed, other = require(roles=["contributor"]), require(title="For approvers")
    page = world.client("author").get("/competence/mine/").content.decode()
    assert needed.number in page and other.number not in page and "missing" in page
    address = f"/qualifications/new/?person=author&competence={needed.pk}"
    assert f'href="{address.replace("&", "&amp;")}"' in page
    form = world.client("author").get(address).content.decode()
    assert 'value="author"' in form and re.search(rf'value="{needed.pk}"\s+selected', form)
    sent = {"person": "author", "competence": needed.pk, "obtained_on": "2026-01-04", "evidence": "A course.",
            "valid_until": ""}  # fmt: skip
    assert world.client("author").post(address, sent).status_code == 302
    assert "claimed, not verified yet" in world.client("author").get("/competence/mine/").content.decode()
    stranger = world.client("stranger").get("/competence/mine/")
    assert stranger.status_code == 200 and "Nothing is asked of your roles" in stranger.content.decode()


def test_a_document_to_read_says_that_reading_it_is_something_else(
    world: World, recipe: QualificationRecipe, require: Callable[..., Any]
) -> None:
    from django.test import Client

    browser = Client()
    browser.force_login(recipe.org["approver"])
    said = "gives nobody this competence"
    assert said in browser.get(f"/competences/{require(kind='document').number}/").content.decode()
    assert said not in browser.get(f"/competences/{require(title='Other', kind='training').number}/").content.decode()
