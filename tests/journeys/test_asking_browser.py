"""Steps that ask something, in the dialog on the record's page: by keyboard, on a phone, offline, without script."""

from collections.abc import Callable
from typing import Any

import pytest

from qms.registers import registry
from tests.audits.conftest import Story
from tests.factories.people import PASSWORD, Organisation
from tests.journeys.by_browser import PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
Open = Callable[..., Visitor]
HAS_FOCUS = "selector => document.activeElement?.matches(selector)"


@pytest.fixture
def reported(company: Organisation) -> str:
    """The address of a nonconformity that waits for its triage."""
    register, clock = registry["nonconformities"], company.clock
    made = register.create(
        actor=company["lead"], at=clock(), title="Wrong lot on the label", description="Seen at line 2.",
        unit=company.units["NORTH"],
    )  # fmt: skip
    register.perform(made, "report", rev=made.rev, actor=company["lead"], at=clock())
    return f"/nonconformities/{made.number}/"


@pytest.fixture
def to_sign(company: Organisation) -> str:
    """The address of an audit whose report waits for the lead auditor's signature."""
    story = Story(company, company.clock)
    return f"/audits/{story.report(story.on_site(title='Audit to sign')).number}/"


def opened_by_key(who: Visitor, step: str) -> Visitor:
    """Press Enter on the step's button and wait for the dialog."""
    who.page.get_by_role("link", name=step, exact=True).first.focus()
    who.page.keyboard.press("Enter")
    who.page.wait_for_selector("dialog[open]:not([aria-busy])")
    return who


@pytest.mark.requirement("MK-27")
def test_step_is_taken_by_keyboard_and_what_was_typed_outlives_escape(
    reported: str, visitor: Open, axe: Callable[[Any], list[str]]
) -> None:
    manager = visitor("manager").go(reported)
    opened_by_key(manager, "Triage")
    assert axe(manager.page) == []
    assert manager.page.evaluate(HAS_FOCUS, "dialog [name=severity]")
    manager.fill({"Severity": "Major"})
    manager.page.get_by_text("Draft kept in this browser").wait_for()
    manager.page.keyboard.press("Escape")
    assert manager.dialog.count() == 0 and manager.page.evaluate(HAS_FOCUS, "a[data-asks]")
    opened_by_key(manager, "Triage")
    manager.page.get_by_role("button", name="Put it back").click()
    assert manager.page.locator("dialog [name=severity]").input_value() == "major"
    manager.fill({"Owner": "auditee"}).press("Triage")
    assert manager.page.evaluate(HAS_FOCUS, "dialog .errors") and axe(manager.page) == []
    assert manager.page.locator("dialog [name=severity]").input_value() == "major"
    manager.press("Cancel")
    assert manager.dialog.count() == 0 and manager.state == "Reported" and manager.path == reported


@pytest.mark.requirement("P11-200-1", "MK-27")
@pytest.mark.parametrize(("scheme", "size"), [("dark", None), ("light", PHONE)])
def test_report_is_signed_in_the_dialog(
    to_sign: str, visitor: Open, axe: Callable[[Any], list[str]], scheme: str, size: dict[str, int] | None
) -> None:
    lead = visitor("lead", size, color_scheme=scheme).go(to_sign)
    opened_by_key(lead, "Sign the report")
    assert axe(lead.page) == []
    assert lead.page.evaluate(HAS_FOCUS, "dialog h1"), "reading begins where the content begins"
    said = lead.dialog.inner_text()
    assert "Summary of the audit" in said
    assert "I wrote this and stand for its content" in said and "SHA-256" in said
    lead.sign("not my password at all")
    assert "Not signed" in lead.dialog.inner_text() and lead.page.evaluate(HAS_FOCUS, "dialog [name=password]")
    assert lead.page.locator("dialog [name=username]").input_value() == "lead"
    assert axe(lead.page) == []
    assert lead.page.evaluate("document.documentElement.scrollWidth") <= lead.page.viewport_size["width"]
    lead.fill({"Password": PASSWORD}).press("Sign")
    assert lead.path == to_sign and lead.state == "Reported"
    assert "valid" in lead.page.locator("aside").inner_text()


def test_lost_connection_keeps_the_dialog_and_what_is_in_it(reported: str, visitor: Open, today: Any) -> None:
    manager = visitor("manager").go(reported).press("Triage")
    manager.fill({"Severity": "Minor", "Due date": today})
    manager.page.context.set_offline(True)
    with manager.page.expect_event("requestfailed"):  # the names offered beside the field; a user name needs none
        manager.fill({"Owner": "auditee"})
    manager.press("Triage")
    assert "did not answer" in manager.dialog.inner_text()
    manager.page.context.set_offline(False)
    assert manager.press("Triage").state == "Cause analysis"


def test_session_that_ended_leads_over_the_entrance_to_the_same_step(reported: str, visitor: Open) -> None:
    manager = visitor("manager").go(reported)
    manager.page.context.clear_cookies(name="sessionid")
    with manager.page.expect_navigation():
        manager.page.get_by_role("link", name="Triage", exact=True).click()
    manager.fill({"User name or email": "manager", "Password": PASSWORD})
    with manager.page.expect_navigation():
        manager.page.get_by_role("button", name="Sign in").click()
    assert manager.path == f"{reported}do/triage/"


def test_without_script_the_step_is_a_page(reported: str, visitor: Open) -> None:
    manager = visitor("manager", java_script_enabled=False).go(reported)
    manager.page.get_by_role("link", name="Triage", exact=True).click()
    assert manager.path == f"{reported}do/triage/"
    assert manager.page.get_by_role("heading", level=1).inner_text() == "Triage"
    manager.page.get_by_role("button", name="Triage").click()
    assert manager.path == f"{reported}do/triage/" and "2 things to put right" in manager.text()
