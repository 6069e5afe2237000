"""Who is asked to read, what he answers, and what waits for him."""

from typing import Any

import pytest
from django.test import Client

from documents.queries.matrix import matrix
from qms.lib.errors import Forbidden, Invalid, Unmet
from qms.notices.models import Notice
from qms.notices.reminders import remind
from qms.pages.work import waiting_for
from qms.records.models import LedgerRow
from qms.registers import people, registry
from tests.documents.made import QUIZ, Papers, day

READERS: dict[str, Any] = {"reader_units": ["NORTH"], "reader_roles": ["reader"]}


def readers_of(revision: Any) -> dict[str, str]:
    rows = revision.acknowledgements.values_list("owner__username", "state")
    return dict(rows)


@pytest.mark.requirement("Q9-06")
def test_people_are_asked_when_it_becomes_effective_and_once(papers: Papers) -> None:
    held = papers.effective(papers.document(**READERS))
    assert readers_of(held) == {"reader": "to_read", "ann": "to_read"}
    mine = papers.asked(held, "reader")
    assert mine.number == f"{held.number}-A1"
    assert mine.entry in waiting_for(papers.org["reader"])
    told = Notice.objects.filter(entry=mine.entry)
    assert [n.user.username for n in told] == ["reader"]
    papers.tick()
    assert told.count() == 1 and len(readers_of(held)) == 2


@pytest.mark.requirement("Q9-06")
def test_having_read_is_kept_with_name_time_and_hash_and_in_the_ledger(papers: Papers) -> None:
    held = papers.effective(papers.document(**READERS))
    mine = papers.asked(held, "reader")
    with pytest.raises(Forbidden):
        papers.do(mine, "acknowledge", "ann")
    with pytest.raises(Forbidden):
        papers.do(mine, "acknowledge", "approver")
    mine = papers.do(mine, "acknowledge", "reader")
    row = LedgerRow.objects.filter(entry_id=held.pk).order_by("rev").last()
    assert mine.read_hash == bytes(row.content_hash).hex()
    assert mine.read_at == papers.clock.last
    kept = LedgerRow.objects.get(entry_id=mine.pk, rev=mine.rev)
    assert (kept.action, kept.actor_name) == ("acknowledgements.acknowledge", "Reader Example")
    assert mine.entry not in waiting_for(papers.org["reader"])


def test_wrong_answers_say_so_and_are_kept_and_the_quiz_must_be_passed(papers: Papers) -> None:
    document = papers.document(**READERS)
    draft = papers.revision(document, quiz=QUIZ)
    draft = papers.do(papers.do(draft, "submit", "author"), "sign_review", "keeper")
    held = papers.do(papers.do(draft, "approve", "approver"), "make_effective", "approver")
    mine = papers.asked(held, "reader")
    with pytest.raises(Unmet, match="Answer the questions first"):
        papers.do(mine, "acknowledge", "reader")
    browser = Client()
    browser.force_login(papers.org["reader"])
    page = browser.get(f"/acknowledgements/{mine.number}/").content.decode()
    assert "Who may release a model?" in page and "The approver releases." in page
    field = f"q-{held.quiz[0]['id']}"
    say = f"/acknowledgements/{mine.number}/say/"
    wrong = browser.post(say, {"rev": mine.rev, field: "1"}, follow=True).content.decode()
    assert "“Anybody” is not right" in wrong and "Not all answers are right" in wrong
    mine = papers.fresh(mine)
    assert (mine.state, mine.passed) == ("to_read", False)
    right = browser.post(say, {"rev": mine.rev, field: "2"}, follow=True).content.decode()
    mine = papers.fresh(mine)
    assert mine.state == "read" and "has read and understood" in right
    assert [(row["answer"], row["right"]) for row in mine.answers] == [("Anybody", False), ("The approver", True)]


def test_people_who_join_later_are_asked_by_the_clock(papers: Papers) -> None:
    held = papers.effective(papers.document(**READERS))
    papers.org.person("newcomer", "reader", unit="LINE", home="LINE")
    papers.org.person("elsewhere", "reader", unit="SOUTH", home="SOUTH")
    papers.tick()
    assert set(readers_of(held)) == {"reader", "ann", "newcomer"}


