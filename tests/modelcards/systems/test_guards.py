"""The life of a system: what is missing is named, who may is checked, and nothing is half done."""

import datetime
from typing import Any

import pytest

from qms.lib.errors import Forbidden, Invalid, ProofRefused, Unmet, WrongState
from qms.records.models import LedgerRow, NamedDate
from qms.registers import registry
from qms.registers.signing import signatures_of
from tests.audits.steps import trace
from tests.modelcards.systems.made import HIGH, MINIMAL, NO, PROHIBITED, REVIEW, Story, answer, answered, measures

pytestmark = pytest.mark.usefixtures("db")


def refused(story: Story, record: Any, verb: str, who: str, kind: type[Exception], **asked: Any) -> str:
    """Try a move that must be refused; gives its words."""
    before = trace(record)
    with pytest.raises(kind) as said:
        story.do(record, verb, who, **asked)
    assert trace(record) == before
    return str(said.value)


@pytest.mark.requirement("AIMS-03", "MK-13")
def test_the_inventory_holds_what_42001_asks_and_what_became_of_it(story: Story) -> None:
    people = story.org["compliance"].pk
    system = story.approved(HIGH, suppliers=[{"name": "Quillon", "delivers": "Data"}], **measures(people))
    story.version(system)
    held = story.fresh(system)
    assert held.owner == story.org["author"] and held.state == "approved" and held.roles == ["provider", "deployer"]
    assert held.risk_class == "high" and held.suppliers[0]["name"] == "Quillon" and held.review_on == REVIEW
    assert [v.version for v in held.versions.all()] == ["1.0.0"]
    assert [d.name for d in NamedDate.objects.filter(entry=held.pk)] == ["review"]
    states = type(held).history.filter(entry_id=held.pk).order_by("rev").values_list("state", flat=True)
    assert list(states) == ["proposed", "development", "testing", "approved"]


@pytest.mark.requirement("MK-13")
def test_somebody_who_finds_a_system_in_use_reports_it(story: Story) -> None:
    found = registry["systems"].create(
        actor=story.org["engineer"], at=story.clock(), title="Spreadsheet that scores leads", in_use="yes"
    )
    assert (found.state, found.risk_class, found.owner) == ("proposed", "unclassified", story.org["engineer"])


@pytest.mark.parametrize("left_out", ["scope", "prohibited", "annex_i", "annex_iii", "transparency", "gpai"])
def test_nothing_is_developed_before_it_is_classified(story: Story, left_out: str) -> None:
    system = story.proposed([row for row in NO if row["question"] != left_out])
    assert system.risk_class == "unclassified"
    assert "1 question is open" in refused(story, system, "approve_classification", "compliance", Unmet)


def test_what_is_prohibited_is_voided_and_nothing_else(story: Story) -> None:
    system = story.proposed(PROHIBITED)
    assert system.risk_class == "prohibited"
    assert "Art. 5(1)(f)" in refused(story, system, "approve_classification", "compliance", Unmet)
    offers = registry["systems"].offers(system, actor=story.org["author"], at=story.clock())
    assert [o.transition.verb for o in offers if o.open] == ["void"]
    assert story.do(system, "void", "author").state == "void"


def test_what_turns_out_prohibited_is_retired(story: Story) -> None:
    system = story.do(story.approved(), "reassess", "author")
    system = story.edit(system, answers=PROHIBITED)
    for verb, who, asked in (("approve_classification", "compliance", {}), ("approve", "boss", {"review_on": REVIEW})):
        assert "prohibited" in refused(story, system, verb, who, Unmet, **asked)
    assert story.do(system, "retire", "boss").state == "retired"


def test_the_classification_is_approved_by_a_compliance_officer_who_is_not_the_owner(story: Story) -> None:
    system = story.proposed()
    refused(story, system, "approve_classification", "author", Forbidden)
    refused(story, system, "approve_classification", "approver", Forbidden)
    refused(story, system, "approve_classification", "compliance", ProofRefused, proof=None)
    own = story.edit(system, owner=story.org["compliance"])
    refused(story, own, "approve_classification", "compliance", Forbidden)


