"""An edition change in Chromium: both files brought in, the change led, its task found, the clause page read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qms.registers import registry
from tests.processes.made import AT, VALUES, some_people
from tests.standards.successor import files

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
PASSWORD = "a longer word for tests"
REASON = "ISO 9001:2026 replaces the edition of 2015."


@pytest.fixture
def quality(own_database: str) -> Any:
    """The quality manager, with two processes of another owner."""
    people = some_people()
    people.quality.set_password(PASSWORD)
    people.quality.save()
    for refs in (["8.5.1", "8.5.1.c"], ["4.1"]):
        clauses = [f"iso9001-2015:{ref}" for ref in refs]
        given = {**VALUES, "owner": people.owner, "clauses": clauses}
        registry["processes"].create(actor=people.quality, at=AT, **given)
    return people.quality


def sign_in(page: Any) -> None:
    page.goto("/account/login/")
    page.locator("[name=login]").fill("quality")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "login" not in url)


def bring(page: Any, file: Path, axe: Callable[[Any], list[str]], **said: str) -> None:
    """A file through the two steps of the page."""
    page.goto("/standards/")
    page.get_by_role("link", name="Import a standard").click()
    assert axe(page) == []
    page.get_by_label("File").set_input_files(file)
    for label, value in said.items():
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Look at the file").click()
    assert page.get_by_text("This is what would change. Nothing was written yet.").is_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Import", exact=True).click()
    assert page.get_by_text("The file was imported.").is_visible()


@pytest.mark.requirement("Q9-01")
def test_a_new_edition_is_brought_in_and_records_are_carried_forward(
    quality: Any, page: Any, axe: Callable[[Any], list[str]], tmp_path: Path
) -> None:
    edition, rows = files(tmp_path)
    sign_in(page)
    bring(page, edition, axe, Standard="ISO 9001", Edition="2026")
    bring(page, rows, axe)
    page.get_by_role("link", name="ISO 9001:2015 → ISO 9001:2026").click()
    assert page.get_by_role("cell", name="8.5.7 Monitoring of provision").is_visible()
    assert axe(page) == []
    page.get_by_role("link", name="Edition change").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Edition change from ISO 9001:2015 to ISO 9001:2026"
    assert page.get_by_text("no counterpart").first.is_visible()
    assert axe(page) == []
    page.get_by_label("Reason").fill(REASON)
    page.get_by_role("button", name="Carry forward").click()
    assert page.get_by_text("1 record was carried forward. 1 task was opened.").is_visible()
    page.get_by_role("link", name="ACT-").click()
    assert page.get_by_text("ISO 9001:2015 4.1 has no counterpart").is_visible()
    page.goto("/processes/PRO-0001/")
    page.get_by_role("link", name="8.5.7").click()
    assert page.get_by_role("heading", level=1).inner_text() == "8.5.7 Monitoring of provision"
    assert page.get_by_role("link", name="PRO-0001").is_visible()
    assert axe(page) == []


@pytest.mark.parametrize("address", ["/standards/aiact-2024/17.1.h/", "/standards/mappings/iso42001-aiact/"])
def test_the_pages_of_mappings_are_accessible(
    quality: Any, page: Any, axe: Callable[[Any], list[str]], address: str
) -> None:
    sign_in(page)
    page.goto(address)
    assert axe(page) == []
