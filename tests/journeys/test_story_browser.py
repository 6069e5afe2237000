"""The audit of the story in Chromium: planned, answered on a tablet, disputed, signed, printed."""

import datetime
import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from tests.factories.people import Organisation
from tests.journeys.by_browser import TABLET, Visitor
from tests.journeys.conftest import process_in_use, running_programme

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
DISPUTE = "The approval was given in the release meeting."
Open = Callable[..., Visitor]


@pytest.mark.requirement("AU-01", "AU-02", "AU-05", "AU-06", "P11-200-1", "P11-200-2", "P11-50-2", "P11-10f")
def test_audit_is_planned_answered_and_reported_by_signature(
    company: Organisation, visitor: Open, today: datetime.date
) -> None:
    process, programme = process_in_use(company), running_programme(company, today)
    manager = visitor("manager")
    audit = planned(manager, process.number, str(programme), today)
    lead = visitor("lead", TABLET, has_touch=True)
    finding = on_site(lead, audit, today)
    disputed(visitor("auditee"), finding)
    reported(lead, audit)
    assert DISPUTE in opinions(manager, audit)
    counted(manager, programme.number)


def planned(manager: Visitor, process: str, programme: str, today: datetime.date) -> str:
    """The quality manager plans the audit from the menu, with clauses from the picker. Gives its address."""
    manager.page.get_by_role("link", name="Audits", exact=True).first.click()
    manager.press("New audit").press("All fields")
    tomorrow = today + datetime.timedelta(days=1)
    manager.fill(
        {"Title": "Audit of the release process", "Programme": programme, "Objectives": "Is the procedure followed?",
         "Scope": "Releases of this year", "Planned from": today, "Planned to": tomorrow, "Method": "Hybrid",
         "Place or address, row 1": "Room 4", "Kind, row 1": "Physical", "Place or address, row 2": "Video call",
         "Kind, row 2": "Virtual", "Lead auditor": "lead", "Audit client": "Management", "Language": "English"}
    )  # fmt: skip
    manager.fill({"Person 1": "second"}, inside="Audit team").fill({"Person 1": "auditee"}, inside="Auditees")
    search = manager.page.get_by_label("Find a clause by number or title").first
    for ref in ("8.6", "10.2.2"):
        search.fill(ref)
        manager.page.locator("[data-clause]:visible").get_by_label(f"{ref} ").first.check()
    manager.press("Record it")
    audit = manager.path
    manager.press("Choose processes")
    manager.page.get_by_label(process).check()
    manager.press("Put into scope")
    manager.go(f"{audit}do/start/", 409).go(audit)
    manager.press("Confirm")
    assert manager.state == "Confirmed"
    return audit


def on_site(lead: Visitor, audit: str, today: datetime.date) -> str:
    """The lead makes the checklist, answers it on a tablet, and raises a finding. Gives its address."""
    lead.go(audit).press("Start the audit")
    lead.go(f"{audit}do/sign/", 409).go(audit)
    lead.press("Make the checklist")
    question = lead.page.get_by_role("region").filter(has_text="8.6").first
    question.get_by_label("Minor").check()
    question.get_by_label("Evidence seen").fill("Release 4.12 went out without an approval.")
    question.get_by_label("Who was asked").fill("Release engineer")
    question.get_by_label("Photo or file").set_input_files(
        {"name": "release-4.12.txt", "mimeType": "text/plain", "buffer": b"4.12 approved by: nobody\n"}
    )
    with lead.page.expect_navigation():
        question.get_by_role("button", name="Save answer").click()
    assert question.get_by_role("link", name="1 file").is_visible()
    with lead.page.expect_navigation():
        question.get_by_role("link", name="Draw a sample").click()
    lead.fill({"What is sampled": "Releases of 2026", "How many there are": 40, "How many to draw": 3, "Seed": "plumb"})
    lead.press("Draw")
    assert "plumb" in question.inner_text()
    lead.go(audit)
    assert "1 question of the checklist has no answer" in lead.text()
    lead.press("Open the checklist")
    other = lead.page.get_by_role("region").filter(has_text="10.2.2").first
    assert not other.get_by_role("button", name="Raise a finding").is_visible()
    other.get_by_label("Conforms").check()
    question.get_by_label("Who was asked").fill("The release engineer")
    with lead.page.expect_navigation():
        question.get_by_role("button", name="Raise a finding").click()
    finding = lead.path
    assert "4.12 went out without an approval" in lead.text()
    lead.edit(finding, "what", {"Title": "Release without approval", "Statement": "Version 4.12 was not approved."})
    lead.go(f"{finding}do/respond/", 409).go(finding)
    lead.press("Issue").fill({"Response due": today + datetime.timedelta(days=7)}).press("Issue")
    assert lead.state == "Issued"
    return finding


def disputed(auditee: Visitor, finding: str) -> None:
    """The auditee finds it at home and disputes it; not without words."""
    auditee.go("/").press("Release without approval")
    assert auditee.path == finding
    auditee.press("Respond").fill({"Response": "Disputes"}).press("Respond")
    assert "Say why it is disputed" in auditee.text()
    auditee.fill({"Words of the auditee": DISPUTE}).press("Respond")
    assert auditee.state == "Responded"


def reported(lead: Visitor, audit: str) -> None:
    """Nothing is signed that is not written, and not with a wrong password; the second signature asks less."""
    lead.go(audit).press("Finish on site").press("Finish on site")
    assert "“Sign the report” waits. The report still lacks:" in lead.text()
    lead.edit(audit, "report", {"Summary of the audit": "Two days in Room 4."}, "The report is written now.")
    lead.edit(
        audit, "conclusions", {"Conclusions": "Releases are controlled.", "Degree of fulfilment": "Largely met"},
        "The report is written now.",
    )  # fmt: skip
    lead.press("Sign the report").sign("not my password at all")
    assert "Not signed" in lead.text() and lead.asks_user_name
    assert lead.sign().state == "Reported"
    lead.press("Revise the report", more=True).fill({"Reason": "A sentence was missing."}).press("Revise the report")
    lead.edit(audit, "report", {"Distribution": "Management and the owner"}, "The report is written now.")
    lead.press("Sign the report")
    assert not lead.asks_user_name
    assert lead.sign().state == "Reported"
    lead.go(f"{audit}signatures/")
    assert lead.text().count("I wrote this and stand for its content") == 2


def opinions(manager: Visitor, audit: str) -> str:
    """What the report as PDF says under diverging opinions; who signed it, and as what, stands in it too."""
    answer = manager.page.request.get(f"{manager.url}{audit}report/")
    assert answer.headers["content-type"] == "application/pdf"
    text = " ".join(" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(answer.body())).pages)
    for content in ("Two days in Room 4.", "Version 4.12 was not approved.", "Lead Example", "I wrote this and stand"):
        assert content in text
    return text.partition("Unresolved diverging opinions")[2][:400]


def counted(manager: Visitor, programme: str) -> None:
    """The programme counts the audit now, and what nobody audited stands out."""
    manager.go(f"/programmes/{programme}/coverage/")
    row = manager.page.get_by_role("row").filter(has_text="8.6").first.inner_text()
    assert "Audited" in row and "minor nonconformity" in row
    assert "Never audited" in manager.page.get_by_role("row").filter(has_text="5.1").first.inner_text()
