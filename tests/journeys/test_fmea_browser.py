"""An FMEA in Chromium: a hundred rows pasted from a spreadsheet, rated by keyboard, taken out again, the same."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from risks.fmea import action_priority, rpn
from risks.models import FmeaLine
from tests.factories.people import Organisation
from tests.journeys.by_browser import PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
Open = Callable[..., Visitor]
Axe = Callable[[Any], list[str]]
ROWS = 100
WORDS = {"H": "High", "M": "Medium", "L": "Low"}


def texts(n: int) -> list[str]:
    """What is pasted: item, function, failure mode, effect, S, cause, prevention, O, detection control, D."""
    return ["Reader", "Read a page", f"Way to fail {n}", f"Effect {n}", "", f"Cause {n}", "", "", "Clerks look", ""]


def ratings(n: int) -> dict[str, int]:
    return {"severity": n % 10 + 1, "occurrence": n // 10 + 1, "detection": (n * 3) % 10 + 1}


@pytest.mark.requirement("FM-01", "FM-03")
def test_a_hundred_rows_are_pasted_rated_by_keyboard_and_taken_out_the_same(
    company: Organisation, visitor: Open, axe: Axe
) -> None:
    worker = visitor("worker")
    sheet = begun(worker)
    paste(worker, sheet, axe)
    rate(worker)
    assert [(line.title, line.rpn) for line in FmeaLine.objects.order_by("pk")] == [
        (f"Way to fail {n}", rpn(**ratings(n))) for n in range(ROWS)
    ]
    table = taken_out(worker, sheet)
    assert len(table) == ROWS and [row[1:11] for row in table] == [expected(n) for n in range(ROWS)]
    assert [row[11:13] for row in table] == [
        [WORDS[action_priority(**ratings(n))], str(rpn(**ratings(n)))] for n in range(ROWS)
    ]
    refused_by_name(worker, sheet)
    worker.page.set_viewport_size(PHONE)
    worker.go(f"{sheet}sheet/")
    assert worker.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe(worker.page) == []


def begun(worker: Visitor) -> str:
    worker.go("/fmea-worksheets/new/").fill(
        {"Title": "Reading of letters", "Kind": "Machine-learning system", "What is analysed": "Reader 2.7"}
    )
    worker.press("Record it")
    return worker.path


def paste(worker: Visitor, sheet: str, axe: Axe) -> None:
    """One bad row first: it is named, and nothing goes in."""
    page = worker.go(f"{sheet}sheet/").page
    assert axe(page) == []
    page.get_by_role("link", name="Paste rows").click()
    bad = [*texts(0)[:4], "12", *texts(0)[5:]]
    page.locator("dialog[open] textarea").fill("\n".join("\t".join(row) for row in (bad, texts(1))))
    assert axe(page) == []
    worker.press("See what would go in")
    assert "1 is refused, so none goes in" in worker.text() and "Severity: A rating is a whole number" in worker.text()
    assert axe(page) == []
    page.locator("main textarea").fill("\n".join("\t".join(texts(n)) for n in range(ROWS)))
    worker.press("See what would go in")
    assert f"{ROWS} rows would go in" in worker.text() and FmeaLine.objects.count() == 0
    worker.press(f"Put {ROWS} rows in")
    assert f"{ROWS} lines were added" in worker.text() and "100 not rated" in worker.text()
    assert axe(page) == []


def rate(worker: Visitor) -> None:
    """Column by column, as one does it: a rank, Enter, the next row."""
    page = worker.page
    for name in ("severity", "occurrence", "detection"):
        page.locator(f'td[data-field="{name}"]').first.click()
        for n in range(ROWS):
            page.keyboard.type(str(ratings(n)[name]))
            page.keyboard.press("Enter")
        expect(page.locator("td.saving")).to_have_count(0, timeout=120_000)
        assert page.locator("td.refused").count() == 0
    first = page.locator(".table.fmea tbody tr").first
    assert first.locator("[data-priority]").inner_text() == "Low" and first.locator("[data-rpn]").inner_text() == "1"


def expected(n: int) -> list[str]:
    row = texts(n)
    row[4], row[7], row[9] = (str(rank) for rank in ratings(n).values())
    return row


def taken_out(worker: Visitor, sheet: str) -> list[list[str]]:
    answer = worker.page.request.get(f"{worker.url}{sheet}sheet/table/?format=xlsx")
    rows = load_workbook(io.BytesIO(answer.body())).active.iter_rows(min_row=2, values_only=True)
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def refused_by_name(worker: Visitor, sheet: str) -> None:
    """A rank off the scale stays beside its cell until it is mended or taken back; Tab and Esc do what they say."""
    page = worker.go(f"{sheet}sheet/").page
    severity = page.locator('td[data-field="severity"]').first
    severity.click()
    page.keyboard.type("11")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.field") == "cause"
    page.wait_for_selector("td.refused")
    assert "A rating is a whole number from 1 to 10." in severity.inner_text()
    assert FmeaLine.objects.order_by("pk").values_list("severity", flat=True)[0] == 1
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert page.locator("td .cell").input_value() == "11"
    page.keyboard.press("Escape")
    assert severity.inner_text() == "1" and page.locator("td.refused").count() == 0
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('tr').id").endswith("L002")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.dataset.field") == "effect"
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('td[data-field]')") is None, "Esc, then Tab leaves the table"
    worker.go(sheet)
    assert re.search(r"\d+ high", worker.text()) and "that ask for something" in worker.text()
