"""Rows chosen in a list: what is offered, the page that asks, what became of each, and what leaves as a file."""

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from qms.records.models import LedgerRow
from qms.registers import bulk
from qms.registers.checks import problems
from qms.registers.verify import verify
from tests.factories.people import Clock, Organisation
from tests.pages.conftest import Opened
from tests.pages.test_list import make

WHY = "No longer needed since the merger."


@pytest.fixture
def rows(trials: Any, org: Organisation, clock: Clock) -> list[Any]:
    """Three drafts."""
    return make(trials, org, clock, "One", "Two", "Three")


def chosen(*records: Any) -> list[str]:
    return [f"{r.number}:{r.rev}" for r in records]


def send(client: Client, do: str, records: list[str], **more: Any) -> Any:
    return client.post("/trials/bulk/", {"do": do, "record": records, **more})


def offered(page: str) -> list[str]:
    """What the buttons of the bar do."""
    return re.findall(r'<button[^>]* name="do" value="([^"]+)"', page)


def became(page: str) -> dict[str, str]:
    """Number → what the result says of it."""
    found = re.findall(r'<td class="num">(TRI-[\d-]+)</td>.*?<td class="became">(.*?)</td>', page, re.DOTALL)
    return {number: " ".join(re.sub(r"<[^>]+>", " ", said).split()) for number, said in found}


def test_each_row_can_be_chosen_with_the_revision_seen_and_the_bar_offers_what_its_reader_may(
    sign_in: Opened, rows: list[Any]
) -> None:
    page = sign_in("approver").get("/trials/?phase=draft").content.decode()
    assert all(f'name="record" value="{word}" form="bulk"' in page for word in chosen(*rows))
    assert offered(page) == ["hand_over", "void", "csv", "xlsx", "pdf"], (
        "none that asks more, starts elsewhere or is nobody's"
    )
    assert offered(sign_in("author").get("/trials/?phase=draft").content.decode()) == [
        "hand_over",
        "csv",
        "xlsx",
        "pdf",
    ]
    assert {"back", "reopen"} < set(offered(sign_in("approver").get("/trials/?phase=all").content.decode()))


def test_page_that_asks_names_the_records_and_leaves_out_what_is_refused(
    sign_in: Opened, trials: Any, rows: list[Any], org: Organisation, clock: Clock
) -> None:
    boss = org["approver"]
    words = chosen(*rows)
    trials.perform(rows[0], "void", rev=1, actor=boss, at=clock(), reason=WHY)
    trials.edit(rows[1], rev=1, actor=boss, at=clock(), title="Two, changed")
    page = send(sign_in("approver"), "void", [*words, "TRI-2026-0999:1"]).content.decode()
    assert "Void: 1 record" in page and re.findall(r'name="record" value="([^"]+)"', page) == words[2:]
    assert "you saw revision 1, it is now 2" in page and "is “Void”" in page
    assert "There is no record “TRI-2026-0999” that you may see." in page
    assert LedgerRow.objects.filter(entry=rows[2].pk).count() == 1, "nothing is done before it is asked"


