"""Evidence in Chromium: asked for from a clause, delivered, returned, delivered again, accepted by signature."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from documents.models import EvidenceItem
from qms.registers.verify import verify
from tests.factories.people import Organisation
from tests.journeys.by_browser import PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
FILE = {"name": "attendance.txt", "mimeType": "text/plain", "buffer": b"Twelve people, all signed."}


@pytest.mark.requirement("P11-10g-2")
def test_evidence_goes_from_a_gap_to_acceptance(
    company: Organisation, visitor: Callable[..., Visitor], axe: Callable[[Any], list[str]], today: datetime.date
) -> None:
    manager, worker = visitor("manager"), visitor("worker", viewport=PHONE)
    manager.go("/standards/iso9001-2015/7.2/").press("Request evidence")
    assert axe(manager.page) == []
    assert manager.page.locator('input[value="iso9001-2015:7.2"]').is_checked(), "the clause is filled in"
    due = today + datetime.timedelta(days=5)
    manager.fill({"Title": "Attendance of the course", "Owner": "worker", "Wanted by": due.isoformat()}).press(
        "Record it"
    )
    item, here = EvidenceItem.objects.get(), manager.path
    assert manager.state == "Requested" and (item.clauses, item.owner.username) == (["iso9001-2015:7.2"], "worker")
    gap = (
        manager.go("/standards/iso9001-2015/coverage/?chapter=7").page.get_by_role("row").filter(has_text="1 under way")
    )
    row = gap.bounding_box()
    for name in ("1 under way", "Raise action"):
        link = gap.get_by_role("link", name=name).bounding_box()
        assert row["y"] <= link["y"] and link["y"] + link["height"] <= row["y"] + row["height"] < row["y"] + 40, name

    worker.go("/evidence-items/asked/")
    assert "Attendance of the course" in worker.text() and axe(worker.page) == []
    worker.go(f"{here}do/deliver/").fill({"What it shows": "Everybody was there."}).press("Deliver")
    assert "There is nothing to see yet" in worker.text()
    attach(worker, here)
    delivered(worker, here, today)
    assert worker.state == "Delivered" and "Counts as evidence once it is" in worker.text()

    manager.go(here)
    assert axe(manager.page) == []
    manager.press("Return", more=True).fill({"Reason": "The day of the course is missing."}).press("Return")
    assert manager.state == "Returned"
    delivered(worker, here, today)
    manager.go(here).press("Accept").sign()
    assert manager.state == "Accepted" and "Counts until" in manager.text() and axe(manager.page) == []
    begins, ends = today - datetime.timedelta(days=9), today + datetime.timedelta(days=20)
    assert f"{begins:%-d %b %Y}" in manager.text() and ends.isoformat() not in manager.page.locator("main").inner_text()
    item.refresh_from_db()
    assert (item.version, len(item.versions), item.accepted_by.username) == (2, 2, "manager")
    clause = manager.go("/standards/iso9001-2015/7.2/").text()
    assert item.number in clause and list(verify()) == []


def attach(worker: Visitor, here: str) -> None:
    worker.go(f"{here}files/")
    worker.page.locator('input[type="file"]').set_input_files(FILE)
    with worker.page.expect_navigation():
        worker.page.locator("main form button").last.click()
    assert "“attendance.txt” is kept." in worker.text()


def delivered(worker: Visitor, here: str, today: datetime.date) -> None:
    values = {
        "What it shows": "Everybody was there.", "Covers from": (today - datetime.timedelta(days=9)).isoformat(),
        "Valid until": (today + datetime.timedelta(days=20)).isoformat(),
    }  # fmt: skip
    worker.go(f"{here}do/deliver/").fill(values).press("Deliver")
    assert worker.state == "Delivered", worker.text()
