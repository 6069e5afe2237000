"""Two people who press the same button at the same moment."""

from typing import Any

import pytest

from documents.jobs import documents as sweep
from documents.models import Acknowledgement, DocumentRevision
from qms.lib.errors import Refused, Stale, Unmet, WrongState
from qms.registers import registry
from qms.registers.verify import verify
from qms.signatures.proof import PasswordProof
from tests.documents.made import QUORUM, Papers, crowd
from tests.engine.racing import in_threads
from tests.factories.people import PASSWORD, Clock


@pytest.fixture
def papers(own_database: str, clock: Clock) -> Papers:
    return Papers(crowd(clock), clock)


def states(results: list[Any]) -> list[str]:
    """ "done" or the kind of refusal of each."""
    return sorted(type(r).__name__ if isinstance(r, Refused) else "done" for r in results)


@pytest.mark.requirement("Q9-06")
def test_of_two_revisions_made_effective_at_once_one_is_refused(papers: Papers) -> None:
    document = papers.document()
    papers.effective(document)
    both = [papers.approved(papers.fresh(document), text) for text in ("One.", "Two.")]
    register, who, at = registry["document-revisions"], papers.org["approver"], papers.clock(days=1)
    results = in_threads(
        *[lambda r=r: register.perform(r, "make_effective", rev=r.rev, actor=who, at=at) for r in both]
    )
    assert states(results) == ["WrongState", "done"]
    assert WrongState.status == 409
    assert DocumentRevision.objects.filter(document=document, state="effective").count() == 1
    assert list(verify()) == []


def test_of_two_approvers_at_once_one_is_told_to_look_again(papers: Papers) -> None:
    document = papers.document(quorum=QUORUM)
    record = papers.do(papers.revision(document), "submit", "author")
    record = papers.do(record, "sign_review", "keeper")
    register, at = registry["document-revisions"], papers.clock()
    calls = [
        lambda who=who: register.perform(
            record, "sign_approval", rev=record.rev, actor=papers.org[who], at=at, proof=PasswordProof(PASSWORD, who)
        )
        for who in ("approver", "second")
    ]
    results = in_threads(*calls)
    assert states(results) == ["Stale", "done"]
    signed = papers.fresh(record).signed
    assert len(signed) == 2 and Stale.status == 412
    late = next(who for who in ("approver", "second") if papers.org[who].pk not in [row["by"] for row in signed])
    with pytest.raises(Unmet, match="Yours is the last signature"):
        papers.do(record, "sign_approval", late)
    assert papers.do(record, "approve", late).state == "approved"


def test_two_sweeps_at_once_ask_each_reader_once(papers: Papers) -> None:
    document = papers.document(reader_units=["NORTH"], reader_roles=["reader"])
    papers.approved(document)
    at = papers.clock()
    in_threads(lambda: sweep(at=at), lambda: sweep(at=at))
    assert DocumentRevision.objects.get(document=document).state == "effective"
    assert sorted(Acknowledgement.objects.values_list("owner__username", flat=True)) == ["ann", "reader"]
    papers.org.person("newcomer", "reader")
    at = papers.clock()
    in_threads(lambda: sweep(at=at), lambda: sweep(at=at))
    assert Acknowledgement.objects.count() == 3
    assert list(verify()) == []
