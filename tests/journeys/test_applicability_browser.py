"""What applies is decided in Chromium: lines, review, signature, and the exclusion in the scope statement."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from standards.models import ScopeStatement, Statement
from tests.factories.people import Organisation
from tests.journeys.by_browser import PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
Open = Callable[..., Visitor]
Axe = Callable[[Any], list[str]]
CONTROLS, EDITION = "Controls of Annex A", "ISO/IEC 42001:2023"
OUT = "There is one policy only, and it was written for this."
CHAPTERS = (
    "A.3 Internal organization (2)", "A.4 Resources for AI systems (5)", "A.5 Assessing impacts of AI systems (4)",
    "A.6 AI system life cycle (9)", "A.7 Data for AI systems (5)", "A.8 Information for interested parties (4)",
    "A.9 Use of AI systems (3)", "A.10 Third parties and customers (3)",
)  # fmt: skip


@pytest.mark.requirement("AIMS-02", "Q9-03")
def test_an_exclusion_goes_from_a_line_through_two_signatures_into_the_scope(
    company: Organisation, visitor: Open, today: datetime.date, axe: Axe
) -> None:
    company.person("officer", "compliance_officer", "contributor")
    company.person("executive", "executive")
    officer, review = visitor("officer"), (today + datetime.timedelta(days=300)).isoformat()
    statement = begun(officer, axe)
    one_by_one(officer, statement, axe)
    by_chapter(officer, statement)
    officer.go(statement).press("Submit for review")
    assert officer.state == "In review"
    executive = visitor("executive")
    executive.go("/").press(CONTROLS)
    assert executive.path == statement
    executive.press("Approve").fill({"Next review": review}).press("Continue to signing")
    assert OUT in executive.text() and "I approve this" in executive.text()
    assert executive.sign().state == "In force" and "Version 1, in force since" in executive.text()
    assert axe(executive.page) == []
    scope = written(officer)
    officer.press("Submit for review")
    executive.go(scope).press("Approve").fill({"Next review": review}).press("Continue to signing")
    assert OUT in executive.text(), "what does not apply is signed with the scope"
    assert executive.sign().state == "In force" and OUT in executive.text()
    executive.page.set_viewport_size(PHONE)
    for path in (scope, statement, f"{statement}lines/"):
        executive.go(path)
        assert executive.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        assert axe(executive.page) == [], path


def begun(officer: Visitor, axe: Axe) -> str:
    """A statement, with all its lines; what is missing is said and led to."""
    officer.go("/applicability-statements/new/").fill({"Title": CONTROLS, "Edition": EDITION}).press("Record it")
    statement = officer.path
    assert "38 lines of 38 are not decided yet" in officer.text() and axe(officer.page) == []
    officer.press("Decide the 38 lines that are left")
    assert officer.path == f"{statement}lines/" and axe(officer.page) == []
    return statement


def one_by_one(officer: Visitor, statement: str, axe: Axe) -> None:
    """The lines of a chapter, one after the other."""
    officer.go(f"{statement}lines/?chapter=A.2").press("A.2.2 AI policy")
    officer.fill({"Applicable": "Applicable"}).press("Save and decide the next")
    assert "This field is required" in officer.text() and axe(officer.page) == []
    officer.fill({"Included because of": "Risk treatment", "Justification": "Each team set its own limits."})
    officer.press("Save and decide the next")
    assert "A.2.3" in officer.page.locator("h1").inner_text()
    officer.fill({"Applicable": "Not applicable", "Justification": OUT}).press("Save and decide the next")
    assert "A.2.4" in officer.page.locator("h1").inner_text()
    officer.fill({"Applicable": "Applicable", "Included because of": "Contract", "Justification": "Asked each year."})
    officer.fill({"Implementation": "Implemented", "Owner": "officer"}).press("Save")
    assert officer.path == f"{statement}lines/" and "3 of 38 decided" in officer.text()


def by_chapter(officer: Visitor, statement: str) -> None:
    """The other chapters, each for one reason."""
    for chapter in CHAPTERS:
        officer.go(f"{statement}lines/")
        officer.page.locator("main summary", has_text="Decide the rest of a chapter").click()
        place = officer.page.locator("details form.form")
        place.get_by_label("Chapter").select_option(label=chapter)
        place.get_by_label("Included because of").select_option(label="Contract")
        place.get_by_label("Justification").fill("Customers ask for it.")
        officer.press("Decide")
    assert "38 of 38 decided" in officer.text() and "37 applicable, 1 not" in officer.text()
    assert Statement.objects.get().lines.filter(because="contract").count() == 36


def written(officer: Visitor) -> str:
    """A scope, in which the exclusion stands already."""
    officer.go("/scope-statements/new/").fill({"Title": "Scope of NORTH", "Scope": "Models for insurers."})
    officer.fill({EDITION: True}).press("Record it")
    assert OUT in officer.text() and "A.2.3" in officer.text()
    assert officer.number == ScopeStatement.objects.get().number
    return officer.path
