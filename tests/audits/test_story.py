"""One audit from plan to close. At each step the next but one is tried first and refused, with nothing changed."""

import datetime
from typing import Any

import pytest

from audits.services.fieldwork import answer_line, make_checklist
from audits.services.raising import raise_finding, raise_nonconformity
from qms.lib.errors import Unmet, WrongState
from qms.records.models import LedgerRow
from qms.registers import registry
from qms.registers.signing import signatures_of
from qms.registers.verify import verify
from tests.audits.conftest import PLANNED, Story
from tests.audits.steps import close_nonconformity, refused

pytestmark = pytest.mark.usefixtures("db")


def answer_all(story: Story, audit: Any, **special: str) -> dict[str, Any]:
    """Answer every question; `special` names other answers than “conforms” by the end of the clause."""
    made = {
        line.criterion[0].rpartition(":")[2]: line
        for line in make_checklist(audit, actor=story.org["lead"], at=story.clock())
    }
    for ref, line in made.items():
        made[ref] = answer_line(
            line, rev=line.rev, actor=story.org["second"], at=story.clock(), answer=special.get(ref, "conforms"),
            evidence=f"Seen for {ref}.", asked="Head of quality", note=f"Note on {ref}.",
        )  # fmt: skip
    return made


@pytest.mark.requirement("AU-02", "AU-04", "AU-05", "AU-07")
def test_an_audit_is_followed_to_its_end(story: Story) -> None:
    audit = story.plan()
    assert (audit.number, audit.state) == ("AUD-2026-0001", "planned")
    refused(story, audit, "start", "lead", WrongState)

    audit = story.do(audit, "confirm", "lead")
    refused(story, audit, "finish", "lead", WrongState)

    audit = story.do(audit, "start", "lead")
    lines = answer_all(story, audit, **{"9.2.2": "minor"})
    assert [line.number for line in lines.values()] == [f"AUD-2026-0001-L0{n}" for n in (1, 2, 3)]
    refused(story, audit, "sign", "lead", WrongState)

    finding = raise_finding(lines["9.2.2"], actor=story.org["second"], at=story.clock())
    assert (finding.grade, finding.criterion, finding.evidence) == ("minor", ["iso9001-2015:9.2.2"], "Seen for 9.2.2.")
    refused(story, finding, "respond", "auditee", WrongState)
    finding = story.do(finding, "issue", "second", response_due=PLANNED)
    refused(story, finding, "close", "lead", Unmet, verification="Seen.")
    finding = story.do(finding, "respond", "auditee", response="disputes", response_text="The rule was not in force.")
    assert (finding.response_by, finding.response_on) == (story.org["auditee"], datetime.date(2026, 11, 23))

    audit = story.report(audit)
    refused(story, audit, "follow", "lead", WrongState)
    audit = story.sign(audit)
    assert (audit.state, audit.reported_on) == ("reported", datetime.date(2026, 11, 23))
    refused(story, audit, "close", "lead", WrongState)

    audit = story.do(audit, "follow", "lead")
    finding = story.fresh(finding)
    assert finding.state == "in_follow_up"
    refused(story, audit, "close", "lead", Unmet)

    entry = raise_nonconformity(finding, actor=story.org["second"], at=story.clock())
    refused(story, finding, "close", "second", Unmet, verification="Three new reports were read.")
    close_nonconformity(story, entry)
    finding = story.do(finding, "close", "second", verification="Three new reports were read.")
    assert finding.state == "closed"
    audit = story.do(audit, "close", "lead")
    assert audit.state == "closed"
    assert [valid for _row, valid in signatures_of(audit)] == [True]
    assert list(verify()) == []


def test_answers_are_settled_when_the_audit_leaves_the_site(story: Story) -> None:
    audit = story.on_site()
    lines = answer_all(story, audit)
    audit = story.do(audit, "finish", "lead")
    line = story.fresh(lines["7.2"])
    assert line.state == "settled"
    refused(story, line, "answer", "lead", WrongState, answer="major")
    with pytest.raises(WrongState):
        story.edit(line, "lead", evidence="Something nicer.", reason="It reads better so.")
    audit = story.do(audit, "resume", "lead", reason="One interview was forgotten.")
    assert story.do(line, "answer", "lead", answer="major").answer == "major"
    assert story.do(audit, "finish", "lead").ended_on == datetime.date(2026, 11, 23)


@pytest.mark.requirement("AU-06")
def test_a_report_is_revised_and_signed_again(story: Story) -> None:
    audit = story.sign(story.report(story.on_site()))
    refused(story, audit, "resume", "lead", WrongState, reason="One interview was forgotten.")
    audit = story.do(audit, "revise", "lead", reason="The client asked for clearer words.")
    refused(story, audit, "resume", "lead", Unmet, reason="One interview was forgotten.")
    audit = story.edit(audit, "lead", reason="Clearer words.", conclusions="Two of three parts work.")
    audit = story.sign(audit)
    assert [valid for _row, valid in signatures_of(audit)] == [False, True]


def test_good_practice_is_closed_with_the_report_and_an_observation_needs_no_cause(story: Story) -> None:
    audit = story.on_site()
    good = story.do(story.finding(audit, "good_practice"), "issue", "lead")
    seen = story.do(story.finding(audit, "observation"), "issue", "lead")
    refused(story, seen, "close", "lead", Unmet)
    audit = story.do(story.sign(story.report(audit)), "follow", "lead")
    assert story.fresh(good).state == "closed"
    seen = story.fresh(seen)
    assert seen.state == "in_follow_up"
    assert story.do(seen, "close", "lead").state == "closed"
    assert story.do(audit, "close", "lead").state == "closed"


@pytest.mark.requirement("AU-01")
def test_a_postponed_audit_keeps_its_first_dates_and_the_reason(story: Story) -> None:
    audit = story.do(story.plan(), "confirm", "lead")
    later = PLANNED + datetime.timedelta(days=30)
    moved = story.do(
        audit, "postpone", "lead", planned_from=later, planned_to=later, reason="The auditee moves house then."
    )
    assert (moved.state, moved.moved, moved.due) == ("planned", 1, later)
    assert (moved.first_planned_from, moved.first_planned_to) == (PLANNED, PLANNED + datetime.timedelta(days=1))
    assert moved.moved_because == "The auditee moves house then."
    ended = story.do(moved, "cancel", "manager", reason="The process was given up.")
    assert (ended.state, ended.first_planned_from, ended.moved_because) == (
        "cancelled",
        PLANNED,
        "The process was given up.",
    )
    assert LedgerRow.objects.get(entry=ended.entry, rev=ended.rev).reason == "The process was given up."


def test_a_programme_is_completed_when_its_audits_are_over_and_it_is_evaluated(story: Story) -> None:
    audit = story.plan()
    refused(story, story.programme, "complete", "manager", Unmet, evaluation="Objectives met.")
    refused(story, story.programme, "void", "manager", Unmet, reason="Planned by mistake.")
    story.do(audit, "cancel", "manager", reason="The process was given up.")
    refused(story, story.programme, "complete", "manager", Unmet)
    done = story.do(story.programme, "complete", "manager", evaluation="Objectives met.")
    assert done.state == "completed"
    with pytest.raises(Exception, match="over"):
        registry["audits"].create(
            actor=story.org["lead"], at=story.clock(), title="Too late", programme=done, planned_from=PLANNED,
            planned_to=PLANNED,
        )  # fmt: skip