def test_a_classification_that_was_approved_changes_by_reassessment_with_a_reason_and_a_new_signature(
    story: Story,
) -> None:
    system = story.approved()
    with pytest.raises(WrongState, match="reassessment"):
        story.edit(system, answers=HIGH)
    refused(story, system, "reassess", "author", Invalid, reason="")
    system = story.do(system, "reassess", "author", reason="It ranks people now, not parts.")
    with pytest.raises(Invalid) as said:
        story.edit(system, reason="", answers=HIGH)
    assert "reason" in said.value.fields
    system = story.edit(system, answers=HIGH)
    assert system.risk_class == "high"
    assert [valid for _row, valid in signatures_of(story.fresh(system))] == [False, False]
    assert "compliance officer" in refused(story, system, "approve", "boss", Unmet, review_on=REVIEW)
    system = story.do(system, "approve_classification", "compliance")
    assert system.state == "development" and signatures_of(story.fresh(system))[-1][1]


def test_a_reassessment_that_changes_nothing_ends_in_approval(story: Story) -> None:
    system = story.do(story.approved(), "reassess", "author")
    assert story.do(system, "approve", "boss", review_on=REVIEW).state == "approved"


def test_neither_the_owner_nor_the_team_approves(story: Story) -> None:
    story.org.person("both", "approver", "executive")
    system = story.tested(team=[story.org["both"].pk])
    refused(story, system, "approve", "both", Forbidden, review_on=REVIEW)
    system = story.edit(system, owner=story.org["both"], team=[])
    refused(story, system, "approve", "both", Forbidden, review_on=REVIEW)
    assert story.do(system, "approve", "boss", review_on=REVIEW).state == "approved"


@pytest.mark.parametrize(("field", "empty"), [("purpose", ""), ("purpose", "n/a"), ("roles", []), ("owner", None)])
def test_a_system_is_approved_only_when_it_is_known_what_it_is_for(story: Story, field: str, empty: Any) -> None:
    system = story.edit(story.tested(), "compliance", **{field: empty})
    label = str(system._meta.get_field(field).verbose_name)
    assert label in refused(story, system, "approve", "boss", Unmet, review_on=REVIEW)


def test_the_next_review_lies_ahead(story: Story) -> None:
    system, today = story.tested(), story.clock.last.date()
    refused(story, system, "approve", "boss", Unmet, review_on=today)
    system = story.do(system, "approve", "boss", review_on=REVIEW)
    refused(story, system, "review", "author", Unmet, review_result="Fine.", review_on=today)
    later = REVIEW + datetime.timedelta(days=365)
    system = story.do(system, "review", "author", review_result="Used as meant.", review_on=later)
    assert (system.state, system.review_on, system.reviewed_on) == ("approved", later, today)
    assert NamedDate.objects.get(entry=system.pk, name="review").on == later


# High risk


@pytest.mark.requirement("EUA-14", "EUA-72", "EUA-12/19")
@pytest.mark.parametrize("missing", ["oversight", "logs", "monitoring_plan", "watched"])
def test_a_high_risk_system_needs_oversight_logs_and_a_plan(story: Story, missing: str) -> None:
    given = {k: v for k, v in measures(story.org["compliance"].pk).items() if k != missing}
    assert "High-risk" in refused(story, story.tested(HIGH, **given), "approve", "boss", Unmet, review_on=REVIEW)
    minimal = story.tested(MINIMAL, **given)
    assert story.do(minimal, "approve", "boss", review_on=REVIEW).state == "approved"


@pytest.mark.requirement("EUA-14")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows[:4], "e: intervene or stop it"),
        (lambda rows: [{**rows[0], "person": None}, *rows[1:]], "name for each measure"),
        (lambda rows: [{**rows[0], "competence": "-"}, *rows[1:]], "name for each measure"),
    ],
)
def test_each_letter_of_oversight_has_a_measure_with_a_competent_person(story: Story, change: Any, said: str) -> None:
    given = measures(story.org["compliance"].pk)
    system = story.tested(HIGH, **{**given, "oversight": change(given["oversight"])})
    assert said in refused(story, system, "approve", "boss", Unmet, review_on=REVIEW)


@pytest.mark.requirement("EUA-12/19")
def test_logs_that_are_kept_too_briefly_are_refused_until_somebody_says_why(story: Story) -> None:
    system = story.developed(HIGH)
    short = [{"name": "Decisions", "months": "5"}, {"name": "Access", "months": "6"}]
    with pytest.raises(Invalid) as said:
        story.edit(system, logs=short)
    assert "Decisions (5)" in str(said.value) and "Access" not in str(said.value)
    system = story.edit(system, logs=short, log_rationale="A works agreement limits them to five months.")
    with pytest.raises(Invalid):
        story.edit(system, log_rationale="n/a")
    assert story.fresh(system).logs[0]["months"] == "5"


