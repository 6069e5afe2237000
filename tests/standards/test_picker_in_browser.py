"""Choosing clauses in a real browser: found by typing, ticked, saved, and shown on the pages of the standard."""

from collections.abc import Callable
from typing import Any

import pytest

from qms.registers import registry
from tests.processes.made import AT, VALUES, some_people

pytestmark = [pytest.mark.browser]
PASSWORD = "a longer word for tests"


def sign_in(page: Any, username: str) -> None:
    page.goto("/account/login/")
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "login" not in url)


@pytest.fixture
def quality(own_database: str) -> Any:
    """The quality manager, with a process in draft."""
    people = some_people()
    people.quality.set_password(PASSWORD)
    people.quality.save()
    registry["processes"].create(actor=people.quality, at=AT, **{**VALUES, "clauses": ["iso9001-2015:4.1"]})
    return people.quality


def test_a_clause_is_found_by_its_title_and_ticked(quality: Any, page: Any, axe: Callable[[Any], list[str]]) -> None:
    sign_in(page, "quality")
    page.goto("/processes/PRO-0001/edit/?section=clauses")
    assert page.get_by_label("4.1 Organization and its context").first.is_checked()
    page.get_by_label("Find a clause by number or title").fill("evidence retained")
    page.wait_for_load_state("networkidle")
    shown = page.locator("[data-clause]:visible")
    assert [shown.nth(n).locator("label").first.inner_text() for n in range(shown.count())] == [
        "7 Support", "7.2 Competence", "7.2 d Evidence retained",
        "9 Performance evaluation", "9.2 Internal audit", "9.2.2 Audit programme and conduct",
        "9.2.2 f Evidence retained",
    ]  # fmt: skip
    page.get_by_label("9.2.2 f Evidence retained").check()
    assert axe(page) == []
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="9.2.2 f").click()
    assert page.get_by_role("heading", level=1).inner_text() == "9.2.2 f Evidence retained"
    assert page.get_by_role("link", name="PRO-0001").is_visible()
    assert axe(page) == []


def test_clauses_are_chosen_without_script(quality: Any, new_page: Callable[..., Any]) -> None:
    page = new_page(java_script_enabled=False)
    sign_in(page, "quality")
    page.goto("/processes/PRO-0001/edit/?section=clauses")
    assert not page.get_by_label("Find a clause by number or title").is_visible()
    page.get_by_label("or type keys").fill("iso42001-2023:5")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("ISO/IEC 42001:2023").is_visible()


@pytest.mark.parametrize("address", ["/standards/", "/standards/iso42001-2023/"])
def test_the_pages_of_the_standards_are_accessible(
    quality: Any, page: Any, axe: Callable[[Any], list[str]], address: str
) -> None:
    sign_in(page, "quality")
    page.goto(address)
    assert axe(page) == []
