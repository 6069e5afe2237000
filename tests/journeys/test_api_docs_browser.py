"""The page that shows the API, in Chromium and under our own policy: no script in the page, nothing from elsewhere."""

from collections.abc import Callable

import pytest

from tests.journeys.by_browser import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


def test_the_page_of_the_api_shows_operations_and_answers_one(visitor: Callable[..., Visitor]) -> None:
    page = visitor("worker").go("/api/docs/").page
    page.wait_for_selector(".opblock-tag")
    page.get_by_role("button", name="Expand operation", exact=False).first.wait_for(state="attached")
    page.evaluate("document.querySelectorAll('.opblock-tag').forEach(tag => tag.click())")
    me = page.locator(".opblock", has_text="/api/v1/me/").first
    me.wait_for()
    me.locator(".opblock-summary-control").first.click()
    me.get_by_role("button", name="Try it out").click()
    me.get_by_role("button", name="Execute").click()
    me.locator(".live-responses-table").wait_for()
    assert "worker" in me.locator(".live-responses-table").inner_text()
