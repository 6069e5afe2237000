"""Raising one record from another: what is carried over, and that it happens once."""

import pytest

from audits.services.fieldwork import answer_line, draw_sample, make_checklist
from audits.services.raising import open_proposals, raise_finding, raise_major, raise_nonconformity
from qms.lib.errors import Forbidden, Invalid, NotVisible, Unmet
from qms.links.edges import neighbours
from qms.records.models import Entry, Involved
from qms.registers import registry
from qms.registers.verify import verify
from tests.audits.conftest import Story

pytestmark = pytest.mark.usefixtures("db")
CLAUSE = "iso9001-2015:9.2.2"


@pytest.mark.requirement("AU-04")
def test_the_checklist_has_a_question_for_each_clause_and_making_it_again_adds_only_missing_ones(story: Story) -> None:
    audit, lead = story.plan(), story.org["lead"]
    first = make_checklist(audit, actor=lead, at=story.clock(), keys=["iso9001-2015:7.2"])
    rest = make_checklist(audit, actor=lead, at=story.clock())
    assert [line.criterion for line in (*first, *rest)] == [
        ["iso9001-2015:7.2"], ["iso9001-2015:9.2.1"], ["iso9001-2015:9.2.2"],
    ]  # fmt: skip
    assert [line.number for line in (*first, *rest)] == [f"{audit.number}-L0{n}" for n in (1, 2, 3)]
    assert make_checklist(audit, actor=lead, at=story.clock()) == []
    assert list(verify()) == []


def test_a_heading_stands_for_its_clauses_and_a_point_for_itself(story: Story) -> None:
    audit = story.plan(criteria=["iso9001-2015:9.2", "iso9001-2015:7.2.d"])
    lines = make_checklist(audit, actor=story.org["lead"], at=story.clock())
    assert [line.criterion[0].partition(":")[2] for line in lines] == ["7.2.d", "9.2.1", "9.2.2"]


def test_a_checklist_is_made_by_the_audit_side_from_criteria(story: Story) -> None:
    audit = story.plan()
    for who, kind in (("auditee", Forbidden), ("stranger", NotVisible)):
        with pytest.raises(kind):
            make_checklist(audit, actor=story.org[who], at=story.clock())
    with pytest.raises(Unmet, match="criteria"):
        make_checklist(story.plan(criteria=[]), actor=story.org["lead"], at=story.clock())
    assert not audit.lines.exists()


@pytest.mark.requirement("AU-04")
def test_a_drawn_sample_stays_with_its_question(story: Story) -> None:
    line = make_checklist(story.on_site(), actor=story.org["lead"], at=story.clock())[0]
    drawn = {"of": "Training records", "population": 40, "size": 3, "seed": "s1"}
    line = draw_sample(line, rev=1, actor=story.org["second"], at=story.clock(), **drawn)
    again = draw_sample(line, rev=2, actor=story.org["second"], at=story.clock(), **drawn)
    row, same = again.samples
    assert (row["population"], row["size"], row["seed"], row["method"]) == ("40", "3", "s1", "random")
    assert row["drawn"] == same["drawn"] and len(row["drawn"].split("\n")) == 3
    named = draw_sample(line, rev=3, actor=story.org["lead"], at=story.clock(), of="People", listed="A\nB\n\nC", size=2)
    assert named.samples[-1]["population"] == "3" and len(named.samples[-1]["seed"]) == 8
    with pytest.raises(Invalid):
        draw_sample(named, rev=4, actor=story.org["lead"], at=story.clock(), of="People", size=2)


def test_an_answer_without_a_choice_keeps_what_was_typed(story: Story) -> None:
    line = make_checklist(story.on_site(), actor=story.org["lead"], at=story.clock())[0]
    line = answer_line(line, rev=1, actor=story.org["lead"], at=story.clock(), evidence="Seen so far.")
    assert (line.state, line.evidence) == ("open", "Seen so far.")
    line = answer_line(
        line, rev=2, actor=story.org["lead"], at=story.clock(), answer="minor", files=[("seen.txt", b"a photo")]
    )
    assert (line.state, line.rev) == ("answered", 4)
    assert line.entry.attached["files"][0]["name"] == "seen.txt"