@pytest.mark.requirement("P11-10e-2")
def test_result_says_of_each_record_whether_it_was_done_or_why_not(
    sign_in: Opened, trials: Any, rows: list[Any], org: Organisation, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    words = chosen(*rows)
    trials.edit(rows[1], rev=1, actor=org["author"], at=clock(), title="Two, changed")
    answer = send(sign_in("approver"), "void", words, sure="1", reason=WHY)
    said = became(answer.content.decode())
    assert "Void: 2 done, 1 refused" in answer.content.decode()
    assert said[rows[0].number] == said[rows[2].number] == "Done"
    assert "you saw revision 1, it is now 2" in said[rows[1].number]
    states = [trials.get(r.number, org["author"]).state for r in rows]
    assert states == ["void", "draft", "void"]
    assert LedgerRow.objects.filter(action="trials.void", reason=WHY, source="page").count() == 2
    assert [r.getMessage() for r in caplog.records if r.name == "qms.refused"] == [
        f"Refused with 412: void of '{rows[1].number}' by approver"
    ]
    assert list(verify()) == []


def test_reason_too_short_changes_nothing_and_keeps_the_selection(
    sign_in: Opened, trials: Any, rows: list[Any], org: Organisation
) -> None:
    for reason in ("", "short", "aaaaaaaaaaaaaaaa"):
        answer = send(sign_in("approver"), "void", chosen(*rows), sure="1", reason=reason)
        assert answer.status_code == 422 and answer.content.decode().count('name="record"') == 3
    assert {trials.get(r.number, org["author"]).rev for r in rows} == {1}


def test_a_move_that_is_signed_asks_more_or_is_unknown_is_no_bulk_change(sign_in: Opened, rows: list[Any]) -> None:
    client = sign_in("approver")
    for verb, status, said in (
        ("approve", 422, "open each record and sign it there"), ("open", 422, "asks more than a reason"),
        ("fly", 404, "There is no “fly” here."), ("", 404, "There is no"),
    ):  # fmt: skip
        for more in ({}, {"sure": "1", "reason": WHY}):
            answer = send(client, verb, chosen(*rows), **more)
            assert answer.status_code == status and said in answer.content.decode(), verb
    assert LedgerRow.objects.exclude(entry=None).count() == 3


def test_records_are_handed_over_with_a_reason_and_their_new_owner_is_told(
    sign_in: Opened, trials: Any, rows: list[Any], org: Organisation
) -> None:
    client, words = sign_in("approver"), chosen(*rows)
    asked = send(client, "hand_over", words).content.decode()
    assert 'name="owner"' in asked and 'list="people"' in asked
    assert send(client, "hand_over", words, sure="1", owner="nobody", reason=WHY).status_code == 422
    page = send(client, "hand_over", words, sure="1", owner="Author Example (author)", reason=WHY).content.decode()
    assert "Hand over to Author Example: 3 done" in page
    assert {trials.get(r.number, org["author"]).owner_id for r in rows} == {org["author"].pk}
    notices = sign_in("author").get("/notices/").content.decode()
    assert notices.count("is yours now.") == 3
    again = [f"{r.number}:2" for r in rows]
    said = became(send(client, "hand_over", again, sure="1", owner="author", reason=WHY).content.decode())
    assert set(said.values()) == {"Done Author Example owned it already."}
    assert {trials.get(r.number, org["author"]).rev for r in rows} == {2}


def test_a_fault_in_one_record_neither_stops_nor_hides_the_others(
    sign_in: Opened, trials: Any, rows: list[Any], org: Organisation, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = clock().date().replace(year=2099)
    opened = [trials.perform(r, "open", rev=1, actor=org["author"], at=clock(), due_on=late) for r in rows[:2]]
    said = became(send(sign_in("author"), "break", chosen(*opened, rows[2]), sure="1").content.decode())
    assert all("The program failed here and changed nothing" in said[r.number] for r in opened)
    assert "is “Draft”" in said[rows[2].number]
    assert LedgerRow.objects.filter(action="trials.break").count() == 0 and trials.model.objects.count() == 3
    assert list(verify()) == []


def test_selection_is_neither_empty_nor_too_long_nor_nonsense(
    sign_in: Opened, rows: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("approver")
    empty = client.post("/trials/bulk/", {"do": "void", "from": "phase=draft&sort=title"}, follow=True)
    assert empty.redirect_chain == [("/trials/?phase=draft&sort=title", 302)]
    assert "Choose at least one record first." in empty.content.decode()
    for word in ("TRI-2026-0001", ":1", "TRI-2026-0001:x", "TRI-2026-0001:-1", "TRI-2026-0001:²"):
        assert send(client, "void", [word]).status_code == 400, word
    monkeypatch.setattr(bulk, "MOST", 2)
    for do in ("void", "hand_over", "csv", "pdf"):
        answer = send(client, do, chosen(*rows))
        assert answer.status_code == 422 and "Choose at most 2 records at a time." in answer.content.decode()


def test_only_the_chosen_rows_leave_as_a_file_in_the_order_of_the_list(
    sign_in: Opened, rows: list[Any], trials: Any, org: Organisation, clock: Clock
) -> None:
    make(trials, org, clock, "=cmd|' /C calc'!A0")
    client = sign_in("author")
    words = [*chosen(rows[0], rows[2]), "TRI-2026-0004:1"]
    answer = send(client, "csv", words, **{"from": "phase=draft&sort=number&q=nothing+fits"})
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [r[1] for r in table] == ["Title", "One", "Three", "'=cmd|' /C calc'!A0"]
    assert send(client, "xlsx", words).content.startswith(b"PK")
    paper = send(client, "pdf", words).content
    text = "\n".join(p.extract_text() for p in PdfReader(io.BytesIO(paper)).pages)
    assert "Three" in text and "Two" not in text and "3 chosen one by one" in text
    kept = LedgerRow.objects.filter(action="export", subject="trials")
    assert kept.count() == 3 and all(b"TRI-2026-0003" in bytes(r.body) for r in kept)


def test_pages_of_many_records_are_reached_by_posting_only(sign_in: Opened, rows: list[Any]) -> None:
    assert sign_in("author").get("/trials/bulk/")["Location"] == "/trials/"


def test_a_transition_may_not_take_the_word_for_handing_over(trials: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    moves = trials.lifecycle.transitions
    assert problems(trials) == []
    monkeypatch.setitem(moves, "hand_over", moves["void"])
    assert any("hand_over" in said for said in problems(trials))
