"""The pages of risks: heat map, highest first, trend, the path, the bow-tie, and the questions of a rating."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from qms.registers import registry
from qms.registers.prints.record import body_html
from risks.queries.trend import ends, trend
from tests.risks.made import PLAN, Story, pair


def cells(page: str) -> dict[str, str]:
    """Numbers of the heat map by where they lead."""
    found = re.findall(r'<a href="([^"]+)"><b>(\d+)</b>', page)
    return {url.replace("&amp;", "&"): n for url, n in found}


def test_a_cell_of_the_heat_map_leads_to_exactly_those_it_counts(
    story: Story, sign_in: Callable[[str], Client]
) -> None:
    for title, inherent in (("One", (4, 4)), ("Two", (4, 4)), ("Three", (2, 3))):
        story.assessed(inherent, title=title)
    story.risk(title="Not rated")
    client = sign_in("keeper")
    found = cells(client.get("/risks/heat-map/").content.decode())
    assert sorted(found.values()) == ["1", "2"]
    where = next(url for url, n in found.items() if n == "2")
    page = client.get(where).content.decode()
    assert "Current: Likely (4) × Major (4)" in page and "One" in page and "Two" in page and "Three" not in page
    listed = re.search(r'href="(/risks/\?phase=open[^"]+)"', page)
    assert listed and "Two" in client.get(listed[1].replace("&amp;", "&")).content.decode()


def test_the_heat_map_switches_between_ratings_and_narrows(story: Story, sign_in: Callable[[str], Client]) -> None:
    story.treated()
    client = sign_in("keeper")
    for kind, place in (("inherent", "likelihood=4&consequence=4"), ("target", "likelihood=2&consequence=3")):
        [where] = cells(client.get(f"/risks/heat-map/?rating={kind}").content.decode())
        assert where.endswith(place)
    assert cells(client.get("/risks/heat-map/?category=legal").content.decode()) == {}
    unit = story.org.units["NORTH"].pk
    assert len(cells(client.get(f"/risks/heat-map/?unit={unit}").content.decode())) == 1


@pytest.mark.parametrize(
    "asked",
    [
        "heat-map/?rating=worst", "heat-map/?unit=999", "heat-map/?category=x", "heat-map/?matrix=1x", "top/?only=mine",
        "top/?likelihood=9&consequence=1", "top/?likelihood=²&consequence=1", "trend/?odd=1", "top/?likelihood=1",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(story: Story, sign_in: Callable[[str], Client], asked: str) -> None:
    story.matrices()
    assert sign_in("keeper").get(f"/risks/{asked}").status_code == 400


def test_ratings_of_an_earlier_edition_are_not_mixed_in(story: Story, sign_in: Callable[[str], Client]) -> None:
    story.assessed()
    first = story.fresh(story.assessed(title="Another")).current_matrix
    story.do(story.do(story.matrix(), "propose", "keeper"), "put_in_force", "signer")
    page = sign_in("keeper").get("/risks/heat-map/").content.decode()
    assert cells(page) == {} and f"{first.number} (2)" in page
    assert list(cells(sign_in("keeper").get(f"/risks/heat-map/?matrix={first.pk}").content.decode()).values()) == ["2"]


def test_a_stranger_counts_nothing(story: Story, sign_in: Callable[[str], Client]) -> None:
    story.assessed()
    story.org.person("southern", "risk_manager", unit="SOUTH", home="SOUTH")
    client = sign_in("southern")
    assert cells(client.get("/risks/heat-map/").content.decode()) == {}
    assert "Stale data" not in client.get("/risks/top/").content.decode()


def test_home_counts_what_is_above_the_appetite_and_unanswered(story: Story, sign_in: Callable[[str], Client]) -> None:
    register, keeper = registry["risks"], story.org["keeper"]

    def count() -> int:
        [tile] = register.tiles(keeper, timezone.localdate())
        return tile["value"]

    risk = story.assessed((4, 4))
    story.assessed((2, 2), title="Within the appetite")
    assert count() == 1
    page = sign_in("keeper").get("/risks/top/?only=unanswered").content.decode()
    assert risk.number in page and "Within the appetite" not in page
    action = story.new("actions", "author", title="Check", kind="treatment", links=[("addresses", risk.number)])
    assert count() == 1, "an action without owner and date treats nothing"
    action = story.edit(action, "author", owner=story.org["author"], due_on=story.clock.last.date())
    assert count() == 0
    story.do(action, "start", "author") if action.owner_id else None
    story.do(action, "cancel", "approver")
    assert count() == 1, "an action that was given up treats nothing"
    held = story.accepted(risk)
    assert count() == 0
    story.do(held, "withdraw", "signer")
    assert count() == 1


def test_highest_first_multiplies_nothing(story: Story, sign_in: Callable[[str], Client]) -> None:
    """3 × 5 is “High” here and 5 × 2 “Medium”; of two “High” ones the worse consequence comes first."""
    for title, rating in (("Five by three", (5, 3)), ("Three by five", (3, 5)), ("Five by two", (5, 2))):
        story.assessed(rating, title=title)
    page = sign_in("keeper").get("/risks/top/").content.decode()
    assert page.index("Three by five") < page.index("Five by three") < page.index("Five by two")


def test_the_trend_counts_levels_at_the_end_of_each_month(story: Story) -> None:
    risk = story.assessed((4, 4))
    story.clock(days=40)
    story.do(risk, "rate_current", "author", **pair("current", (5, 5)))
    story.clock(days=40)
    story.do(risk, "close_above", "executive")
    today = story.clock.last.date()
    months = trend(registry["risks"].visible(story.org["keeper"]), today, months=4)
    assert [dict(m.levels) for m in months] == [{}, {"high": 1}, {"critical": 1}, {}]
    assert [m.end.isoformat() for m in months] == ["2025-12-31", "2026-01-31", "2026-02-28", today.isoformat()]
    assert len(ends(today, 12)) == 12


@pytest.mark.requirement("RM-02")
def test_the_record_shows_the_path_of_its_ratings_in_words_and_picture(
    story: Story, sign_in: Callable[[str], Client]
) -> None:
    risk = story.treated()
    page = sign_in("author").get(f"/risks/{risk.number}/").content.decode()
    said = "Likelihood by consequence: inherent 4 × 4, High; current 4 × 4, High; target 2 × 3, Low."
    assert page.count(said) == 2, "title and label of the picture"
    assert "Likely (4) × Major (4)" in page and "above appetite" in page


def test_the_bow_tie_names_the_state_of_each_control(story: Story, sign_in: Callable[[str], Client]) -> None:
    risk = story.assessed()
    story.effective(risk)
    story.do(
        story.implemented(risk, title="Watch drift", kind="detect"), "fail", "keeper", failure="It was switched off."
    )
    story.control(risk, title="Tell the partner", kind="recover")
    page = sign_in("author").get(f"/risks/{risk.number}/").content.decode()
    assert "prevented by: CTL-0001 Refuse old files (Effective)" in page
    assert "CTL-0002 Watch drift (Failed), CTL-0003 Tell the partner (Planned)" in page
    printed = body_html(story.fresh(risk), actor=story.org["author"])
    assert "bowtie" in printed and "Watch drift" in printed and "path-map" in printed


def test_a_control_that_the_reader_may_not_see_is_in_no_picture(story: Story, sign_in: Callable[[str], Client]) -> None:
    risk = story.assessed(audience="everyone")
    story.effective(risk, title="Secret switch")
    story.org.person("southern", "reader", unit="SOUTH", home="SOUTH")
    page = sign_in("southern").get(f"/risks/{risk.number}/").content.decode()
    assert "A partner delivers late" in page and "Secret switch" not in page


def test_a_rating_is_asked_by_the_words_of_the_scales(story: Story, sign_in: Callable[[str], Client]) -> None:
    risk = story.risk()
    client = sign_in("author")
    page = client.get(f"/risks/{risk.number}/do/assess/").content.decode()
    assert "4 Likely: Once or twice a year" in page and "RMX-0001 Risk criteria, edition 1" in page
    sent = {"rev": risk.rev, "reason": "Seen in the incidents.", **pair("inherent", (4, 3))}
    assert client.post(f"/risks/{risk.number}/do/assess/", sent).status_code == 302
    refused = client.post(
        f"/risks/{risk.number}/do/rate_current/",
        {"rev": risk.rev + 1, "reason": "Seen in the incidents.", **pair("current", (1, 3))},
    )
    assert refused.status_code == 422 and "falls only by a control" in refused.content.decode()


def test_lowering_and_reviewing_by_page_show_what_is_signed(story: Story, sign_in: Callable[[str], Client]) -> None:
    risk = story.assessed()
    sent = {"rev": risk.rev, "reason": "Two markets were left.", **pair("current", (3, 3))}
    page = sign_in("signer").post(f"/risks/{risk.number}/do/lower/", sent).content.decode()
    assert "the lower rating, without a control" in page and 'name="password"' in page
    looked = {"rev": risk.rev, "review_result": "Incidents were looked at, and nothing has changed.", "review_on": ""}
    page = sign_in("keeper").post(f"/risks/{risk.number}/do/review/", looked).content.decode()
    assert "Incidents were looked at" in page and 'name="password"' in page


def test_an_opportunity_has_its_own_heat_map(story: Story, sign_in: Callable[[str], Client]) -> None:
    made = story.do(story.opportunity(), "assess", "author", **pair("inherent", (3, 3)))
    story.do(made, "pursue", "author", strategy="pursue", plan=PLAN, **pair("target", (4, 4)))
    page = sign_in("keeper").get("/opportunities/heat-map/").content.decode()
    assert list(cells(page).values()) == ["1"] and "Benefit" in page
    for tab in ("top", "trend"):
        assert sign_in("keeper").get(f"/opportunities/{tab}/").status_code == 200
