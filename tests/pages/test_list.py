"""Lists: phases, filters, order, pages by key, and what leaves as a file."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qms.records.models import LedgerRow
from tests.factories.people import Clock, Organisation
from tests.pages.conftest import Opened


def make(trials: Any, org: Organisation, clock: Clock, *titles: str, **values: Any) -> list[Any]:
    return [trials.create(actor=org["author"], at=clock(), title=t, note="A note.", **values) for t in titles]


def numbers(page: str) -> list[str]:
    import re

    return re.findall(r'<td class="num">(TRI-[\d-]+)</td>', page)


def test_list_shows_the_phase_asked_for_and_counts_each(
    sign_in: Opened, trials: Any, written: Any, org: Organisation, clock: Clock
) -> None:
    make(trials, org, clock, "Another")
    page = sign_in("author").get("/trials/?phase=draft").content.decode()
    assert numbers(page) == ["TRI-2026-0002"]
    assert 'Open <span class="count">1</span>' in page and 'All <span class="count">2</span>' in page


def test_list_refuses_parameters_it_does_not_know(sign_in: Opened, trial: Any) -> None:
    client = sign_in("author")
    for query in ("ownr=me", "phase=later", "sort=note", "due=soon", "state=nowhere", "after=%00", "after=bm9uZQ"):
        assert client.get(f"/trials/?{query}").status_code == 400, query


def test_list_sorts_and_pages_without_losing_or_repeating_a_row(
    sign_in: Opened, trials: Any, org: Organisation, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qms.registers.lists.listing.SIZE", 3)
    for n in range(1, 12):
        due = {"due_on": clock().date().replace(day=n % 4 + 1)} if n % 3 else {}
        make(trials, org, clock, f"Trial {n % 5}", **due)
    client = sign_in("author")
    for sort in ("number", "-number", "title", "-title", "due_on", "-due_on"):
        found, address = [], f"/trials/?phase=draft&sort={sort}"
        while address:
            page = client.get(address)
            found += numbers(page.content.decode())
            after = page.context["next"]
            address = f"/trials/{after}" if after else ""
        assert len(found) == 11 == len(set(found)), sort
    assert numbers(client.get("/trials/?phase=draft&sort=number").content.decode())[0] == "TRI-2026-0001"


def test_list_sorted_by_due_date_ends_with_the_undated(
    sign_in: Opened, trials: Any, org: Organisation, clock: Clock
) -> None:
    make(trials, org, clock, "Undated")
    make(trials, org, clock, "Dated", due_on=clock().date())
    for sort in ("due_on", "-due_on"):
        page = sign_in("author").get(f"/trials/?phase=draft&sort={sort}").content.decode()
        assert page.index("Dated</a>") < page.index("Undated</a>")


def test_list_costs_the_same_queries_for_one_row_and_for_three(
    sign_in: Opened, trials: Any, org: Organisation, clock: Clock
) -> None:
    client = sign_in("author")
    make(trials, org, clock, "One", owner=org["author"], lead=org["approver"])
    client.get("/trials/?phase=draft")
    with CaptureQueriesContext(connection) as one:
        client.get("/trials/?phase=draft")
    make(trials, org, clock, "Two", "Three", owner=org["approver"], lead=org["stranger"])
    with CaptureQueriesContext(connection) as three:
        assert len(numbers(client.get("/trials/?phase=draft").content.decode())) == 3
    assert len(three) == len(one)


def test_list_tells_a_stranger_nothing(sign_in: Opened, trial: Any) -> None:
    page = sign_in("stranger").get("/trials/?phase=all").content.decode()
    assert "TRI-" not in page and 'All <span class="count">0</span>' in page


def test_search_box_finds_by_number_fragment_and_by_text(
    sign_in: Opened, trials: Any, org: Organisation, clock: Clock
) -> None:
    make(trials, org, clock, "Recall fell")
    make(trials, org, clock, "Supplier changed the model")
    client = sign_in("author")
    assert numbers(client.get("/trials/?q=0002").content.decode()) == ["TRI-2026-0002"]
    assert numbers(client.get("/trials/?q=recall").content.decode()) == ["TRI-2026-0001"]
    assert numbers(client.get("/trials/?q=%22%28*").content.decode()) == []


def test_export_holds_exactly_the_rows_shown_and_no_formula(
    sign_in: Opened, trials: Any, org: Organisation, clock: Clock
) -> None:
    make(trials, org, clock, "=cmd|' /C calc'!A0", "＝1+1", " @sum", "Plain, with comma")
    client = sign_in("author")
    rows = list(csv.reader(io.StringIO(client.get("/trials/?phase=draft&format=csv").content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Number", "Title", "State"]
    assert [r[1] for r in rows[1:]] == ["Plain, with comma", "' @sum", "'＝1+1", "'=cmd|' /C calc'!A0"]
    book = openpyxl.load_workbook(io.BytesIO(client.get("/trials/?phase=draft&format=xlsx").content))
    cells = [c for row in book.active.iter_rows() for c in row]
    assert {c.data_type for c in cells if c.value} == {"s"} and not any(str(c.value).startswith("=") for c in cells)
    assert LedgerRow.objects.filter(action="export", subject="trials").count() == 2


def test_empty_list_says_what_to_do_next(sign_in: Opened, trials: Any) -> None:
    page = sign_in("author").get("/trials/").content.decode()
    assert 'href="/trials/new/"' in page
    assert "new/" not in sign_in("stranger").get("/trials/").content.decode()
