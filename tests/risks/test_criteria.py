"""Criteria that change: what is still rated by the old ones is said, counted and listed, edition by edition."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.risks.made import Story, pair


def second_edition(story: Story) -> None:
    """Edition 2 calls “critical” what edition 1 called “high”."""
    story.matrices()
    first = story.assessed((1, 1), title="To see the table").current_matrix
    story.matrix_in_force(cells=[["critical" if key == "high" else key for key in row] for row in first.cells])


@pytest.mark.requirement("RM-01")
def test_the_record_says_that_its_criteria_are_superseded_and_what_the_new_ones_say(
    story: Story, sign_in: Callable[[str], Client]
) -> None:
    risk = story.assessed((4, 4))
    client = sign_in("author")
    assert "superseded" not in client.get(f"/risks/{risk.number}/").content.decode()
    second_edition(story)
    page = client.get(f"/risks/{risk.number}/").content.decode()
    assert "By edition 2 it is “Critical · Stop”, above the appetite." in page and "Rate it anew" in page
    story.do(story.fresh(risk), "rate_current", "author", **pair("current", (4, 4)))
    assert "superseded" not in client.get(f"/risks/{risk.number}/").content.decode()


@pytest.mark.requirement("RM-01")
def test_home_and_heat_map_count_them_and_lead_to_their_list(story: Story, sign_in: Callable[[str], Client]) -> None:
    client = sign_in("keeper")
    risk = story.assessed((4, 4), title="Rated by edition one")
    assert "superseded criteria" not in client.get("/").content.decode()
    second_edition(story)
    story.assessed((4, 4), title="Rated by edition two")
    there = "/risks/top/?only=outdated"
    assert there in client.get("/").content.decode()
    assert there in client.get("/risks/heat-map/").content.decode().replace("&amp;", "&")
    found = client.get(there).content.decode()
    assert risk.title in found and "Rated by edition two" not in found


def test_a_cell_of_the_heat_map_leads_to_a_list_of_its_edition_alone(
    story: Story, sign_in: Callable[[str], Client]
) -> None:
    old = story.assessed((4, 4), title="Rated by edition one")
    second_edition(story)
    new = story.assessed((4, 4), title="Rated by edition two")
    for risk, other in ((old, new), (new, old)):
        query = f"rating=current&matrix={risk.current_matrix_id}&likelihood=4&consequence=4"
        cell = sign_in("keeper").get(f"/risks/top/?{query}").content.decode()
        url = re.search(r'href="(/risks/\?[^"]+)"[^>]*>The same in the list', cell)
        assert url
        listed = sign_in("keeper").get(url[1].replace("&amp;", "&")).content.decode()
        assert risk.title in listed and other.title not in listed


def test_a_reopened_risk_says_why(story: Story, sign_in: Callable[[str], Client]) -> None:
    risk = story.assessed((4, 4))
    control = story.effective(risk)
    story.accepted(story.fresh(risk))
    story.do(control, "fail", "keeper", failure="Old files went through for a week.")
    page = sign_in("author").get(f"/risks/{risk.number}/").content.decode()
    assert "Open again since" in page and f"{control.number} “{control.title}” no longer works" in page


def test_questions_of_a_rating_show_the_table_and_offer_no_acceptance(
    story: Story, sign_in: Callable[[str], Client]
) -> None:
    client, risk = sign_in("author"), story.risk()
    page = client.get(f"/risks/{risk.number}/do/assess/").content.decode()
    assert 'data-cell="4-4" data-level="High · Treat" data-over' in page and 'data-follows="inherent"' in page
    assert 'data-cell="1-1" data-level="Minimal" data-over' not in page
    story.do(risk, "assess", "author", **pair("inherent", (4, 4)))
    treat = client.get(f"/risks/{risk.number}/do/treat/").content.decode()
    assert 'value="reduce"' in treat and 'value="accept"' not in treat


def test_an_acceptance_begins_with_its_terms_and_goes_back_to_its_risk(
    story: Story, sign_in: Callable[[str], Client]
) -> None:
    draft, risk = story.risk(title="Nobody rated it"), story.assessed((4, 4))
    page = sign_in("author").get(f"/risk-acceptances/new/?risk={risk.pk}").content.decode()
    assert "It is accepted for 180 days at most, until" in page and "approver" in page
    assert f'href="/risks/{risk.number}/">Cancel' in page and f"Bear {risk.number}" in page
    assert draft.title not in page, "what is not assessed is not accepted"


def test_a_matrix_in_force_leads_to_its_next_edition(story: Story, sign_in: Callable[[str], Client]) -> None:
    story.matrices()
    [matrix] = story.matrix().__class__.objects.filter(family="general", state="in_force")
    page = sign_in("keeper").get(f"/risk-matrices/{matrix.number}/").content.decode()
    url = re.search(r'href="(/risk-matrices/new/[^"]+)"', page)
    assert url and "New edition" in page
    form = sign_in("keeper").get(url[1].replace("&amp;", "&")).content.decode()
    assert 'value="general"' in form and "This begins the next edition of “general”" in form
    assert "New edition" not in sign_in("author").get(f"/risk-matrices/{matrix.number}/").content.decode()
