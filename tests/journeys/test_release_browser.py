"""A model is released in Chromium: from its README to a gate that passes, and closes when the model drifts."""

import datetime
import json
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from modelcards.models import ModelCard, SystemVersion
from modelcards.services.silence import notice_silence
from qms.accounts.tokens import create_token
from qms.records.models import Entry
from tests import databases
from tests.journeys.by_browser import DESK, PHONE, Visitor
from tests.journeys.releasing import SHA, Team, readme
from tests.modelcards.cards.watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
Open = Callable[..., Visitor]
Axe = Callable[[Any], list[str]]
TITLE = "Applicant ranking 1.1.0"
BROKEN = "---\nlanguage: [en\n---\n# Applicant ranking\n"


@pytest.fixture
def team(own_database: str) -> Team:
    return Team()


@pytest.fixture
def visit(team: Team, live: Any, new_page: Callable[..., Any]) -> Open:
    """Signs somebody of the team in, in a browser of his own."""
    return lambda username: Visitor(new_page(viewport=DESK), username, live.url)


@pytest.mark.requirement("MC-01", "MC-04", "MC-05", "EUA-17", "EUA-72", "SPC-08", "P11-10g-2")
def test_model_goes_from_a_readme_through_signatures_to_a_gate_that_closes_when_it_drifts(
    team: Team, visit: Open, program: Any, live: Any, axe: Axe
) -> None:
    system = team.in_use()
    gate = f"/systems/{system.number}/gate/"
    engineer, owner = visit("engineer"), visit("author")
    card = sent_in(engineer, system, axe)
    mended(engineer, card, axe)
    submitted(owner, card)
    validator = visit("validator")
    asked_for_changes(validator, card)
    changed(engineer, owner, card)
    signed(validator, visit("second"), card)
    assert asked(engineer, gate, axe) == "Pass 1.1.0"
    assert axe(engineer.go(f"{card}compare/?with={ModelCard.objects.earliest('pk').number}").page) == []
    assert "Recruiters are told" in engineer.text() and "Ranks applications." in engineer.text()
    nonconformity = drifted(team, live.url, visit, axe)
    assert asked(engineer, gate, axe) == "Fail 1.1.0"
    assert f"has signalled: {nonconformity} is open." in engineer.text()
    looked_again(program, validator, owner, card, nonconformity, axe)


def sent_in(engineer: Visitor, system: Any, axe: Axe) -> str:
    """A broken file is refused with its line; the right one becomes a card that says what is missing. Its address."""
    engineer.go("/model-cards/").press("Send a file")
    assert axe(engineer.page) == []
    said = {"AI system": str(system), "Version": "1.1.0", "SHA-256 of the artifact": SHA}
    engineer.fill({**said, "File": markdown(BROKEN)}).press("Send it")
    assert (
        "Line 2: the list or object in “language: [en” is never closed" in engineer.text()
        and engineer.path == "/model-cards/import/"
    )
    engineer.fill({**said, "File": markdown(readme())}).press("Send it")
    card = engineer.path
    text = engineer.text()
    assert engineer.state == "Draft" and "2 gates are not passed." in text
    assert "Section “Human oversight”" in text and "Say in which unit each is" in text
    assert axe(engineer.page) == []
    return card


def markdown(text: str) -> dict[str, Any]:
    return {"name": "README.md", "mimeType": "text/markdown", "buffer": text.encode()}


def mended(engineer: Visitor, card: str, axe: Axe) -> None:
    """Each gate leads to where it is mended."""
    engineer.press("Mend it Section “Human oversight”")
    assert "This stands for nothing: it counts as empty." in engineer.text() and axe(engineer.page) == []
    engineer.fill({"Human oversight": "A recruiter decides; the ranking is never final."}).press("Save")
    engineer.go(card).press("Mend it accuracy, at least 0.9")
    assert axe(engineer.page) == []
    engineer.fill({"Unit": "fraction"}, inside="Metric 1").press("Save")
    said = engineer.page.get_by_role("alert").inner_text()
    assert "Row 1: the value is 93.1, but lies between 0 and 1" in said
    assert engineer.page.get_by_label("Value").first.input_value() == "93.1", "what was typed is still there"
    engineer.go(f"{card}metrics/").fill({"Unit": "percent"}, inside="Metric 1").press("Save")
    assert "Every gate is passed or does not apply." in engineer.go(card).text()
    assert engineer.page.get_by_role("img", name="93.1 %").is_visible()


