"""The checklist on a tablet, in a real browser: saved at once, kept while there is no network, usable by everybody."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from audits.services.fieldwork import make_checklist
from tests.audits.conftest import Story
from tests.factories.people import PASSWORD, Clock
from tests.factories.people import organisation as bare_organisation

pytestmark = [pytest.mark.browser, pytest.mark.requirement("AU-04")]
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}


@pytest.fixture
def story(live: Any) -> Story:
    """In a database of its own, with the clock of the server that runs beside it."""
    clock = Clock(timezone.now() - datetime.timedelta(hours=1))
    org = bare_organisation(clock)
    org.person("manager", "quality_manager")
    for name in ("lead", "second"):
        org.person(name, "auditor")
    org.person("auditee", "contributor")
    return Story(org, clock)


def test_an_answer_is_saved_at_once_and_waits_while_there_is_no_network(
    story: Story, new_page: Callable[..., Any], axe: Callable[[Any], list[str]]
) -> None:
    audit = story.on_site()
    line = make_checklist(audit, actor=story.org["lead"], at=story.clock())[0]
    page = new_page(**TABLET)
    page.goto("/account/login/")
    page.fill("[name=login]", "lead")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/")
    page.goto(f"/audits/{audit.number}/checklist/")
    assert axe(page) == []
    card = page.locator(f"[data-line='{line.number}']")
    assert card.locator("label", has_text="Minor").bounding_box()["height"] >= 44

    card.locator("label", has_text="Minor").click()
    card.locator(".line-state.sent").wait_for()
    assert page.locator("[data-answered-count]").inner_text() == "1"
    assert story.fresh(line).answer == "minor"

    page.context.set_offline(True)
    card.locator("label", has_text="Major").click()
    card.locator(".line-state.waiting").wait_for()
    assert page.locator("[data-queue]").is_visible()
    assert story.fresh(line).answer == "minor"
    page.context.set_offline(False)
    card.locator(".line-state.sent").wait_for()
    assert story.fresh(line).answer == "major"

    page.locator("section", has=card).get_by_role("button", name="Raise a finding").click()
    page.wait_for_url("**/findings/*/")
    assert "Major nonconformity" in page.inner_text("main")