@pytest.mark.parametrize("months", ["-1", "601", "1.5", "1e3"])
def test_months_are_whole_numbers(story: Story, months: str) -> None:
    with pytest.raises(Invalid) as said:
        story.edit(story.proposed(), logs=[{"name": "Decisions", "months": months}])
    assert "logs" in said.value.fields


@pytest.mark.requirement("EUA-18")
def test_documents_are_kept_for_ten_years_from_the_day_of_placing_on_the_market(story: Story) -> None:
    system = story.edit(story.proposed(), placed_on=datetime.date(2024, 2, 29))
    assert system.kept_until == datetime.date(2034, 2, 28)
    with pytest.raises(Invalid) as said:
        story.edit(system, placed_on=story.clock.last.date() + datetime.timedelta(days=1))
    assert "placed_on" in said.value.fields
    assert story.edit(system, placed_on=None).kept_until is None


# Restricting, retiring, voiding


def test_a_restriction_is_said_and_lifted_by_approval(story: Story) -> None:
    system = story.approved()
    refused(story, system, "restrict", "approver", Unmet, restrictions="n/a")
    system = story.do(system, "restrict", "approver", restrictions="Not for applications from abroad.")
    assert (system.state, system.restrictions) == ("restricted", "Not for applications from abroad.")
    system = story.do(system, "approve", "boss", review_on=REVIEW)
    assert (system.state, system.restrictions) == ("approved", "")


def test_a_system_with_versions_is_retired_and_one_that_runs_is_ended_first(story: Story) -> None:
    system = story.approved()
    version = story.version(system)
    story.let_pass(version)
    deployment = story.live(version)
    assert deployment.number in refused(story, system, "retire", "boss", Unmet)
    story.do(deployment, "end", "author")
    again = story.do(system, "reassess", "author")
    assert "has versions" in refused(story, again, "void", "author", Unmet)
    retired = story.do(again, "retire", "boss")
    assert (retired.state, retired.review_on) == ("retired", None)
    assert LedgerRow.objects.filter(entry=retired.pk, action="systems.retire").exists()


def test_purpose_and_roles_belong_to_the_approval(story: Story) -> None:
    system = story.approved()
    for changes in ({"purpose": "Something else."}, {"roles": ["deployer"]}):
        with pytest.raises(WrongState, match="approved for this"):
            story.edit(system, **changes)
    system = story.do(system, "reassess", "author")
    assert story.edit(system, purpose="Something else.").purpose == "Something else."


# Answers as data


def test_equal_answers_are_no_change_and_their_order_does_not_matter(story: Story) -> None:
    system = story.proposed(answered(annex_iii=["iii-4b", "iii-4a"], profiling="yes"))
    again = story.edit(system, answers=list(reversed(answered(profiling="yes", annex_iii=["iii-4a", "iii-4b"]))))
    assert again.rev == system.rev
    assert [row["id"] for row in again.answers][:2] == ["scope", "prohibited"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (answer("annex_9", "none"), "“annex_9” is no question. There are: scope"),
        (answer("annex_iii", "iii-9a"), "“iii-9a” is no answer to “annex_iii”. There are: none, iii-1a"),
        (answer("annex_iii", "none", "iii-4a"), "answered by “none” and by something else"),
        (answer("profiling", "yes", "no"), "“profiling” takes one answer"),
        ({"question": "profiling", "answer": 5, "reason": ""}, "is a list of keys"),
        ({"question": "profiling", "answer": ["yes"], "why": ""}, "unknown column “why”"),
        ("profiling", "Row 1 is no row"),
    ],
)
def test_a_wrong_answer_is_refused_with_what_can_be_said(story: Story, row: Any, said: str) -> None:
    system = story.proposed()
    with pytest.raises(Invalid) as refusal:
        story.edit(system, answers=[row])
    assert said in str(refusal.value)
    with pytest.raises(Invalid, match="“scope” is answered twice"):
        story.edit(system, answers=[answer("scope", "none"), answer("scope", "open_source")])
