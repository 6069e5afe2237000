"""Planning an audit and answering a finding: dates that can be right, and who is asked what."""

import datetime

import pytest

from qms.lib.errors import Invalid, Unmet, WrongState
from qms.registers import registry
from tests.audits.conftest import PLANNED, REASON, Story
from tests.audits.steps import refused

DAY = datetime.timedelta(days=1)


def test_a_slip_in_the_dates_is_corrected_with_a_reason_until_they_are_agreed(story: Story) -> None:
    audit = story.plan(planned_from=datetime.date(2062, 12, 7), planned_to=datetime.date(2062, 12, 8))
    with pytest.raises(Invalid) as said:
        story.edit(audit, "lead", planned_from=PLANNED, planned_to=PLANNED + DAY)
    assert list(said.value.fields) == ["reason"]
    audit = story.edit(audit, "lead", planned_from=PLANNED, planned_to=PLANNED + DAY, reason="A slip of the pen.")
    assert (audit.first_planned_from, audit.due, audit.moved) == (PLANNED, PLANNED, 0)
    audit = story.do(audit, "confirm", "lead")
    with pytest.raises(WrongState, match="Postpone"):
        story.edit(audit, "lead", planned_to=PLANNED + 2 * DAY, reason="A slip of the pen.")
    new = {"planned_from": PLANNED + 7 * DAY, "planned_to": PLANNED + 8 * DAY}
    audit = story.do(audit, "postpone", "lead", reason=REASON, **new)
    with pytest.raises(WrongState, match="Postpone"):  # the first ones stay now
        story.edit(audit, "lead", planned_to=PLANNED + 9 * DAY, reason="A slip of the pen.")


@pytest.mark.parametrize("year", [1, 9999])
def test_an_audit_of_another_age_is_a_typing_mistake(story: Story, year: int) -> None:
    with pytest.raises(Invalid, match="not plausible"):
        story.plan(planned_from=datetime.date(year, 1, 1), planned_to=datetime.date(year, 1, 2))


def test_a_report_is_not_due_before_its_audit(story: Story) -> None:
    with pytest.raises(Invalid, match="before the audit begins"):
        story.plan(report_due=datetime.date(2020, 1, 1))


def test_a_response_is_not_due_before_it_is_asked_for(story: Story) -> None:
    finding = story.finding(story.on_site())
    past = story.clock.last.date() - DAY
    assert "past" in refused(story, finding, "issue", "lead", Unmet, response_due=past)


def test_the_auditee_answers_and_only_the_auditors_note_that_there_was_no_answer(story: Story) -> None:
    finding = story.do(story.finding(story.on_site()), "issue", "lead", response_due=PLANNED)
    assert "accept" in refused(story, finding, "respond", "auditee", Unmet, response="none")
    assert story.do(finding, "respond", "lead", response="none").response == "none"


def test_the_response_is_the_first_button_of_the_auditee_not_of_the_auditor(story: Story) -> None:
    finding = story.do(story.finding(story.on_site()), "issue", "lead", response_due=PLANNED)

    def first(who: str, at: datetime.datetime) -> list[str]:
        offers = registry["findings"].offers(finding, actor=story.org[who], at=at)
        return [o.transition.verb for o in offers if o.open and o.transition.primary]

    now = story.clock()
    assert first("auditee", now) == ["respond"] and first("lead", now) == []
    overdue = datetime.datetime.combine(PLANNED + 2 * DAY, datetime.time(9), datetime.UTC)
    assert first("lead", overdue) == ["respond"]
