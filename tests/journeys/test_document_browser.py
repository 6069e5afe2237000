"""A document in Chromium: from its draft to read by all, and on to its next revision."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from tests import databases
from tests.documents.made import crowd
from tests.factories.people import Clock, Organisation
from tests.journeys.by_browser import DESK, PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
Open = Callable[..., Visitor]
Axe = Callable[[Any], list[str]]
TITLE = "Release of models"
TEXT = "# Steps\n\n1. The pipeline builds.\n2. The approver releases.\n\n# Going back\n\nWithin 30 days."


@pytest.fixture
def people(own_database: str) -> Organisation:
    """Everybody of tests/documents/made.py, since sixty days."""
    return crowd(Clock(datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=60)))


@pytest.fixture
def visit(people: Organisation, live: Any, new_page: Callable[..., Any]) -> Open:
    """Signs somebody in, in a browser of his own."""
    return lambda username: Visitor(new_page(viewport=DESK), username, live.url)


@pytest.mark.requirement("Q9-06", "P11-10g-2", "P11-50-1")
def test_document_goes_from_a_draft_to_read_by_all_and_to_its_next_revision(
    visit: Open, program: Any, axe: Axe
) -> None:
    author, keeper, approver = visit("author"), visit("keeper"), visit("approver")
    document = recorded(author, axe)
    first = drafted(author, document, axe)
    approved(author, keeper, approver, first)
    databases.manage("tick", env=program.env)
    assert keeper.go(first).state == "Effective"
    reader, ann = visit("reader"), visit("ann")
    read_with_a_mistake(reader, axe)
    read(ann)
    assert "2 of 2 have read and understood it" in author.go(document).text()
    assert axe(author.page) == []
    assert axe(keeper.go("/reading/").page) == []
    assert "Ann Example" in keeper.text()
    second = revised(author, document)
    approved(author, keeper, approver, second)
    tomorrow = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)  # a day has one effective revision
    databases.manage("tick", "--at", tomorrow.isoformat(timespec="seconds"), env=program.env)
    superseded(reader, document, first, second, axe)


def recorded(author: Visitor, axe: Axe) -> str:
    """A procedure that readers in NORTH must read. Its address."""
    author.go("/documents/").press("New document").fill({"Title": TITLE, "Type": "Procedure"}).press("Record it")
    document = author.path
    author.go(f"{document}edit/?section=readers").fill({"North": True, "Reader": True})
    author.fill({"Reason": "Everybody who reads works by it."}).press("Save")
    assert "No revision is effective" in author.text()
    assert axe(author.page) == []
    return document


def drafted(author: Visitor, document: str, axe: Axe) -> str:
    """A first revision with a question. Its address."""
    author.go(document).press("Start a revision")
    first = author.path
    author.edit(first, "content", {"Text": TEXT, "What changed": "Written for the first time."})
    author.go(f"{first}edit/?section=quiz")
    author.page.locator("[name='quiz-0-question']").fill("Who releases?")
    author.page.locator("[name='quiz-0-answers']").fill("Anybody\nThe approver")
    author.page.locator("[name='quiz-0-right']").fill("2")
    author.press("Save")
    assert "Readers answer 1 question" in author.text() and "The approver releases." in author.text()
    assert axe(author.page) == []
    return first


def approved(author: Visitor, keeper: Visitor, approver: Visitor, revision: str) -> None:
    """Submitted, reviewed and approved by three people, each of whom finds it at home."""
    assert author.go(revision).press("Submit for review").sign().state == "In review"
    assert "Sign the review" not in author.text()
    keeper.go("/").press(TITLE)
    assert keeper.path == revision
    assert keeper.press("Sign the review").sign().state == "In review"
    approver.go("/").press(TITLE)
    approver.press("Approve")
    approver.press("Continue to signing")
    assert approver.sign().state == "Approved"


def read_with_a_mistake(reader: Visitor, axe: Axe) -> None:
    """A wrong answer is said; the right one lets him say that he has understood."""
    reader.go("/").press(f"Read: {TITLE}")
    assert "Within 30 days." in reader.text() and "Who releases?" in reader.text()
    assert axe(reader.page) == []
    button = "Answer, and say that I have read and understood this"
    reader.fill({"Anybody": True}).press(button)
    assert "“Anybody” is not right" in reader.text() and reader.state == "To be read"
    reader.fill({"The approver": True}).press(button)
    assert reader.state == "Read and understood"
    assert "Reader Example has read and understood this" in reader.text()


def read(ann: Visitor) -> None:
    """On a phone, from the document's own page."""
    ann.page.set_viewport_size(PHONE)
    ann.go("/documents/DOC-0001/")
    assert "This waits for you to read it." in ann.text()
    ann.press("Read DOC-0001-R1").fill({"The approver": True})
    ann.press("Answer, and say that I have read and understood this")
    assert ann.state == "Read and understood"
    assert ann.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def revised(author: Visitor, document: str) -> str:
    """The next revision begins with the text in force and shows what is different. Its address."""
    author.go(document).press("Start the next revision")
    second = author.path
    assert second.endswith("-R2/") and "Within 30 days." in author.text()
    said = {"Text": TEXT.replace("30 days", "60 days"), "What changed": "Sixty days, as customers asked."}
    author.edit(second, "content", said)
    assert author.page.locator("ins", has_text="60").count() and author.page.locator("del", has_text="30").count()
    return second


def superseded(reader: Visitor, document: str, first: str, second: str, axe: Axe) -> None:
    """The first revision says that it is over and leads to the second; the document shows the second."""
    assert reader.go(first).state == "Superseded"
    assert "Not in force: it was effective from" in reader.text() and axe(reader.page) == []
    reader.press(f"{second.strip('/').split('/')[1]} is effective")
    assert reader.path == second and "Within 60 days." in reader.text()
    assert "Within 60 days." in reader.go(document).text()
    reader.go("/").press(f"Read: {TITLE}")
    assert "Within 60 days." in reader.text()
