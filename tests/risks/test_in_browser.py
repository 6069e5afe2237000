"""Risks in Chromium: from draft to accepted, gone stale and reopened; pages that axe finds no fault in."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from tests.factories.people import Clock
from tests.journeys.by_browser import DESK, PHONE, Visitor
from tests.risks.made import Story, company

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


@pytest.fixture
def made(own_database: str) -> Story:
    """People, in a database that the web server reads too."""
    clock = Clock(timezone.now() - datetime.timedelta(days=2))
    return Story(company(clock), clock)


@pytest.fixture
def visitor(made: Story, live: Any, new_page: Callable[..., Any]) -> Callable[..., Visitor]:
    """Signs somebody in, in a browser of his own."""

    def sign_in(username: str, viewport: dict[str, int] = DESK, **options: Any) -> Visitor:
        return Visitor(new_page(viewport=viewport, **options), username, live.url)

    return sign_in


@pytest.mark.requirement("RM-02")
def test_a_risk_goes_from_draft_to_accepted_and_is_open_again_when_its_control_fails(
    made: Story, visitor: Callable[..., Visitor]
) -> None:
    risk = made.risk()
    control = made.effective(risk)
    here, steps = f"/risks/{risk.number}/", {"likelihood": "4 Likely: Once or twice a year"}
    owner = visitor("author").go(here).press("Assess")
    owner.fill({"Inherent likelihood": steps["likelihood"], "Reason": "Seen in the incidents of last year."})
    owner.place.get_by_label("Inherent consequence").select_option("4")
    owner.place.get_by_label("Current likelihood").select_option("3")
    owner.place.get_by_label("Current consequence").select_option("4")
    follows = owner.place.locator("[data-follows]").all_inner_texts()
    assert [" ".join(line.split()[:6]) for line in follows] == [
        "Inherent: High · Treat above the",
        "Current: High · Treat above the",
    ]
    owner.press("Assess")
    assert owner.state == "Assessed" and "Possible (3) × Major (4)" in owner.text()

    ends_on = (timezone.localdate() + datetime.timedelta(days=60)).isoformat()
    owner.press("Write an acceptance")
    owner.fill({"Title": "Bear the rest", "Reasons": "The old model is replaced in spring.", "Ends on": ends_on})
    owner.page.locator(".submit button.first").click()
    number = owner.page.url.rstrip("/").rsplit("/", 1)[-1]
    keeper = visitor("keeper").go(f"/risk-acceptances/{number}/")
    assert "is decided about by: approver, executive" in keeper.text()
    signer = visitor("signer").go(f"/risk-acceptances/{number}/").press("Accept the risk").sign()
    assert signer.state == "In force" and owner.go(here).state == "Accepted"

    tester = visitor("tester").go(f"/controls/{control.number}/").press("Report a failure", more=True)
    tester.fill({"How it failed": "A stale file went through on Monday."}).press("Report a failure")
    assert tester.state == "Failed"
    assert owner.go(here).state == "Assessed" and "above appetite" in owner.text()
    assert signer.go(f"/risk-acceptances/{number}/").state == "Stale"
    assert "no longer works as it did" in owner.go(f"{here}history/").text()


LOSSES = (
    "losses/?often_low=0.5&often_likely=1&often_high=3&loss_low=1&loss_likely=5&loss_high=9&currency=EUR&shape=pert"
    "&years=500&seed=1"
)
PAGES = ("heat-map/", "heat-map/?rating=target", "top/", "trend/", "safety/", LOSSES)


def test_pages_of_risks_have_no_fault_that_axe_finds_and_fit_on_a_phone(
    made: Story, visitor: Callable[..., Visitor], axe: Callable[[Any], list[str]]
) -> None:
    risk = made.treated(hazard="A wrong offer", situation="Somebody takes it", harm="A loss")
    made.effective(risk)
    made.do(made.implemented(risk, title="Watch drift", kind="detect"), "fail", "keeper", failure="Switched off.")
    held = made.acceptance(risk)
    draft = made.matrix()
    pages = [f"/risks/{page}" for page in PAGES]
    pages += [f"/risks/{risk.number}/", f"/risks/{risk.number}/do/change_treatment/"]
    pages += [f"/risk-acceptances/{held.number}/", f"/risk-matrices/{draft.number}/"]
    found = []
    for scheme in ("light", "dark"):
        keeper = visitor("keeper", color_scheme=scheme)
        for path in [*pages, f"/risk-matrices/{draft.number}/table/"]:
            keeper.go(path)
            found += [f"{scheme} {path} {said}" for said in axe(keeper.page)]
    assert found == []
    phone = visitor("keeper", PHONE, java_script_enabled=False, has_touch=True, is_mobile=True)
    for path in pages:
        phone.go(path)
        wide = phone.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{path} is {wide} pixels too wide"
