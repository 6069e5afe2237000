"""From a draft to an effective revision: who signs, what each step refuses, one effective at a time."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from documents.models import DocumentRevision
from qms.lib.errors import Forbidden, Invalid, Refused, Stale, Unmet, WrongState
from qms.registers import registry
from qms.registers.signing import signatures_of
from qms.registers.verify import verify
from qms.signatures.proof import PasswordProof
from tests.documents.made import QUORUM, Papers, day
from tests.factories.people import PASSWORD


@pytest.mark.requirement("Q9-06")
def test_a_document_goes_from_draft_to_effective_and_its_next_revision_supersedes_it(papers: Papers) -> None:
    document = papers.document()
    first = papers.effective(document)
    assert (first.number, first.state) == (f"{document.number}-R1", "effective")
    assert papers.fresh(document).effective_revision == first
    second = papers.effective(papers.fresh(document), "# Release\n\nTwo approvers release.")
    first = papers.fresh(first)
    assert (second.number, first.state) == (f"{document.number}-R2", "superseded")
    assert first.effective_until == second.effective_on
    assert papers.fresh(document).effective_revision == second
    assert DocumentRevision.objects.filter(document=document, state="effective").count() == 1
    assert list(verify()) == []


@pytest.mark.requirement("Q9-06")
def test_the_database_itself_refuses_a_second_effective_revision(papers: Papers) -> None:
    document = papers.document()
    papers.effective(document)
    other = papers.revision(document)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE documents_documentrevision SET state = 'effective' WHERE entry_id = %s", [other.pk])


@pytest.mark.requirement("P11-10g-2", "Q9-06")
def test_authors_sign_authorship_only(papers: Papers) -> None:
    org = papers.org
    org.person("both", "contributor", "approver", "quality_manager")
    draft = papers.revision(papers.document())
    revisions = registry["document-revisions"]
    draft = revisions.edit(draft, rev=None, text="Changed by another hand.", **papers.how("both"))
    assert org["both"].pk in draft.authors
    submitted = papers.do(draft, "submit", "both")
    for verb in ("sign_review", "sign_approval", "approve"):
        with pytest.raises(Forbidden):
            papers.do(submitted, verb, "both")
    assert [(s.meaning, s.signer.username) for s, _valid in signatures_of(submitted)] == [("authorship", "both")]


def test_a_quorum_takes_as_many_different_people_as_it_says(papers: Papers) -> None:
    document = papers.document(quorum=QUORUM)
    record = papers.do(papers.revision(document), "submit", "author")
    with pytest.raises(Unmet, match="waits for the reviews of: Quality manager"):
        papers.do(record, "sign_approval", "approver")
    record = papers.do(record, "sign_review", "keeper")
    with pytest.raises(Unmet, match="still waits for the approval of: Approver"):
        papers.do(record, "approve", "approver")
    record = papers.do(record, "sign_approval", "approver")
    for verb in ("sign_approval", "approve"):
        with pytest.raises(Unmet, match="signed it already"):
            papers.do(record, verb, "approver")
    record = papers.do(record, "approve", "second")
    assert record.state == "approved"
    said = [(s.meaning, valid) for s, valid in signatures_of(papers.fresh(record))]
    assert said == [("authorship", True), ("review", True), ("approval", True), ("approval", True)]


def test_somebody_with_two_roles_fills_the_seat_where_he_is_needed(papers: Papers) -> None:
    rows = [{"role": role, "meaning": "approval", "count": "1"} for role in ("approver", "quality_manager")]
    record = papers.do(papers.revision(papers.document(quorum=rows)), "submit", "author")
    record = papers.do(record, "sign_approval", "approver")  # approver and quality manager
    record = papers.do(record, "approve", "keeper")  # only quality manager: the first one is counted as approver
    assert record.state == "approved"


def test_a_quorum_that_nobody_can_fill_is_said_before_anybody_signs(papers: Papers) -> None:
    rows = [{"role": "executive", "meaning": "approval", "count": "1"}]
    with pytest.raises(Unmet, match="1 × Executive must sign .* nobody holds that role here"):
        papers.do(papers.revision(papers.document(quorum=rows)), "submit", "author")


@pytest.mark.requirement("P11-70-1")
def test_what_changed_between_shown_and_signed_is_refused(papers: Papers) -> None:
    seen = papers.do(papers.revision(papers.document()), "submit", "author")
    back = papers.do(seen, "request_changes", "keeper")
    revisions = registry["document-revisions"]
    changed = revisions.edit(back, rev=back.rev, text="Another text.", **papers.how("author"))
    again = papers.do(changed, "submit", "author")
    with pytest.raises(Stale):
        revisions.perform(
            again, "sign_review", rev=seen.rev, proof=PasswordProof(PASSWORD, "keeper"), **papers.how("keeper")
        )


@pytest.mark.requirement("P11-70-1")
def test_a_change_after_a_signature_shows(papers: Papers) -> None:
    record = papers.do(papers.revision(papers.document()), "submit", "author")
    record = papers.do(record, "sign_review", "keeper")
    record = papers.do(record, "request_changes", "keeper")
    assert record.signed == []
    record = registry["document-revisions"].edit(record, rev=None, text="Another text.", **papers.how("author"))
    assert [valid for _s, valid in signatures_of(record)] == [False, False]


def test_what_is_approved_is_not_edited(papers: Papers) -> None:
    record = papers.approved(papers.document())
    with pytest.raises(WrongState, match="start the next revision"):
        registry["document-revisions"].edit(
            record, rev=None, text="Slipped in.", reason="It was forgotten.", **papers.how("approver")
        )


@pytest.mark.requirement("Q9-07")
def test_a_planned_day_is_kept_by_the_clock_once(papers: Papers) -> None:
    document = papers.document()
    first = papers.effective(document)
    planned = papers.approved(papers.fresh(document), "New.", effective_from=day("2026-11-26"))
    with pytest.raises(Unmet, match="26 Nov 2026"):
        papers.do(planned, "make_effective", "approver")
    papers.tick()
    assert papers.fresh(planned).state == "approved"
    papers.tick(days=3)
    planned = papers.fresh(planned)
    assert (planned.state, planned.effective_on) == ("effective", day("2026-11-26"))
    assert planned.changed_by.username == "system"
    assert papers.fresh(first).state == "superseded"
    rev = planned.rev
    papers.tick()
    assert papers.fresh(planned).rev == rev


@pytest.mark.requirement("Q9-07")
def test_overlapping_effective_dates_are_refused(papers: Papers) -> None:
    document = papers.document()
    papers.effective(document)  # 23 November
    with pytest.raises(Unmet, match="begins after that day"):
        papers.approved(papers.fresh(document), "New.", effective_from=day("2026-11-20"))
    with pytest.raises(Unmet, match="begins after that day"):
        papers.approved(papers.fresh(document), "New.", effective_from=day("2026-11-23"))


def test_a_revision_that_was_overtaken_is_refused(papers: Papers) -> None:
    document = papers.document()
    papers.effective(document)
    late, early = (papers.approved(papers.fresh(document), text) for text in ("Late.", "Early."))
    papers.clock(days=1)
    papers.do(early, "make_effective", "approver")
    with pytest.raises(WrongState, match="became effective after"):
        papers.do(late, "make_effective", "approver")
    again = papers.do(papers.do(late, "take_back", "author"), "submit", "author")
    again = papers.do(papers.do(again, "sign_review", "keeper"), "approve", "approver")
    papers.clock(days=1)
    assert papers.do(again, "make_effective", "approver").state == "effective"


def test_a_withdrawn_document_has_nothing_effective(papers: Papers) -> None:
    document = papers.document()
    held = papers.effective(document)
    document = papers.do(papers.fresh(document), "withdraw", "approver")
    assert (document.effective_revision, papers.fresh(held).state) == (None, "obsolete")
    with pytest.raises(WrongState, match="withdrawn"):
        papers.revision(document)
    assert list(verify()) == []


def test_obsolete_without_a_successor_leaves_the_document_without_a_revision(papers: Papers) -> None:
    document = papers.document()
    held = papers.do(papers.effective(document), "make_obsolete", "approver")
    assert papers.fresh(document).effective_revision is None
    assert held.effective_until == datetime.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"text": "x" * 200_001}, "200000"),
        ({"quiz": [{"question": "Why?", "answers": "only one", "right": "1"}]}, "two to"),
        ({"quiz": [{"question": "Why?", "answers": "a\nb", "right": "3"}]}, "from 1 to 2"),
    ],
)
def test_a_text_or_quiz_that_does_not_fit_is_refused(papers: Papers, values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        papers.revision(papers.document(), **values)


def test_an_external_document_names_its_issuer(papers: Papers) -> None:
    with pytest.raises(Refused, match="issues"):
        papers.document(kind="external")
    assert papers.document(kind="external", issuer="A publisher of standards").issuer


@pytest.mark.requirement("Q9-06")
def test_a_review_without_change_is_signed_and_later_ones_leave_it_valid(papers: Papers) -> None:
    document = papers.document(review_months=6)
    papers.effective(document)
    assert papers.fresh(document).next_review == day("2027-05-23")
    papers.clock(days=100)
    document = papers.do(papers.fresh(document), "review", "author", review_result="Nothing has to change.")
    assert (document.reviewed_on, document.next_review) == (day("2027-03-03"), day("2027-09-03"))
    papers.clock(days=100)
    document = papers.do(document, "review", "author", review_result="Looked at again.")
    assert [row["result"] for row in document.reviews] == ["Nothing has to change.", "Looked at again."]
    papers.effective(document, "Changed afterwards.")
    assert [valid for _s, valid in signatures_of(papers.fresh(document))] == [True, True]


@pytest.mark.requirement("Q9-06")
def test_a_review_may_be_counted_from_the_planned_date(papers: Papers) -> None:
    document = papers.document(review_months=6, review_from="planned", next_review=day("2026-12-01"))
    papers.effective(document)
    papers.clock(days=400)
    document = papers.do(papers.fresh(document), "review", "author", review_result="It was late, and is fine.")
    assert document.next_review == day("2028-06-01")


def test_who_sees_a_document_is_fixed_with_its_first_revision(papers: Papers) -> None:
    document = papers.document()
    how = {"rev": None, "reason": "Only for some people.", "audience": "named"}
    narrowed = registry["documents"].edit(document, **papers.how("author"), **how)
    assert narrowed.audience == "named"
    papers.revision(narrowed)
    with pytest.raises(WrongState, match="Its revisions are seen where it is seen"):
        registry["documents"].edit(narrowed, **papers.how("author"), **{**how, "audience": "everyone"})