@pytest.mark.requirement("AU-05")
def test_a_finding_is_raised_from_an_answer_once(story: Story) -> None:
    line = make_checklist(story.on_site(), actor=story.org["lead"], at=story.clock())[0]
    with pytest.raises(Unmet):
        raise_finding(line, actor=story.org["lead"], at=story.clock())
    line = answer_line(
        line, rev=1, actor=story.org["lead"], at=story.clock(), answer="observation", evidence="Seen.", note="Odd."
    )
    made = raise_finding(line, actor=story.org["second"], at=story.clock())
    assert (made.grade, made.criterion, made.statement, made.evidence) == (
        "observation", ["iso9001-2015:7.2"], "Odd.", "Seen.",
    )  # fmt: skip
    assert made.auditors == [story.org["lead"].pk, story.org["second"].pk]
    assert made.auditees == [story.org["auditee"].pk]
    assert raise_finding(line, actor=story.org["lead"], at=story.clock()).pk == made.pk
    story.do(made, "withdraw", "lead", reason="It was seen wrongly.")
    assert raise_finding(line, actor=story.org["lead"], at=story.clock()).pk != made.pk


@pytest.mark.requirement("AU-05")
def test_several_minors_on_one_clause_become_a_major_that_is_linked_to_them(story: Story) -> None:
    audit = story.on_site()
    minors = [story.finding(audit, "minor", f"{CLAUSE}.{letter}") for letter in "abc"]
    assert [p.clause for p in open_proposals(audit)] == [CLAUSE]
    with pytest.raises(Invalid):
        raise_major(audit, clause=CLAUSE, actor=story.org["lead"], at=story.clock(), reason="short")
    made = raise_major(audit, clause=CLAUSE, actor=story.org["lead"], at=story.clock(), reason="Nobody plans audits.")
    assert (made.grade, made.criterion, made.state) == ("major", [CLAUSE], "draft")
    assert "Nobody plans audits." in made.statement
    linked = [n.entry.number for n in neighbours(made.pk, story.org["lead"])]
    assert linked == [m.number for m in minors]
    assert open_proposals(audit) == []
    with pytest.raises(Unmet):
        raise_major(audit, clause=CLAUSE, actor=story.org["lead"], at=story.clock(), reason="Nobody plans audits.")


@pytest.mark.requirement("AU-07")
def test_a_nonconformity_carries_the_finding_over_and_is_raised_once(story: Story) -> None:
    finding = story.answered_finding(story.on_site(), "major")
    entry = raise_nonconformity(finding, actor=story.org["lead"], at=story.clock())
    again = raise_nonconformity(finding, actor=story.org["second"], at=story.clock())
    assert again.pk == entry.pk
    assert Entry.objects.filter(register="nonconformities").count() == 1
    record = registry["nonconformities"].get(entry.number, story.org["lead"])
    assert record.title == finding.title and record.clauses == finding.criterion
    assert finding.number in record.description and "Report 7 of May." in record.description
    assert [n.entry.number for n in neighbours(entry.pk, story.org["lead"])] == [finding.number]
    assert entry.number in [n.entry.number for n in neighbours(finding.pk, story.org["lead"])]


def test_no_nonconformity_comes_from_a_draft_or_from_good_practice_or_by_a_stranger(story: Story) -> None:
    audit = story.on_site()
    good = story.do(story.finding(audit, "good_practice"), "issue", "lead")
    for finding in (story.finding(audit), good):
        with pytest.raises(Unmet):
            raise_nonconformity(finding, actor=story.org["lead"], at=story.clock())
    issued = story.answered_finding(audit)
    with pytest.raises(NotVisible):
        raise_nonconformity(issued, actor=story.org["stranger"], at=story.clock())
    with pytest.raises(Forbidden):
        raise_nonconformity(issued, actor=story.org["author"], at=story.clock())
    assert not Entry.objects.filter(register="nonconformities").exists()


def test_findings_and_questions_follow_the_people_of_the_audit(story: Story) -> None:
    story.org.person("guest", "auditor", unit="SOUTH", home="SOUTH")
    audit = story.on_site()
    line = make_checklist(audit, actor=story.org["lead"], at=story.clock())[0]
    finding = story.finding(audit)
    guest = story.org["guest"]
    for record in (audit, line, finding):
        with pytest.raises(NotVisible):
            registry.of_model(type(record)).get(record.number, guest)
    story.edit(audit, "lead", team=[guest.pk], auditees=[], reason="The second auditor is ill.")
    for record in (audit, line, finding):
        assert registry.of_model(type(record)).get(record.number, story.org["guest"]).pk == record.pk
    assert not Involved.objects.filter(entry=finding.pk, user=story.org["auditee"]).exists()
    assert list(verify()) == []
