"""The nonconformity of the story in Chromium: raised from a finding, followed to its closure fifteen days later."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.audits.conftest import Story
from tests.factories.people import Organisation
from tests.journeys.by_browser import Visitor
from tests.servers import web

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
DAYS = 15
REASON = "Written down in the course of the work."
PLAN = {
    "Criterion": "Every roll-back has its record", "Measure": "Share of roll-backs with a record", "Target": "100 %",
    "Method": "Count in the log of the pipeline", "Sample or window": "all roll-backs of two weeks", "Days to wait": 14,
    "Checker": "checker",
}  # fmt: skip
ANSWERS = {
    "Consequences": "None outside the company.", "Similar cases": "No, and it could not happen elsewhere",
    "Where was looked": "All pipelines.", "Risks and opportunities": "Looked at; they still fit",
    "Which risks": "Known already.", "Change of the management system": "No change is needed",
    "What changes in it": "The procedure asked for it.",
}  # fmt: skip
Open = Callable[..., Visitor]


@pytest.mark.requirement("CA-01", "CA-03", "CA-05", "CA-06", "CA-07", "Q9-11", "P11-10g-2", "P11-50-2", "MK-03")
def test_nonconformity_is_followed_from_the_finding_to_its_closure(
    company: Organisation, visitor: Open, program: Any, today: datetime.date
) -> None:
    story = Story(company, company.clock)
    audit = story.on_site()
    finding = story.answered_finding(audit)
    story.sign(story.report(audit))
    raised_from, audited = f"/findings/{finding.number}/", f"/audits/{audit.number}/"
    auditee, manager = visitor("auditee"), visitor("manager")
    nc = raised(visitor("lead"), manager, raised_from, today)
    analysed(auditee, nc, today)
    planned(auditee, visitor("approver"), nc, today)
    for who in (visitor("worker"), visitor("verifier")):
        carried_out(who, nc, today)
    checker = visitor("checker")
    auditee.go(nc).press("Go on to the effectiveness check")
    assert "“Record the check” waits. Not before" in checker.go(nc).text()
    checker.go(f"{nc}do/close/", 409)
    ahead = replace(program, env={**program.env, "DAYS_LATER": str(DAYS)})
    with web(ahead, "tests.journeys.later:application") as later:
        people = {name: visitor(name, url=later.url) for name in ("checker", "auditee", "manager", "lead")}
        checked(people["checker"], nc, today)
        closed(people["auditee"], people["manager"], nc, today)
        followed_up(people["lead"], raised_from, audited)
        remembered(people["manager"], nc, today)


def raised(lead: Visitor, manager: Visitor, finding: str, today: datetime.date) -> str:
    """One button carries the finding's data over; pressed again it leads to the same record. Gives its address."""
    lead.go(finding).press("Raise nonconformity")
    nc = lead.path
    assert "Records are missing." in lead.text() and "Report 7 of May." in lead.text()
    assert lead.page.get_by_role("link", name=finding.split("/")[2]).first.is_visible()
    lead.go(finding).press(f"{lead_number(nc)} A minor one")
    assert lead.path == nc
    lead.press("Report it")
    manager.go(f"{nc}do/submit_plan/", 409).go(nc).press("Triage")
    manager.fill({"Severity": "Major", "Owner": "auditee"}).press("Triage")
    assert "required" in manager.text()
    manager.fill({"Due date": today + datetime.timedelta(days=60)}).press("Triage")
    assert manager.state == "Cause analysis"
    return nc


def lead_number(path: str) -> str:
    """The number in a record's address."""
    return path.strip("/").split("/")[1]


def analysed(auditee: Visitor, nc: str, today: datetime.date) -> None:
    """Corrected at once; then the why-tree on its page, where nothing is confirmed without evidence."""
    auditee.go(nc)
    assert "Choose a root cause in the why-tree." in auditee.text()
    auditee.edit(nc, "at_once", {"Correction": "Recorded after the fact.", "Corrected on": today}, REASON)
    auditee.go(f"{nc}files/").fill(
        {"File": {"name": "releases.csv", "mimeType": "text/csv", "buffer": b"release,record\n4.12,none\n"}}
    )
    auditee.press("Add").go(nc).press("Work on the why-tree")
    auditee.fill({"Why?": "Nobody wrote the record"}).press("Add a why")
    why = auditee.page.locator(".tree > li").first
    why.locator("summary", has_text="Ask why").click()
    why.get_by_label("Why?").first.fill("No step asks for the record")
    why.get_by_label("Category").first.select_option(label="Method")
    with auditee.page.expect_navigation():
        why.get_by_role("button", name="Add a why").first.click()
    root = auditee.page.locator(".tree li li").first
    change(auditee, root, {"Status": "confirmed", "This is a root cause": True})
    assert "evidence" in auditee.page.locator(".tree li li .wrong, .tree li li .errors").first.inner_text().lower()
    change(auditee, root, {"Evidence": "releases.csv", "What it shows": "List of releases"}, opens=False)
    assert "confirmed" in root.inner_text()


