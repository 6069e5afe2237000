"""Two stories in Chromium: a breach from the phone call to the authority's form, and a request to its answer."""

import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader

from tests.factories.people import Clock, Organisation
from tests.journeys.by_browser import DESK, PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
Open = Callable[..., Visitor]
Axe = Callable[[Any], list[str]]


@pytest.fixture
def people(own_database: str) -> Organisation:
    """Somebody who takes calls, and the privacy officer, since ten days."""
    made = Organisation(Clock(datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=10)))
    made.unit("HQ")
    made.unit("NORTH", "HQ")
    made.person("desk", "contributor")
    made.person("dpo", "privacy_officer", unit="HQ")
    return made


@pytest.fixture
def visit(people: Organisation, live: Any, new_page: Callable[..., Any]) -> Open:
    """Signs somebody in, in a browser of his own."""
    return lambda username, viewport=DESK: Visitor(new_page(viewport=viewport), username, live.url)


def paper(visitor: Visitor, path: str) -> str:
    """The text of a PDF that the visitor may open."""
    answer = visitor.page.context.request.get(visitor.url + path)
    assert answer.status == 200, answer.text()
    return " ".join("\n".join(p.extract_text() for p in PdfReader(io.BytesIO(answer.body())).pages).split())


@pytest.mark.requirement("GD-33-1", "GD-33-2", "GD-33-3", "GD-34")
def test_a_breach_goes_from_a_phone_call_to_the_form_for_the_authority(visit: Open, axe: Axe) -> None:
    desk = visit("desk", PHONE)
    desk.go("/breaches/new/").fill(
        {"Title": "Orders sent to the wrong customer", "What happened": "One file.", "Reported by": "The customer"}
    )
    assert axe(desk.page) == []
    desk.press("Record it")
    breach = desk.path
    officer = visit("dpo")
    officer.go(breach).press("Take it up").fill({"Owner": "dpo"}).press("Take it up")
    assert officer.go(breach).state == "Under assessment"
    officer.edit(
        breach, "content",
        {
            "Confidentiality: somebody saw or took what was not for him": True, "Categories of people": "Customers",
            "Categories of data": "Names and orders", "Effects and likely consequences": "Unwanted mail.",
            "Measures": "The file was deleted.", "Contact point": "privacy@example.org",
        },
    )  # fmt: skip
    officer.edit(
        breach, "risk", {"Risk": "A high risk to rights and freedoms", "Why this risk": "Orders of pharmacies."}
    )
    officer.go(f"{breach}do/notify/").fill({"Authority": "Berlin Commissioner", "Their reference": "LDA-77"})
    officer.press("Authority is notified")
    assert "People affected, data records affected" in officer.text() or "people affected" in officer.text()
    officer.fill({"Information to follow": "The numbers, tomorrow."}).press("Authority is notified")
    form = paper(officer.go(breach), f"{breach}forms/authority/")
    assert "LDA-77" in form and "The numbers, tomorrow." in form and "Unwanted mail." in form
    officer.go(f"{breach}do/decide_communication/")
    officer.fill({"People affected are told": "They are told", "Why they are told or not": "The risk is high."})
    officer.press("Decide whether people are told")
    officer.go(breach)
    assert officer.state == "Notified" and "LDA-77" in officer.text()
    assert axe(officer.page) == []


@pytest.mark.requirement("GD-12")
def test_a_request_is_answered_and_only_those_who_answer_know_who_asked(visit: Open, axe: Axe) -> None:
    desk = visit("desk")
    desk.go("/data-subject-requests/new/").fill(
        {"Title": "Access to order data", "Who asks": "Dana Field", "E-mail": "dana@fieldpost.example.org"}
    )
    assert axe(desk.page) == []
    desk.press("Record it")
    request = desk.path
    assert "Dana Field" not in desk.text() and "contact" in desk.text()
    officer = visit("dpo")
    officer.go(request).press("Take it up").fill({"Owner": "dpo"}).press("Take it up")
    assert "Dana Field" in officer.go(request).text()
    officer.go(f"{request}do/answer/").fill(
        {"Outcome": "Granted", "Answer": "A copy of everything is enclosed.", "Answered by": "Letter"}
    )
    officer.press("Answer is sent")
    assert officer.go(request).state == "Answered"
    letter = paper(officer, f"{request}letter/")
    assert "Dana Field" in letter and "A copy of everything is enclosed." in letter
    assert axe(officer.page) == []
    officer.go("/privacy/person/").fill({"Name, user name or address": "dana"}).press("Look")
    assert "dana@fieldpost.example.org" in officer.text()
    assert axe(officer.page) == []
