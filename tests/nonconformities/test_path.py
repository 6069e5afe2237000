"""The whole path; at each step the next but one is tried first and refused, and a refusal leaves nothing behind."""

import pytest

from qms.lib.errors import Forbidden, Invalid, NotVisible, ProofRefused, Refused, WrongState
from qms.registers import registry
from qms.registers.signing import signatures_of
from qms.registers.verify import verify
from tests.nonconformities.made import PLAN, Story, nothing_changes


def refused(story: Story, verb: str, who: str, error: type[Refused] = WrongState, **asked: object) -> None:
    with nothing_changes(), pytest.raises(error):
        story.do(verb, who, **asked)


@pytest.mark.requirement("P11-10f", "CA-05", "CA-07", "Q9-11")
def test_a_nonconformity_goes_from_report_to_closure_step_by_step(story: Story) -> None:
    story.reported()
    refused(story, "submit_plan", "owner")
    story.triaged()
    refused(story, "approve_plan", "approver")
    story.caused()

    story.edit("owner", **PLAN, checker=story.org["checker"])
    story.add_action()
    story.do("submit_plan", "owner")
    refused(story, "start_check", "owner")
    story.do("approve_plan", "approver")
    refused(story, "record_check", "checker")
    story.actions = [story.finish(a) for a in story.actions]
    story.do("start_check", "owner")
    refused(story, "close", "quality")
    story.wait().record("effective")
    story.answered()
    assert story.do("close", "quality").state == "closed"
    assert [(s.verb, valid) for s, valid in signatures_of(story.nc)] == [("approve_plan", True), ("close", True)]
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("stage", "verb", "who"),
    [
        ("reported", "triage", "owner"),
        ("triaged", "submit_plan", "worker"),
        ("submitted", "approve_plan", "quality"),
        ("submitted", "return_plan", "worker"),
        ("approved", "start_check", "worker"),
        ("approved", "revise_plan", "approver"),
        ("checking", "record_check", "quality"),
    ],
)  # fmt: skip
def test_a_move_is_refused_to_whoever_may_not_make_it(story: Story, stage: str, verb: str, who: str) -> None:
    getattr(story, stage)()
    refused(story, verb, who, Forbidden)
    refused(story, verb, "stranger", NotVisible)


@pytest.mark.parametrize("stage", ["triaged", "approved", "checking"])
def test_a_closed_end_is_not_reached_from_the_middle(story: Story, stage: str) -> None:
    getattr(story, stage)()
    refused(story, "close", "quality")


def test_a_signed_move_without_a_password_is_refused(story: Story) -> None:
    story.submitted()
    refused(story, "approve_plan", "approver", ProofRefused, proof=None)
    assert story.nc.state == "plan_approval"


def test_a_draft_belongs_to_its_author_until_it_is_triaged(story: Story) -> None:
    story.reported()
    assert story.nc.owner == story.org["reporter"]
    assert story.nc.entry.waiting_role == "quality_manager"
    story.do("triage", "quality", severity="minor", owner=story.org["owner"], due_on=story.clock.last.date())
    assert (story.nc.owner, story.nc.severity) == (story.org["owner"], "minor")


def test_triage_asks_for_severity_owner_and_date(story: Story) -> None:
    story.reported()
    with nothing_changes(), pytest.raises(Invalid) as said:
        story.do("triage", "quality")
    assert set(said.value.fields) == {"severity", "due_on"}


def test_a_quick_report_asks_at_most_five_things() -> None:
    assert len(registry["nonconformities"].report_fields) <= 5
