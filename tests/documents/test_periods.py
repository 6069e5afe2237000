"""Which revision was effective on a day; two revisions compared."""

import datetime
from typing import Any

import pytest
from django.test import Client

from documents.comparing import compared, differs
from qms.lib.errors import Unmet
from qms.registers import registry
from tests.documents.made import Papers, day
from tests.factories.people import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.datetime(2025, 5, 1, 9, 0, tzinfo=datetime.UTC))


@pytest.fixture
def told(papers: Papers) -> tuple[Any, Client]:
    """Three revisions over eighteen months, and a reader's browser."""
    document = papers.document()
    for number, days in ((1, 0), (2, 200), (3, 300)):
        papers.clock(days=days) if days else None
        papers.effective(papers.fresh(document), f"# Release\n\nRevision {number}.\n\nThe same for all.")
    browser = Client()
    browser.force_login(papers.org["reader"])
    return papers.fresh(document), browser


@pytest.mark.requirement("Q9-07")
@pytest.mark.parametrize(
    ("on", "revision"),
    [("2025-05-01", 1), ("2025-06-01", 1), ("2025-11-16", 1), ("2025-11-17", 2), ("2026-09-12", 2), ("2026-09-13", 3)],
)
def test_the_revision_of_a_day_is_told_by_api_and_page(told: tuple[Any, Client], on: str, revision: int) -> None:
    document, browser = told
    answer = browser.get(f"/api/v1/documents/{document.number}/effective/?as_of={on}").json()
    assert answer["number"] == f"{document.number}-R{revision}"
    assert f"Revision {revision}." in answer["text"]
    page = browser.get(f"/documents/{document.number}/on/?day={on}").content.decode()
    assert f"Revision {revision}." in page and f"{document.number}-R{revision}, effective on" in page


def test_before_the_first_revision_there_was_none(told: tuple[Any, Client]) -> None:
    document, browser = told
    answer = browser.get(f"/api/v1/documents/{document.number}/effective/?as_of=2025-04-30")
    assert answer.status_code == 404 and "2025-04-30" in answer.content.decode()
    page = browser.get(f"/documents/{document.number}/on/?day=2025-04-30")
    said = page.content.decode()
    assert "No revision of this document was effective on" in said and "30 Apr 2025" in said
    for wrong in ("yesterday", "2025-02-30", ""):
        assert browser.get(f"/documents/{document.number}/on/?day={wrong}").status_code == 400
    assert browser.get(f"/api/v1/documents/{document.number}/effective/?as_of=soon").status_code == 400


def test_any_two_revisions_are_compared_by_word(told: tuple[Any, Client]) -> None:
    document, browser = told
    first, third = f"{document.number}-R1", f"{document.number}-R3"
    page = browser.get(f"/document-revisions/{third}/compare/?with={first}").content.decode()
    assert "<del>1</del>" in page and "<ins>3</ins>" in page
    pieces = browser.get(f"/api/v1/document-revisions/{third}/compare/?with={first}").json()["pieces"]
    assert {"op": "-", "text": "1"} in pieces and {"op": "+", "text": "3"} in pieces
    assert browser.get(f"/document-revisions/{third}/compare/?with=DOC-9999-R1").status_code == 400


def test_the_next_revision_starts_from_the_effective_text(papers: Papers) -> None:
    document = papers.document()
    papers.effective(document, "The text in force.")
    browser = Client()
    browser.force_login(papers.org["author"])
    answer = browser.post(f"/documents/{document.number}/next/", follow=True)
    made = papers.fresh(document).revisions.get(number=f"{document.number}-R2")
    assert (made.state, made.text) == ("draft", "The text in force.")
    assert made.number in answer.content.decode()
    stranger = Client()
    stranger.force_login(papers.org["reader"])
    assert stranger.post(f"/documents/{document.number}/next/").status_code == 403
    token = browser.post(f"/api/v1/documents/{document.number}/next/")
    assert token.status_code == 201 and token["Location"].endswith("-R3/")


def test_comparing_folds_what_did_not_change_and_shows_what_did() -> None:
    same = [f"Paragraph {n}." for n in range(10)]
    old, new = "\n\n".join(same), "\n\n".join([*same[:5], "Paragraph five is new.", *same[6:]])
    passages = compared(old, new)
    assert [p.count for p in passages if p.same and p.count > 1]
    changed = [p for p in passages if not p.same]
    assert len(changed) == 1 and ("-", "5") in changed[0].pieces
    assert "".join(t for p in changed for op, t in p.pieces if op != "-") == "Paragraph five is new."
    assert not differs(compared(old, old)) and compared("", "") == []


def test_the_revision_of_a_document_is_read_in_one_join(told: tuple[Any, Client]) -> None:
    document, _browser = told
    row = registry["documents"].model.objects.filter(effective_revision__state="effective").values(
        "number", "effective_revision__effective_on"
    )  # fmt: skip
    assert list(row) == [{"number": document.number, "effective_revision__effective_on": day("2026-09-13")}]


@pytest.mark.requirement("Q9-07")
def test_a_day_has_one_revision_also_where_the_day_was_left_empty(papers: Papers) -> None:
    document = papers.document()
    first = papers.effective(document, "First.")
    second = papers.approved(papers.fresh(document), "Second.")
    assert second.effective_from == first.effective_on + datetime.timedelta(days=1)
    with pytest.raises(Unmet, match="from 2 May 2025"):
        papers.do(second, "make_effective", "approver")
    papers.tick()
    assert papers.fresh(second).state == "approved"
    papers.tick(days=1)
    first, second = papers.fresh(first), papers.fresh(second)
    assert (first.state, second.state) == ("superseded", "effective")
    assert first.effective_until == second.effective_on == day("2025-05-02")
    assert registry["documents"].model.objects.get(pk=document.pk).effective_revision_id == second.pk


def test_nothing_begins_on_the_day_on_which_another_one_began_and_ended(papers: Papers) -> None:
    document = papers.document()
    papers.do(papers.effective(document, "First."), "make_obsolete", "approver")
    draft = papers.do(papers.do(papers.revision(papers.fresh(document)), "submit", "author"), "sign_review", "keeper")
    with pytest.raises(Unmet, match="the first day that is free is 2 May 2025"):
        papers.do(draft, "approve", "approver", effective_from=day("2025-05-01"))
    approved = papers.do(draft, "approve", "approver")
    assert approved.effective_from == day("2025-05-02")