def submitted(owner: Visitor, card: str) -> None:
    """The owner finds the draft at home, says who signs, and signs authorship."""
    owner.go("/").press(TITLE)
    assert owner.path == card and "Name who signs: Validator." in owner.text()
    owner.edit(card, "people", {"Validator": "engineer"})
    assert "Authors do not review" in owner.text()
    owner.edit(card, "people", {"Validator": "validator"}).press("Submit for review")
    assert "A recruiter decides" in owner.text() and "I wrote this and stand for its content" in owner.text()
    assert owner.sign().state == "In review"


def asked_for_changes(validator: Visitor, card: str) -> None:
    """The validator was told, finds the card at home, and says what has to change and where."""
    assert f"“{TITLE}” waits for you" in validator.go("/notices/").text()
    validator.go("/").press(TITLE)
    assert validator.path == card and "waits for Validator Example" in validator.text()
    validator.press("Request changes", more=True)
    validator.fill({"Section, row 1": "Bias, risks and limitations", "What has to change, row 1": "Which languages?"})
    assert validator.press("Request changes").state == "Draft"


def changed(engineer: Visitor, owner: Visitor, card: str) -> None:
    """The engineer reads what was asked for and does it; the owner submits anew."""
    text = engineer.go(card).text()
    assert "Changes asked for" in text and "Which languages?" in text and "Validator Example" in text
    engineer.press("Edit Bias, risks and limitations")
    engineer.fill({"Bias, risks and limitations": "Applications in English only. Recruiters are told."}).press("Save")
    owner.go("/").press(TITLE).press("Submit for review")
    assert owner.sign().state == "In review"
    assert owner.page.locator("aside .sign.broken").count() == 1, "the first authorship was about another text"


def signed(validator: Visitor, approver: Visitor, card: str) -> None:
    """Nobody approves before the validator has signed; then the card comes to the approver."""
    assert "Not signed, or changed since: Validator." in approver.go(card).text()
    assert TITLE not in approver.go("/work/").text()
    validator.go("/").press(TITLE).press("Sign as validator")
    assert "Recruiters are told." in validator.text()
    assert validator.sign().state == "In review"
    assert TITLE not in validator.go("/work/").text()
    approver.go("/").press(TITLE).press("Approve")
    assert "I approve this" in approver.text()
    assert approver.sign().state == "Approved"
    assert approver.page.locator("aside .sign:not(.broken)").count() == 3, "three people signed what stands there"


def asked(engineer: Visitor, gate: str, axe: Axe) -> str:
    """What the gate says of the artifact, as people read it."""
    engineer.go(gate).fill({"Version": "1.1.0", "SHA-256 of the artifact": SHA}).press("Ask the gate")
    assert axe(engineer.page) == []
    return " ".join(engineer.page.get_by_role("status").locator(".word").inner_text().split())


def drifted(team: Team, url: str, visit: Open, axe: Axe) -> str:
    """A series that drifts, sent by a pipeline, opens one nonconformity with its chart. Gives its number."""
    monitor = Watch(team, SystemVersion.objects.get(version="1.1.0")).watching()
    _row, token = create_token(user=team.org["engineer"], name="scores", at=timezone.now(), scope="write", days=1)
    opened = [n for batch in range(3) for n in send(url, monitor.number, token, batch)["opened"]]
    assert len(opened) == 1
    notice_silence(at=timezone.now())  # the job that draws the charts
    number, manager = str(opened[0]), visit("approver")
    manager.go("/").press(Entry.objects.get(number=number).title)
    assert manager.number == number and f"{monitor.number} chart.pdf" in manager.text()
    manager.go("/nonconformities/?phase=all")
    assert manager.page.locator("main .list tbody tr").count() == 1
    manager.go(f"/monitors/{monitor.number}/")
    assert "signal open" in manager.text() and axe(manager.page) == []
    return number


def send(url: str, number: str, token: str, batch: int) -> Any:
    """Ten points of the last half minute, each higher than the one before."""
    now = timezone.now()
    points = [
        {
            "key": f"{batch}-{n}",
            "at": (now - datetime.timedelta(seconds=30 - 10 * batch - n)).isoformat(),
            "value": 35 + batch + n / 5,
        }
        for n in range(10)
    ]
    request = urllib.request.Request(
        f"{url}/api/v1/monitors/{number}/points/", json.dumps({"points": points}).encode(),
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def looked_again(program: Any, validator: Visitor, owner: Visitor, card: str, number: str, axe: Axe) -> None:
    """The clock turns the card; those who signed are told why, and the page says it on a phone too."""
    databases.manage("tick", env=program.env)
    assert f"“{TITLE}”" in validator.go("/notices/").text() and number in validator.text()
    owner.page.set_viewport_size(PHONE)
    assert owner.go(card).state == "Needs another look"
    assert "Why it needs another look" in owner.text() and number in owner.text()
    assert owner.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe(owner.page) == []
