"""Each guard by itself: what is missing is named, and nothing changes."""

import datetime
from typing import Any

import pytest

from audits.services.fieldwork import make_checklist
from audits.services.raising import raise_nonconformity
from qms.lib.errors import Forbidden, Invalid, Stale, Unmet, WrongState
from qms.records.models import Entry
from qms.registers import registry
from tests.audits.conftest import PLANNED, Story
from tests.audits.steps import refused

pytestmark = pytest.mark.usefixtures("db")
EMPTY = {"objectives": "", "scope": "", "criteria": [], "locations": [], "lead": None, "client": "", "language": ""}


@pytest.mark.requirement("AU-02")
@pytest.mark.parametrize("name", [*EMPTY, "auditees"])
def test_an_audit_is_not_confirmed_before_its_plan_is_complete(story: Story, name: str) -> None:
    audit = story.plan(**{name: EMPTY.get(name, [])})
    label = str(audit._meta.get_field(name).verbose_name)
    assert label in refused(story, audit, "confirm", "manager", Unmet)


def test_dates_are_moved_by_postponing_alone(story: Story) -> None:
    audit = story.do(story.plan(), "confirm", "lead")
    with pytest.raises(WrongState, match="Postpone"):
        story.edit(audit, "lead", planned_from=PLANNED - datetime.timedelta(days=1), reason="The auditee asked for it.")
    same = {"planned_from": audit.planned_from, "planned_to": audit.planned_to}
    refused(story, audit, "postpone", "lead", Unmet, reason="The auditee moves house then.", **same)
    refused(story, audit, "postpone", "lead", Invalid, **same)
    earlier = {"planned_from": PLANNED, "planned_to": PLANNED - datetime.timedelta(days=1)}
    refused(story, audit, "postpone", "lead", Invalid, reason="The auditee moves house then.", **earlier)


def test_a_question_without_an_answer_keeps_the_audit_on_site_until_it_is_dropped(story: Story) -> None:
    audit = story.on_site()
    line = make_checklist(audit, actor=story.org["lead"], at=story.clock(), keys=["iso9001-2015:7.2"])[0]
    assert "1 question" in refused(story, audit, "finish", "lead", Unmet)
    refused(story, line, "drop", "lead", Invalid)
    story.do(line, "drop", "lead", reason="The trainer is on leave.")
    assert story.do(audit, "finish", "lead").state == "reporting"


def test_answers_are_given_on_site_and_by_the_audit_side_only(story: Story) -> None:
    audit = story.do(story.plan(), "confirm", "lead")
    line = make_checklist(audit, actor=story.org["lead"], at=story.clock())[0]
    refused(story, line, "answer", "lead", Unmet, answer="conforms")
    with pytest.raises(WrongState):
        story.edit(line, "lead", evidence="Seen before the audit began.")
    story.do(audit, "start", "lead")
    refused(story, line, "answer", "auditee", Forbidden, answer="conforms")
    refused(story, line, "answer", "manager", Forbidden, answer="conforms")
    refused(story, line, "answer", "second", Invalid, evidence="Seen, but not answered.")
    refused(story, line, "answer", "second", Invalid, answer="perhaps")


def test_two_auditors_on_one_question_do_not_overwrite_each_other(story: Story) -> None:
    line = make_checklist(story.on_site(), actor=story.org["lead"], at=story.clock())[0]
    story.do(line, "answer", "lead", answer="minor")
    with pytest.raises(Stale):
        registry["checklist-lines"].perform(
            line, "answer", rev=line.rev, actor=story.org["second"], at=story.clock(), answer="conforms"
        )
    assert story.fresh(line).answer == "minor"


@pytest.mark.requirement("AU-06")
@pytest.mark.parametrize("name", ["summary", "conclusions", "fulfilment", "sampling"])
def test_a_report_is_not_signed_before_it_is_written(story: Story, name: str) -> None:
    audit = story.edit(story.report(story.on_site()), "lead", reason="It was premature.", **{name: ""})
    label = str(audit._meta.get_field(name).verbose_name)
    assert label in refused(story, audit, "sign", "lead", Unmet)


def test_a_report_is_not_signed_over_drafts_and_silence(story: Story) -> None:
    audit = story.on_site()
    draft, silent = story.finding(audit, "observation"), story.finding(audit, "minor")
    silent = story.do(silent, "issue", "lead", response_due=PLANNED)
    audit = story.report(audit)
    said = refused(story, audit, "sign", "lead", Unmet)
    assert draft.number in said and silent.number in said
    story.do(draft, "withdraw", "lead", reason="It was seen wrongly.")
    story.do(silent, "respond", "lead", response="none")
    assert story.sign(audit).state == "reported"


def test_only_the_lead_signs_the_report(story: Story) -> None:
    audit = story.report(story.on_site())
    for who in ("second", "manager", "auditee"):
        refused(story, audit, "sign", who, Forbidden)


@pytest.mark.requirement("AU-05")
def test_a_finding_is_issued_with_statement_evidence_and_a_date_to_respond_by(story: Story) -> None:
    audit = story.on_site()
    bare = story.finding(audit, statement="", evidence="")
    said = refused(story, bare, "issue", "lead", Unmet, response_due=PLANNED)
    assert "statement" in said and "evidence" in said
    refused(story, story.finding(audit), "issue", "lead", Unmet)
    assert story.do(story.finding(audit, "observation"), "issue", "lead").state == "issued"


