"""A competence that is a document to read follows what people have read of it."""

from typing import Any

import pytest

from competence.readings import take_up
from qms.registers import registry
from qms.registers.verify import verify
from tests.documents.made import Papers

READERS: dict[str, Any] = {"reader_units": ["NORTH"], "reader_roles": ["reader"]}


@pytest.fixture
def guide(papers: Papers) -> tuple[Any, Any]:
    """A document, and the competence of having read it."""
    document = papers.document(**READERS)
    competences, keeper = registry["competences"], papers.org["keeper"]
    made = competences.create(
        actor=keeper, at=papers.clock(), title="Labelling guide", kind="document", roles=["reader"], description="x",
        unit=papers.org.units["NORTH"],
    )  # fmt: skip
    made = competences.perform(made, "require", rev=made.rev, actor=keeper, at=papers.clock())
    made = competences.link(
        made, kind="concerns", target=document.number, rev=None, actor=keeper, at=papers.clock()
    )  # fmt: skip
    return document, made


def held(competence: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for q in registry["qualifications"].model.objects.filter(competence=competence.pk).order_by("pk"):
        found.setdefault(q.person.username, []).append(q.state)
    return found


@pytest.mark.requirement("Q9-06", "P11-10i")
def test_reading_gives_the_competence_and_a_newer_revision_takes_it(papers: Papers, guide: tuple[Any, Any]) -> None:
    document, competence = guide
    first = papers.effective(document)
    assert take_up(at=papers.clock()) == 0 and held(competence) == {}
    papers.do(papers.asked(first, "reader"), "acknowledge", "reader")
    assert take_up(at=papers.clock()) == 1
    assert held(competence) == {"reader": ["verified"]}
    one = registry["qualifications"].model.objects.get(competence=competence.pk)
    assert f"{first.number} was read" in one.evidence and one.obtained_on == papers.clock.last.date()
    assert take_up(at=papers.clock()) == 0, "nothing is given twice"

    second = papers.effective(document, "# Release\n\nTwo approvers release.")
    papers.tick()
    take_up(at=papers.clock())
    assert held(competence) == {"reader": ["expired"]}, "the newer one is not read yet"
    papers.do(papers.asked(second, "reader"), "acknowledge", "reader")
    take_up(at=papers.clock())
    assert held(competence) == {"reader": ["expired", "verified"]}
    assert list(verify()) == []
