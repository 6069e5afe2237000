"""An 8D in Chromium: from a customer's report through D0 to D8 to the report that the customer gets."""

import datetime
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from nonconformities.choices import STEPS
from tests.factories.people import Organisation
from tests.journeys.by_browser import Visitor
from tests.journeys.test_closure_browser import ANSWERS, DAYS, PLAN, carried_out, change, checked
from tests.servers import web

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
REASON = "Written down in the course of the work."
SEVEN = {
    "What": "Letters to the wrong insurer", "Where exactly": "In the inbox", "When": "Since Monday",
    "Who noticed it": "The mail room", "Why it is a problem": "Personal data", "How it shows": "Two logos",
    "How much": "16 of 4,310",
}  # fmt: skip
Open = Callable[..., Visitor]


@pytest.mark.requirement("CA-02", "CA-03", "CA-04", "CA-08", "Q9-11")
def test_an_8d_is_worked_from_the_report_to_the_pdf(
    company: Organisation, visitor: Open, program: Any, today: datetime.date
) -> None:
    leader, manager = visitor("auditee"), visitor("manager")
    nc = reported(leader, manager, today)
    first_steps(leader, manager, nc, today)
    root_cause(leader, nc)
    planned(leader, visitor("approver"), nc, today)
    for who in (visitor("worker"), visitor("verifier")):
        carried_out(who, nc, today)
    leader.go(nc).press("Go on to the effectiveness check")
    ahead = replace(program, env={**program.env, "DAYS_LATER": str(DAYS)})
    with web(ahead, "tests.journeys.later:application") as later:
        people = {name: visitor(name, url=later.url) for name in ("checker", "auditee", "manager")}
        checked(people["checker"], nc, today)
        last_steps(people["auditee"], people["manager"], nc, today)
        sent(people["auditee"], nc)


def complete(who: Visitor, nc: str, key: str) -> None:
    """Press the button that stands there when nothing is missing."""
    who.go(f"{nc}8d/").press(f"Complete {key}")
    assert f"{key} is completed." in who.text()


def reported(leader: Visitor, manager: Visitor, today: datetime.date) -> str:
    """A report, triaged as an 8D; a second one in similar words is told of the first while it is typed."""
    text = "Sixteen letters of other insurers lay in the inbox of Karstal."
    leader.go("/nonconformities/new/").fill({"Title": "Letters reach the wrong insurer", "Description": text})
    leader.fill({"Where": "Sorting", "Product or system": "Pagewise 2.6"}).press("Report it")
    nc = leader.path
    manager.go("/nonconformities/new/")
    manager.fill({"Title": "Letters of other insurers"})
    manager.page.locator("[name=description]").press_sequentially("Sixteen letters lay in the wrong inbox", delay=2)
    manager.page.wait_for_selector("#similar .note")
    assert leader.number in manager.page.locator("#similar").inner_text()
    manager.go(nc).press("Triage").fill(
        {"Severity": "Major", "Owner": "auditee", "Due date": today + datetime.timedelta(days=60),
         "Way of working": "8D: eight disciplines, in their order"}
    ).press("Triage")  # fmt: skip
    return nc


def first_steps(leader: Visitor, manager: Visitor, nc: str, today: datetime.date) -> None:
    """D0 to D3; a later step has no button while an earlier one is open."""
    leader.go(nc).press("Open the 8D")
    assert "emergency response" in leader.text() and leader.page.get_by_role("button", name="Complete").count() == 0
    team = {
        "Emergency response": "Karstal was called the same afternoon.",
        "Champion": "manager",
        "Team leader": "auditee",
    }
    leader.edit(nc, "team", {**team, "Team members from outside": "Ms Albrecht, Karstal Insurance"})
    complete(leader, nc, "D0")
    complete(manager, nc, "D1")
    leader.go(f"{nc}edit/?section=problem").fill(SEVEN)
    for place, is_not in enumerate(("one logo", "other inboxes", "before Monday", "fewer")):
        for column, said in (("is", "two logos"), ("is_not", is_not)):
            leader.page.locator(f"[name=is_is_not-{place}-{column}]").fill(said)
    leader.press("Save")
    complete(leader, nc, "D2")
    held = {"Containment": "A person sorts what has two logos.", "Contained on": today}
    leader.edit(nc, "at_once", {**held, "Correction": "Letters called back.", "Corrected on": today})
    assert "containment validated on" in leader.go(f"{nc}8d/").text()
    validated = {"Containment validated on": today, "Containment validated by": "verifier", "Containment holds": "Yes"}
    leader.edit(nc, "at_once", {**validated, "Result of the validation": "38 of 38 went to a person."})
    complete(leader, nc, "D3")