@pytest.mark.requirement("MK-01")
def test_nobody_is_asked_for_what_is_over_or_after_he_has_left(papers: Papers) -> None:
    document = papers.document(**READERS)
    first = papers.effective(document)
    papers.do(papers.asked(first, "ann"), "acknowledge", "ann")
    second = papers.effective(papers.fresh(document), "Another text.")
    people.deactivate(user=papers.org["ann"], reason="Left the company.", **papers.how("system"))
    papers.tick()
    assert readers_of(first) == {"reader": "excused", "ann": "read"}
    assert readers_of(second) == {"reader": "to_read", "ann": "excused"}


@pytest.mark.requirement("Q9-07")
def test_it_waits_until_enough_people_have_read_it(papers: Papers) -> None:
    document = papers.document(**READERS, wait_percent=100)
    waits = papers.approved(document)
    assert readers_of(waits) == {"reader": "to_read", "ann": "to_read"}
    papers.do(papers.asked(waits, "reader"), "acknowledge", "reader")
    papers.tick()
    assert papers.fresh(waits).state == "approved"
    with pytest.raises(Unmet, match="1 of 2 people have read it; it waits for 100 %"):
        papers.do(waits, "make_effective", "approver")
    papers.do(papers.asked(waits, "ann"), "acknowledge", "ann")
    papers.tick()
    assert papers.fresh(waits).state == "effective"


def test_reminders_come_by_the_ordinary_way_and_once(papers: Papers) -> None:
    held = papers.effective(papers.document(**READERS, read_days=7))
    mine = papers.asked(held, "reader")
    assert mine.due_on == day("2026-11-30")
    for _again in range(2):
        remind(at=papers.clock(days=6) if papers.clock.last.day < 29 else papers.clock())
    told = Notice.objects.filter(entry=mine.entry, rule="due-1")
    assert [n.user.username for n in told if n.user_id == mine.owner_id] == ["reader"]


@pytest.mark.requirement("Q9-06")
def test_the_matrix_shows_people_by_documents_with_a_fixed_number_of_queries(
    papers: Papers, django_assert_max_num_queries: Any
) -> None:
    first = papers.effective(papers.document(**READERS))
    papers.do(papers.asked(first, "ann"), "acknowledge", "ann")
    papers.effective(papers.document(**READERS, title="Second"))
    keeper = papers.org["keeper"]
    paths = (papers.org.units["NORTH"].path,)
    keeper_reach = registry["documents"].visible(keeper).count()
    assert keeper_reach == 2
    with django_assert_max_num_queries(6):
        found = matrix(keeper, today=day("2026-12-24"), paths=paths)
    cells = {row.person.username: [cell.kind for cell in row.cells] for row in found.rows}
    assert cells == {"reader": ["bad", "bad"], "ann": ["good", "bad"]}
    browser = Client()
    browser.force_login(keeper)
    assert "Reader Example" in browser.get("/reading/?unit=NORTH").content.decode()
    assert browser.get("/reading/?unit=SOUTH").status_code == 400


def test_whoever_must_read_it_can_see_it_or_the_form_says_who_cannot(papers: Papers) -> None:
    papers.org.person("south", "reader", unit="SOUTH", home="SOUTH")
    given = {"title": "Rules of the north", "kind": "policy", "unit": papers.org.units["NORTH"].pk}
    given |= {"audience": "unit", "reader_units": ["SOUTH"], "read_days": 14, "wait_percent": 0}
    given |= {"review_months": 12, "review_from": "last"}
    browser = Client()
    browser.force_login(papers.org["author"])
    form = browser.get("/documents/new/?full=1").content.decode()
    assert '<option value="everyone" selected>' in form
    refused = browser.post("/documents/new/?full=1", given)
    assert refused.status_code == 422
    assert "South Example must read it and could not see it" in refused.content.decode()
    assert not registry["documents"].model.objects.exists()
    assert browser.post("/documents/new/?full=1", given | {"audience": "everyone"}).status_code == 302
    made = registry["documents"].model.objects.get()
    with pytest.raises(Invalid, match="South Example must read it"):
        registry["documents"].edit(made, rev=None, audience="unit", reason="Only for us here.", **papers.how("author"))


def test_a_reader_who_came_since_and_could_not_see_it_stops_the_submission(papers: Papers) -> None:
    document = papers.document(audience="unit", reader_roles=["reader"])
    draft = papers.revision(document)
    papers.org.person("south", "reader", unit="SOUTH", home="SOUTH")
    with pytest.raises(Unmet, match="South Example must read it and could not see it"):
        papers.do(draft, "submit", "author")
