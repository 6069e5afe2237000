"""An import in a real browser: upload, a question about dates, the check, the button, and the records."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from qms.imports.work import work_off
from qms.registers import registry
from qms.registers.people import accept_statement

pytestmark = [pytest.mark.browser]
PASSWORD = "a longer word for tests"
TEXT = """Report of the tool;;;
;;;
Nr;Titel;Severity;Date
T-1;Label fell off;High;03/04/2026
T-2;Wrong dose;Blocker;05/06/2026
"""


@pytest.fixture
def signed_in(people: SimpleNamespace, page: Any) -> Any:
    people.quality.set_password(PASSWORD)
    people.quality.save()
    accept_statement(actor=people.quality, at=timezone.now())
    page.goto("/account/login/")
    page.locator("[name=login]").fill("quality")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "login" not in url)
    return page


def test_file_becomes_records(signed_in: Any, tmp_path: Path, axe: Callable[[Any], list[str]]) -> None:
    page = signed_in
    (tmp_path / "tool.csv").write_text(TEXT)
    page.goto("/nonconformities/")
    page.get_by_text("Export", exact=True).click()
    page.get_by_role("link", name="Import from a file").click()
    page.get_by_label("File").set_input_files(tmp_path / "tool.csv")
    page.wait_for_load_state("load")
    assert axe(page) == []
    page.get_by_role("button", name="Read the file").click()

    assert page.get_by_label("Nr", exact=True).input_value() == "external_id"
    assert page.get_by_label("Date", exact=True).input_value() == "found_on"
    page.wait_for_load_state("load")
    assert axe(page) == []
    page.get_by_role("button", name="Check every row").click()
    page.get_by_text("Waiting for a worker").wait_for()
    page.wait_for_load_state("load")
    assert axe(page) == []
    work_off(at=timezone.now())

    page.get_by_text("“03/04/2026” can be read as 3 April 2026 (dmy) or 4 March 2026 (mdy)").wait_for()
    page.get_by_label("Order of its dates").select_option("dmy")
    page.get_by_role("button", name="Check").click()
    page.get_by_text("Waiting for a worker").wait_for()
    work_off(at=timezone.now())

    page.get_by_label("Severity", exact=True).wait_for()
    page.get_by_role("button", name="Import 2 records").wait_for()
    page.wait_for_load_state("load")
    assert axe(page) == []
    page.get_by_role("button", name="Import 2 records").click()
    page.get_by_text("Waiting for a worker").wait_for()
    work_off(at=timezone.now())

    page.get_by_text("2 records were created.").wait_for()
    page.wait_for_load_state("load")
    assert axe(page) == []
    page.get_by_role("link", name="NC-").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Label fell off"
    first = registry["nonconformities"].model.objects.order_by("pk").first()
    assert (first.severity, first.found_on.isoformat()) == ("major", "2026-04-03")