def root_cause(leader: Visitor, nc: str) -> None:
    """D4: a cause with evidence, drawn in its category, and the escape point."""
    leader.go(f"{nc}files/").fill(
        {"File": {"name": "letters.csv", "mimeType": "text/csv", "buffer": b"letter,logos\n1,2\n"}}
    )
    leader.press("Add").go(f"{nc}causes/").fill({"Why?": "No letter in training has two logos", "Category": "Data"})
    leader.press("Add a why")
    root = leader.page.locator(".tree > li").first
    known = {"Status": "confirmed", "This is a root cause": True, "Evidence": "letters.csv", "What it shows": "none"}
    change(leader, root, known)
    picture = leader.go(f"{nc}causes/").press("Ishikawa").page.locator("svg.fishbone")
    assert "No letter in" in picture.text_content() and leader.page.locator("svg .twig").count() == 1
    assert "No letter in training has two logos" in leader.press("Fault tree").text()
    escape = {"Escape point": "The release test", "Escape point is": "confirmed"}
    leader.edit(nc, "cause", {**escape, "Evidence of the escape point": "letters.csv"})
    complete(leader, nc, "D4")
    leader.go(f"{nc}edit/?section=cause")
    assert "D4 of the 8D is completed" in leader.text()


def planned(leader: Visitor, approver: Visitor, nc: str, today: datetime.date) -> None:
    """D5: plan, action and how the choice was verified; approved by somebody else."""
    plan = {
        "Plan": "Train with two logos.",
        "Choice verified on": today,
        "How the choice was verified": "Replayed May.",
    }
    leader.edit(nc, "plan", plan).edit(nc, "effect", PLAN)
    leader.press("Add an action").fill(
        {"Title": "Refuse roll-backs without a record", "Kind": "Corrective action", "Owner": "worker",
         "Due date": today + datetime.timedelta(days=10)}
    ).press("Record it")  # fmt: skip
    leader.go(f"{nc}do/submit_plan/", 422)
    complete(leader, nc, "D5")
    leader.go(nc).press("Submit the plan")
    approver.go(nc).press("Approve the plan").sign()
    assert approver.state == "Implementing"


def last_steps(leader: Visitor, manager: Visitor, nc: str, today: datetime.date) -> None:
    """D6 to D8: containment removed, read across, recognised; then it closes."""
    removed = {"Containment removed on": today + datetime.timedelta(days=DAYS), "Containment removed by": "auditee"}
    leader.edit(nc, "at_once", removed)
    complete(leader, nc, "D6")
    leader.edit(nc, "answers", ANSWERS)
    assert "does not answer for: HQ" in leader.go(f"{nc}8d/").text()
    leader.go(f"{nc}edit/?section=answers")
    for column, said in (("unit", "HQ"), ("found", "No other mail room.")):
        leader.page.locator(f"[name=read_across-0-{column}]").fill(said)
    leader.page.locator("[name=read_across-0-similar]").select_option("no")
    leader.press("Save")
    complete(leader, nc, "D7")
    assert "Not completed in the 8D yet: D8" in manager.go(nc).text()
    leader.edit(nc, "recognition", {"Recognition": "Thanked at the monthly meeting."})
    leader.edit(nc, "output", {"Output affected": "No"})
    complete(leader, nc, "D8")
    assert manager.go(nc).press("Close").sign().state == "Closed, effective"


def sent(leader: Visitor, nc: str) -> None:
    """The report as the customer gets it: one head, nine steps in order, the cause drawn, two signatures."""
    leader.go(f"{nc}8d/")
    href = leader.page.get_by_role("link", name="8D report as PDF").get_attribute("href")
    answer = leader.page.request.get(f"{leader.url}{nc}8d/{href}", timeout=120_000)
    assert answer.status == 200 and f"{leader.number}-8D" in answer.headers["content-disposition"]
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages)
    heads = [str(label) for _key, label in STEPS]
    places = [text.index(head) for head in heads]
    assert places == sorted(places) and "not yet" not in text
    for said in ("Pagewise 2.6", "Ms Albrecht", "38 of 38", "No other mail room", "Thanked at", "Approver Example"):
        assert said in text, said
