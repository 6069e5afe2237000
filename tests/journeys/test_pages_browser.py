"""The pages of the story in Chromium: for a screen reader, on a phone, by keyboard alone, and for a stranger."""

from collections.abc import Callable
from typing import Any

import pytest

from audits.services.fieldwork import make_checklist
from audits.services.raising import raise_nonconformity
from qms.registers import registry
from tests.audits.conftest import Story
from tests.factories.people import PASSWORD, Organisation
from tests.journeys.by_browser import PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
Open = Callable[..., Visitor]


@pytest.fixture
def pages(company: Organisation) -> dict[str, str]:
    """Addresses of an audit on site, one about to be signed, its finding, a nonconformity, and pages about them."""
    story = Story(company, company.clock)
    site = story.on_site(title="Audit on site")
    make_checklist(site, actor=company["lead"], at=company.clock())
    audit = story.on_site(title="Audit to sign")
    finding = story.answered_finding(audit, response="disputes")
    audit = story.report(audit)
    entry = raise_nonconformity(story.fresh(finding), actor=company["lead"], at=company.clock())
    nc = registry["nonconformities"].model.objects.get(pk=entry.pk)
    story.do(nc, "report", "lead")
    return {
        "record": f"/nonconformities/{entry.number}/", "history": f"/audits/{audit.number}/history/",
        "form": f"/nonconformities/{entry.number}/edit/", "links": f"/findings/{finding.number}/links/",
        "finding": f"/findings/{finding.number}/", "why-tree": f"/nonconformities/{entry.number}/causes/",
        "signing": f"/audits/{audit.number}/do/sign/", "checklist": f"/audits/{site.number}/checklist/",
        "coverage": f"/programmes/{story.programme.number}/coverage/",
    }  # fmt: skip


@pytest.mark.requirement("MK-27")
def test_pages_have_no_fault_that_axe_finds_and_numbers_at_home_are_those_of_the_lists(
    pages: dict[str, str], visitor: Open, axe: Callable[[Any], list[str]]
) -> None:
    lead = visitor("lead")
    for path in ("/", "/nonconformities/?phase=all", "/audits/new/?full=1", *pages.values()):
        assert axe(lead.go(path).page) == [], path
    lead.go("/")
    tiles = [
        (tile.locator("b").inner_text(), tile.get_attribute("href"))
        for tile in lead.page.locator(".tiles a.whole, .quiet a").all()
    ]
    for tile in lead.page.locator(".tiles a.late").all():
        tiles.append((tile.inner_text().split()[0], tile.get_attribute("href")))
    assert len(tiles) >= 4
    for number, href in tiles:
        rows = lead.go(href).page.locator("main .list tbody tr, main .matrix tbody tr").count()
        assert str(rows) == number.replace("no data", "0"), href


def test_stranger_gets_the_answer_of_a_number_that_does_not_exist(pages: dict[str, str], visitor: Open) -> None:
    stranger = visitor("stranger")
    for path in pages.values():
        register, number = path.strip("/").split("/")[:2]
        said = stranger.go(path, 404).text().split()
        elsewhere = stranger.go(path.replace(number, "XX-2026-0999"), 404).text().replace("XX-2026-0999", number)
        assert said == elsewhere.split()
        assert stranger.page.request.get(f"{stranger.url}/api/v1/{register}/{number}/").status == 404
        assert number not in stranger.go(f"/search/?q={number}").page.locator("main table").all_inner_texts()
    assert stranger.go("/nonconformities/?phase=all").page.locator("main table").count() == 0


@pytest.mark.requirement("MK-22")
def test_nonconformity_is_reported_on_a_phone_with_five_fields_at_most(visitor: Open) -> None:
    worker = visitor("worker", PHONE, has_touch=True, is_mobile=True)
    worker.page.get_by_role("link", name="Report", exact=True).tap()
    worker.page.wait_for_url("**/new/")
    asked = worker.page.locator("main").locator("input:visible, textarea:visible, select:visible")
    assert asked.count() <= 5
    assert worker.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    worker.fill({"Title": "Label printer prints last week's lot", "Description": "Seen at line 2 this morning."})
    worker.press("Report it")
    assert worker.state == "Reported"
    assert worker.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.requirement("MK-27")
def test_nonconformity_is_reported_by_keyboard_alone(company: Organisation, live: Any, page: Any) -> None:
    keys = page.keyboard
    page.goto("/account/login/")
    page.get_by_label("User name or email").focus()
    for word, key in (("worker", "Tab"), (PASSWORD, "Enter")):
        keys.type(word)
        keys.press(key)
    page.wait_for_url(f"{live.url}/")
    keys.press("Control+k")
    keys.type("nonconf")
    keys.press("Enter")
    page.wait_for_url("**/nonconformities/")
    reach(page, "New nonconformity")
    keys.press("Enter")
    page.wait_for_url("**/new/")
    reach(page, "Title")
    keys.type("Wrong lot on the label")
    keys.press("Tab")
    keys.type("Seen at line 2 this morning.")
    reach(page, "Report it")
    keys.press("Enter")
    page.wait_for_url("**/nonconformities/NC-*/")
    assert page.get_by_role("heading", level=1).inner_text() == "Wrong lot on the label"


def reach(page: Any, name: str) -> None:
    """Press Tab until what bears that name has the focus."""
    for _step in range(90):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "(e => e.labels?.length ? e.labels[0].innerText : e.innerText || '')(document.activeElement)"
        )
        if said.strip().startswith(name):
            return
    pytest.fail(f"Tab never came to “{name}”")