def test_a_finding_names_exactly_one_clause(story: Story) -> None:
    audit, before = story.on_site(), Entry.objects.count()
    for criterion in ([], ["iso9001-2015:9.2.2", "iso9001-2015:7.2"], ["iso9001-2015:99"]):
        with pytest.raises(Invalid) as said:
            registry["findings"].create(
                actor=story.org["lead"], at=story.clock(), audit=audit, title="X", grade="minor", criterion=criterion
            )
        assert list(said.value.fields) == ["criterion"]
    assert Entry.objects.count() == before


@pytest.mark.requirement("AU-05")
def test_another_grade_needs_a_reason_also_in_a_draft(story: Story) -> None:
    finding = story.finding(story.on_site(), "minor")
    for reason in ("", "too short", "xxxxxxxxxxxxxxx"):
        with pytest.raises(Invalid):
            story.edit(finding, "lead", grade="major", reason=reason)
    assert story.fresh(finding).rev == 1
    assert story.edit(finding, "lead", grade="major", reason="Three sites are affected.").grade == "major"


def test_a_dispute_is_given_in_words(story: Story) -> None:
    finding = story.do(story.finding(story.on_site()), "issue", "lead", response_due=PLANNED)
    refused(story, finding, "respond", "auditee", Unmet, response="disputes", response_text=" ")
    refused(story, finding, "respond", "auditee", Invalid)
    refused(story, finding, "respond", "manager", Forbidden, response="accepts")
    finding = story.do(finding, "respond", "auditee", response="disputes", response_text="We see it differently.")
    refused(story, finding, "respond", "auditee", WrongState, response="accepts")
    assert story.do(finding, "respond_again", "auditee", response="accepts", response_text="").response == "accepts"


def test_a_response_does_not_change_a_signed_report(story: Story) -> None:
    audit = story.on_site()
    seen = story.do(story.finding(audit, "observation"), "issue", "lead")
    story.sign(story.report(audit))
    assert "signed" in refused(story, seen, "respond", "auditee", Unmet, response="accepts")


def test_findings_are_added_while_the_audit_runs_and_by_its_own_people(story: Story) -> None:
    planned = story.plan()
    with pytest.raises(WrongState):
        story.finding(planned)
    audit, values = story.on_site(), {"title": "X", "grade": "minor", "criterion": ["iso9001-2015:7.2"]}
    for who in ("auditee", "stranger"):
        with pytest.raises(Forbidden):
            registry["findings"].create(actor=story.org[who], at=story.clock(), audit=audit, **values)
    story.sign(story.report(audit))
    with pytest.raises(WrongState):
        story.finding(audit)


def test_an_audit_with_findings_is_not_cancelled(story: Story) -> None:
    audit = story.on_site()
    finding = story.finding(audit)
    refused(story, audit, "cancel", "manager", Unmet, reason="The process was given up.")
    story.do(finding, "withdraw", "lead", reason="It was seen wrongly.")
    assert story.do(audit, "cancel", "manager", reason="The process was given up.").state == "cancelled"


@pytest.mark.requirement("AU-07", "MK-06", "MK-09")
def test_an_audit_is_not_closed_with_a_major_finding_that_nobody_follows_up(story: Story) -> None:
    audit = story.on_site()
    finding = story.answered_finding(audit, "major")
    audit = story.do(story.sign(story.report(audit)), "follow", "lead")
    said = refused(story, audit, "close", "lead", Unmet)
    assert f"No nonconformity was raised from the major finding {finding.number}." in said
    raise_nonconformity(finding, actor=story.org["lead"], at=story.clock())
    assert "No nonconformity" not in refused(story, audit, "close", "lead", Unmet)


@pytest.mark.requirement("AU-07")
def test_a_finding_waits_for_its_nonconformity_and_for_words_of_verification(story: Story) -> None:
    audit = story.on_site()
    finding = story.answered_finding(audit)
    story.do(story.sign(story.report(audit)), "follow", "lead")
    assert "No nonconformity" in refused(story, finding, "close", "lead", Unmet, verification="All was seen.")
    entry = raise_nonconformity(finding, actor=story.org["lead"], at=story.clock())
    assert "not closed yet" in refused(story, finding, "close", "lead", Unmet, verification="All was seen.")
    register = registry["nonconformities"]
    story.do(register.model.objects.get(pk=entry.pk), "void", "manager", reason="It was raised by mistake.")
    assert "No nonconformity" in refused(story, finding, "close", "lead", Unmet, verification="All was seen.")


@pytest.mark.requirement("MK-06")
def test_which_grades_need_a_nonconformity_is_a_setting(story: Story, settings: Any) -> None:
    settings.QMS_FOLLOW_UP_GRADES = ["major"]
    audit = story.on_site()
    finding = story.answered_finding(audit, "minor")
    story.do(story.sign(story.report(audit)), "follow", "lead")
    assert story.do(finding, "close", "lead").state == "closed"
