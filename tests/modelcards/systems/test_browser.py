"""Classifying a system in Chromium: on a phone, without script, read aloud, and signed by the compliance officer."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.people import Clock
from tests.journeys.by_browser import DESK, PHONE, Visitor
from tests.modelcards.systems.made import HIGH, OTHER_HASH, START, Story, company, measures

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
QUESTIONS = "section.question:visible"


@pytest.fixture
def made(own_database: str) -> Story:
    """People, in a database that the web server reads too."""
    clock = Clock(START)
    return Story(company(clock), clock)


@pytest.fixture
def visitor(made: Story, live: Any, new_page: Callable[..., Any]) -> Callable[..., Visitor]:
    """Signs somebody in, in a browser of his own."""

    def sign_in(username: str, viewport: dict[str, int] = DESK, **options: Any) -> Visitor:
        return Visitor(new_page(viewport=viewport, **options), username, live.url)

    return sign_in


def tick(page: Any, question: str, *words: str) -> None:
    """Tick answers of a question by what they say."""
    for word in words:
        page.locator(f"#{question}").get_by_label(word).first.check()


def test_a_system_is_classified_on_a_phone_without_script_and_approved_by_signature(
    made: Story, visitor: Callable[..., Visitor]
) -> None:
    system = made.proposed([])
    here = f"/systems/{system.number}/"
    owner = visitor("author", PHONE, java_script_enabled=False, has_touch=True, is_mobile=True)
    owner.go(f"{here}classification/")
    page = owner.page
    assert page.locator(QUESTIONS).count() == 6, "follow-up questions wait for a yes"
    for question in ("scope", "prohibited", "annex_i"):
        tick(page, question, "None of these")
    tick(page, "annex_iii", "Recruits or selects people")
    assert page.locator(QUESTIONS).count() == 8, "a use leads to two more"
    tick(page, "profiling", "No")
    tick(page, "exempt", "A narrow procedural task")
    assert page.locator(QUESTIONS).count() == 9, "an exemption leads to another one"
    tick(page, "harm", "No")
    tick(page, "transparency", "People interact with it directly")
    tick(page, "gpai", "None of these")
    owner.press("Save the answers")
    assert "1 question is open" in owner.text() and "why the answer holds" in owner.text()
    page.locator("#exempt textarea").fill("It only sorts applications by language.")
    owner.press("Save the answers")
    assert "Transparency duties" in owner.text() and "Art. 6(4), 49(2)" in owner.text()
    tick(page, "profiling", "Yes")
    assert not page.locator("#exempt").is_visible(), "profiling leaves no exemption"
    owner.press("Save the answers")
    assert "High-risk" in owner.text()

    officer = visitor("compliance")
    officer.go(here).press("Approve the classification").sign()
    assert officer.state == "Development"
    assert "Approved as it stands by Compliance Example" in officer.text()
    assert "Start a reassessment to change it" in owner.go(f"{here}classification/").text()


def test_pages_about_systems_have_no_fault_that_axe_finds_and_fit_on_a_phone(
    made: Story, visitor: Callable[..., Visitor], axe: Callable[[Any], list[str]]
) -> None:
    people = made.org["compliance"].pk
    system = made.approved(HIGH, placed_on=START.date(), misuse="Rejecting unread.", **measures(people))
    version = made.current(system)
    made.let_pass(version, until=datetime.date(2026, 3, 1))
    deployment = made.live(version, share=80)
    second = made.version(system, "1.1.0", OTHER_HASH)
    made.let_pass(second)
    made.do(made.live(second, share=20), "roll_back", "author", rolled_back_because="Recall fell to 0.6 at once.")
    open_one = made.proposed(HIGH[:4])
    here = f"/systems/{system.number}/"
    paths = [
        here, f"{here}classification/", f"{here}technical-file/", f"/systems/{open_one.number}/classification/",
        "/systems/overview/", "/systems/", f"/system-versions/{version.number}/", f"/deployments/{deployment.number}/",
    ]  # fmt: skip
    found = []
    for options in ({"viewport": DESK}, {"viewport": DESK, "color_scheme": "dark"}, {"viewport": PHONE}):
        reader = visitor("author", **options)
        for path in paths:
            page = reader.go(path).page
            found += [f"{options} {path} {said}" for said in axe(page)]
            if options["viewport"] == PHONE and page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
                found.append(f"{path} is wider than a phone")
    assert found == []