def change(auditee: Visitor, why: Any, values: dict[str, Any], opens: bool = True) -> None:
    """Say what is known of one why."""
    if opens:
        why.locator("summary", has_text="Change").click()
    form = why.locator("form", has=auditee.page.get_by_role("button", name="Save"))
    for label, value in {**values, "Reason": REASON}.items():
        field = form.get_by_label(label)
        if label == "Reason" and not field.count():  # a first entry asks none
            continue
        if value is True:
            field.check()
        elif label == "Status":
            field.select_option(label=value)
        else:
            field.fill(value)
    with auditee.page.expect_navigation():
        form.get_by_role("button", name="Save").click()


def planned(auditee: Visitor, approver: Visitor, nc: str, today: datetime.date) -> None:
    """Plan, check and action; approved by the signature of somebody else, after which the plan is locked."""
    auditee.edit(nc, "plan", {"Plan": "The pipeline refuses a roll-back without a record."}, REASON)
    auditee.edit(nc, "effect", PLAN, REASON)
    assert "No corrective action addresses this nonconformity yet." in auditee.text()
    auditee.press("Add an action").fill(
        {"Title": "Refuse roll-backs without a record", "Kind": "Corrective action", "Owner": "worker",
         "Due date": today + datetime.timedelta(days=10)}
    )  # fmt: skip
    auditee.press("Record it").press("Submit the plan")
    assert auditee.state == "Plan approval"
    auditee.go(f"{nc}do/approve_plan/", 403).go(f"{nc}do/start_check/", 409)
    approver.go("/").press("A minor one")
    assert approver.path == nc
    approver.press("Approve the plan")
    assert "No step asks for the record" in approver.text() and "Refuse roll-backs" in approver.text()
    approver.sign("not my password at all")
    assert "Not signed" in approver.text()
    assert approver.sign().state == "Implementing"
    assert "valid" in approver.page.locator("aside").inner_text()
    auditee.go(f"{nc}edit/?section=effect")
    assert "The plan is handed in or approved." in auditee.text()


def carried_out(who: Visitor, nc: str, today: datetime.date) -> None:
    """Done with evidence by the worker; verified by somebody else."""
    who.go("/").press("Refuse roll-backs without a record")
    action = who.path
    if who.username == "worker":
        who.go(f"{action}do/verify/", 409).go(action).press("Start").press("Report as done")
        who.fill({"Done on": today, "Result": "It refuses them.", "Verifier": "verifier"}).press("Report as done")
        assert "There is no evidence yet" in who.text()
        who.fill({"Evidence": "Merge request 812"}).press("Report as done")
        assert who.state == "Done, to be verified"
        who.go(f"{action}do/verify/", 403)
    else:
        who.press("Verify").fill(
            {"Verification": "Saw the refusal in the log.", "Evidence of no adverse effect": "Tests pass.",
             "Adverse effect on the product": "No, the product is not harmed"}
        ).press("Verify")  # fmt: skip
        assert who.state == "Verified"


def checked(checker: Visitor, nc: str, today: datetime.date) -> None:
    """After the time that the plan set, and never “not applicable”."""
    checker.go(nc).press("Record the check").fill(
        {"Checked on": today + datetime.timedelta(days=DAYS), "Effectiveness": "Effective", "What was found": "N/A",
         "Evidence of the check": "Log of the pipeline, weeks 48 and 49"}
    ).press("Record the check")  # fmt: skip
    assert "says nothing" in checker.text()
    checker.fill({"What was found": "9 of 9 roll-backs have a record."}).press("Record the check")
    assert checker.state == "Check recorded"


def closed(auditee: Visitor, manager: Visitor, nc: str, today: datetime.date) -> None:
    """Not before everything that ISO 9001 asks is answered; the plan's signature is still valid."""
    assert "“Close” waits. Not answered yet: consequences" in manager.go(nc).text()
    auditee.edit(nc, "answers", ANSWERS, REASON).edit(nc, "output", {"Output affected": "No"}, REASON)
    assert manager.go(nc).press("Close").sign().state == "Closed, effective"
    assert manager.page.locator("aside .broken").count() == 0


def followed_up(lead: Visitor, finding: str, audit: str) -> None:
    """The audit side verifies and closes the finding, then the audit."""
    lead.go(audit).press("Start the follow-up")
    assert "1 finding is not closed yet." in lead.text()
    lead.go(finding).press("Close").fill({"Verification": "Each roll-back since has its record."}).press("Close")
    assert lead.state == "Closed"
    assert lead.go(audit).press("Close").state == "Closed"


def remembered(manager: Visitor, nc: str, today: datetime.date) -> None:
    """Every version says who, why and what changed by word; as it was on a day equals the API."""
    manager.go(nc).press("History", more=True)
    said = manager.text()
    assert "Triage" in said and "Manager Example" in said and REASON in said
    assert manager.page.locator(".versions del").first.is_visible()
    manager.fill({"As it was on": today}).press("Show")
    assert "As it was on" in manager.text() and "Effectiveness check" in manager.text()
    was = manager.page.request.get(f"{manager.url}/api/v1{nc}?as_of={today}").json()
    assert was["state"] == "check" and was["plan"] in manager.text() and was["result_text"] == ""
    assert f"revision {was['rev']}" in manager.text()
