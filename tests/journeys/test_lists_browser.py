"""A list in Chromium: rows chosen and changed, a view saved and found again; with a screen reader, on a phone, bare."""

from collections.abc import Callable
from typing import Any

import pytest

from qms.registers import registry
from tests.factories.people import Organisation
from tests.journeys.by_browser import PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
Open = Callable[..., Visitor]
WHY = "The supplier does it from now on."
LIST = "/actions/?phase=open"


@pytest.fixture
def actions(company: Organisation) -> list[Any]:
    """More planned actions than a page shows at once."""
    make, worker = registry["actions"].create, company["worker"]
    return [
        make(actor=company["manager"], at=company.clock(), title=f"Action {n}", kind="corrective", owner=worker)
        for n in range(1, 54)
    ]


def bar(visitor: Visitor) -> Any:
    return visitor.page.locator("form.bulk")


def state_of(action: Any) -> str:
    return str(registry["actions"].model.objects.get(pk=action.pk).state)


@pytest.mark.requirement("MK-27")
def test_chosen_rows_are_counted_cancelled_and_refused_one_by_one(
    company: Organisation, actions: list[Any], visitor: Open, axe: Callable[[Any], list[str]]
) -> None:
    manager = visitor("manager")
    page = manager.go(LIST).page
    assert bar(manager).is_hidden(), "no bar before anything is chosen"
    for action in actions[-1:-4:-1]:
        page.get_by_label(f"Choose {action.number}").check()
    assert bar(manager).get_by_text("3 chosen").is_visible()
    assert page.locator("[data-picked-said]").inner_text() == "3 chosen"
    assert axe(page) == []
    bar(manager).get_by_text("Change state").click()
    assert axe(page) == []
    bar(manager).get_by_role("button", name="Cancel the action").click()
    page.wait_for_url("**/bulk/")
    assert axe(page) == []
    registry["actions"].edit(
        actions[-1], rev=1, actor=company["manager"], at=company.clock(), reason=WHY, title="Changed meanwhile"
    )
    manager.fill({"Reason": WHY}).press("Cancel the action (3)")
    assert page.get_by_role("heading", level=1).inner_text() == "Cancel the action: 2 done, 1 refused"
    assert "you saw revision 1, it is now 2" in manager.text() and axe(page) == []
    assert [state_of(a) for a in actions[-3:]] == ["cancelled", "cancelled", "planned"]
    manager.press("Back to the list")
    assert manager.page.url.endswith(LIST)


def test_all_that_is_shown_can_be_chosen_also_what_is_loaded_later(actions: list[Any], visitor: Open) -> None:
    manager = visitor("manager")
    page = manager.go(LIST).page
    head = page.locator("thead").get_by_label("Choose all shown")
    head.check()
    assert bar(manager).get_by_text("50 chosen").is_visible()
    page.get_by_role("link", name="Load more").click()
    page.get_by_label(f"Choose {actions[0].number}").wait_for()
    assert not head.is_checked(), "there are rows now that are not chosen"
    bar(manager).get_by_role("button", name="Choose all shown").click()
    assert bar(manager).get_by_text("53 chosen").is_visible()
    bar(manager).get_by_role("button", name="Choose none").click()
    assert bar(manager).is_hidden() and page.evaluate("document.activeElement.name") == "record"
    page.keyboard.press("Space")
    assert bar(manager).get_by_text("1 chosen").is_visible()


def test_more_than_may_be_changed_at_once_is_said_before_it_is_sent(actions: list[Any], visitor: Open) -> None:
    manager = visitor("manager")
    page = manager.go(LIST).page
    page.locator("form.bulk").evaluate("form => { form.dataset.most = '2'; }")
    page.add_script_tag(url="/static/js/bulk.js")
    for action in actions[-1:-4:-1]:
        page.get_by_label(f"Choose {action.number}").check()
    assert bar(manager).get_by_text("at a time.").is_visible()
    assert bar(manager).get_by_role("button", name="Hand over").is_disabled()


def test_rows_are_handed_over_without_any_script(company: Organisation, actions: list[Any], visitor: Open) -> None:
    manager = visitor("manager", java_script_enabled=False)
    page = manager.go(LIST).page
    for action in actions[-1:-3:-1]:
        page.get_by_label(f"Choose {action.number}").check()
    assert bar(manager).get_by_text("With the chosen rows:").is_visible()
    manager.press("Hand over").fill({"New owner": "verifier", "Reason": WHY}).press("Hand over (2)")
    assert "Hand over to Verifier Example: 2 done" in manager.text()
    owners = registry["actions"].model.objects.values_list("owner__username", flat=True).order_by("-pk")
    assert list(owners[:3]) == ["verifier", "verifier", "worker"]


def test_bar_and_rows_fit_a_phone(actions: list[Any], visitor: Open, axe: Callable[[Any], list[str]]) -> None:
    manager = visitor("manager", PHONE, has_touch=True, is_mobile=True)
    page = manager.go(LIST).page
    page.get_by_label(f"Choose {actions[-1].number}").tap()
    box = bar(manager).bounding_box()
    assert box["y"] + box["height"] <= PHONE["height"] and box["height"] < 140, "it covers little of the list"
    target = page.get_by_label(f"Choose {actions[-1].number}").locator("..").bounding_box()
    assert min(target["width"], target["height"]) >= 24, "WCAG 2.2, 2.5.8"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe(page) == []
    bar(manager).get_by_text("Change state").tap()
    drop = bar(manager).locator(".more[open] .drop").bounding_box()
    assert drop["x"] >= 0 and drop["x"] + drop["width"] <= PHONE["width"] and drop["y"] >= 0


@pytest.mark.requirement("MK-27")
def test_view_is_saved_shared_and_opened_by_somebody_else(
    actions: list[Any], visitor: Open, axe: Callable[[Any], list[str]]
) -> None:
    manager = visitor("manager")
    page = manager.go("/actions/?phase=all&kind=corrective").page
    page.get_by_role("link", name="Save view").click()
    assert page.get_by_role("dialog").is_visible() and axe(page) == []
    manager.fill({"Name": "Corrective ones", "Share it with everybody": True})
    page.get_by_role("dialog").get_by_role("button", name="Save view").click()
    page.wait_for_url("**?view=*")
    assert page.locator("nav.views [aria-current]").inner_text() == "Corrective ones"
    assert "The view “Corrective ones” is saved." in manager.text()  # before anything slow: it goes away by itself
    assert axe(page) == []
    worker = visitor("worker")
    worker.go("/actions/").page.get_by_role("link", name="Corrective ones").click()
    worker.page.wait_for_url("**?view=*")
    worker.page.get_by_label("Kind").select_option(value="preventive")
    worker.page.get_by_role("link", name="Save as new").wait_for()
    assert "changed" in worker.page.locator("nav.views").inner_text()
    worker.page.get_by_role("link", name="All views").click()
    worker.page.wait_for_url("**/views/")
    assert "shared by Manager Example" in worker.text() and axe(worker.page) == []
    manager.go("/actions/views/").page.locator(".view-row summary").click()
    assert axe(page) == []
    manager.press("Delete it")
    assert "No views yet" in manager.text()
