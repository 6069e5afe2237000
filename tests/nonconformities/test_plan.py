"""What a plan needs before it can be approved, what its signature covers, and that it is locked."""

from typing import Any

import pytest

from qms.lib.errors import Forbidden, Invalid, Unmet, WrongState
from qms.registers import registry
from qms.registers.signing import signatures_of
from tests.nonconformities.made import PLAN, REASON, Story, nothing_changes


def blocked(story: Story, verb: str, who: str, words: str) -> None:
    """The move is refused with the words, offered as blocked with the same, and leaves nothing behind."""
    with nothing_changes(), pytest.raises(Unmet, match=words) as said:
        story.do(verb, who)
    offers = registry["nonconformities"].offers(story.nc, actor=story.org[who], at=story.clock.last)
    offer = next(o for o in offers if o.transition.verb == verb)
    assert offer.allowed and offer.reasons == said.value.sentences


def rows(story: Story, **changes: Any) -> list[dict[str, Any]]:
    """The why-tree with its root changed."""
    return [row | changes if row["root"] else row for row in story.nc.causes]


@pytest.mark.requirement("CA-03")
def test_a_plan_needs_a_root_cause(story: Story) -> None:
    story.ready()
    story.edit("owner", causes=rows(story, root=False))
    blocked(story, "submit_plan", "owner", "Choose a root cause")


@pytest.mark.requirement("CA-03")
@pytest.mark.parametrize("status", ["assumed", "refuted"])
def test_the_root_cause_must_be_confirmed(story: Story, status: str) -> None:
    story.ready()
    story.edit("owner", causes=rows(story, status=status))
    blocked(story, "submit_plan", "owner", "not confirmed by evidence")


@pytest.mark.requirement("CA-03")
def test_the_root_cause_does_not_stand_under_a_refuted_why(story: Story) -> None:
    story.ready()
    story.edit("owner", causes=[row if row["root"] else row | {"status": "refuted"} for row in story.nc.causes])
    blocked(story, "submit_plan", "owner", "refuted")


@pytest.mark.requirement("CA-03")
def test_the_evidence_of_the_root_must_still_be_there(story: Story) -> None:
    story.submitted()
    held = registry["nonconformities"]
    file = story.nc.entry.attached["files"][0]["id"]
    story.nc = held.detach(
        story.nc, attachment=file, rev=story.nc.rev, actor=story.org["owner"], at=story.clock(), reason=REASON
    )
    blocked(story, "approve_plan", "approver", "no longer there")


@pytest.mark.requirement("CA-03")
@pytest.mark.parametrize("ref", ["", "nothing.txt", "NC-1999-0001"])
def test_a_confirmed_why_names_evidence_that_exists(story: Story, ref: str) -> None:
    story.ready()
    with nothing_changes(), pytest.raises(Invalid) as said:
        story.edit("owner", causes=rows(story, evidence_ref=ref))
    assert list(said.value.fields) == ["causes"]


@pytest.mark.parametrize("ref", ["https://log.example.org/4411", "the number of the action"])
def test_evidence_may_be_an_address_or_a_record(story: Story, ref: str) -> None:
    story.ready()
    ref = ref if ref.startswith("https") else story.actions[0].number
    story.edit("owner", causes=rows(story, evidence_ref=ref))
    assert story.do("submit_plan", "owner").state == "plan_approval"


@pytest.mark.requirement("CA-03")
@pytest.mark.parametrize(
    "root", [{"category": "people", "text": "The rule was not followed"}, {"text": "Human error at the console"}]
)
def test_human_error_alone_is_challenged_until_it_is_answered(story: Story, root: dict[str, str]) -> None:
    story.ready()
    story.edit("owner", causes=rows(story, **root))
    blocked(story, "submit_plan", "owner", "people's error")
    story.edit("owner", human_error_rationale="N/A, it simply was one")
    blocked(story, "submit_plan", "owner", "people's error")
    story.edit("owner", human_error_rationale="Two people overrode three independent locks on purpose.")
    assert story.do("submit_plan", "owner").state == "plan_approval"


@pytest.mark.requirement("CA-05")
@pytest.mark.parametrize("name", [*(n for n in PLAN if n != "plan"), "checker"])
def test_how_the_effect_is_judged_is_fixed_before_the_work(story: Story, name: str) -> None:
    story.ready()
    story.edit("owner", **{name: None if name in ("checker", "not_before_days") else ""})
    blocked(story, "submit_plan", "owner", "not planned yet")


@pytest.mark.requirement("CA-05", "CA-06")
def test_not_applicable_is_no_criterion(story: Story) -> None:
    story.ready()
    story.edit("owner", target="n/a")
    blocked(story, "submit_plan", "owner", "not planned yet: target")


@pytest.mark.requirement("CA-01")
def test_a_correction_is_no_corrective_action(story: Story) -> None:
    story.triaged().caused()
    story.edit("owner", **PLAN, checker=story.org["checker"])
    story.add_action("correction")
    blocked(story, "submit_plan", "owner", "No corrective action")


def test_actions_of_the_plan_have_owner_and_date(story: Story) -> None:
    story.ready()
    story.add_action("preventive", owner=None)
    blocked(story, "submit_plan", "owner", "Without owner or due date: ACT-2026-0002")


@pytest.mark.requirement("CA-07", "P11-10g-2")
@pytest.mark.parametrize("who", ["owner", "worker", "quality"])
def test_the_checker_neither_owns_nor_plans_nor_does_the_work(story: Story, who: str) -> None:
    story.ready()
    story.edit("quality", plan="Rewritten by the quality manager.")
    story.edit("owner", checker=story.org[who])
    blocked(story, "submit_plan", "owner", "Name somebody else")


@pytest.mark.requirement("P11-10g-2")
def test_the_plan_is_not_approved_by_its_author_or_the_owner(story: Story) -> None:
    story.org.person("both", "approver", "quality_manager")
    story.ready()
    story.edit("both", escape_point="The weekly review.")
    story.do("submit_plan", "owner")
    with nothing_changes(), pytest.raises(Forbidden):
        story.do("approve_plan", "both")
    assert story.do("approve_plan", "approver").state == "implementing"


@pytest.mark.requirement("CA-05")
def test_an_approved_plan_is_not_edited(story: Story) -> None:
    story.approved()
    for changes in ({"target": "0.70"}, {"checker": story.org["reporter"]}, {"causes": []}):
        with nothing_changes(), pytest.raises(WrongState, match="Take it back"):
            story.edit("owner", **changes)
    story.edit("owner", consequences="Two customers were affected.")


@pytest.mark.requirement("P11-70-1")
def test_the_signature_of_the_plan_covers_its_actions(story: Story) -> None:
    story.approved()
    actions, worker = registry["actions"], story.org["worker"]
    was = story.actions[0]

    def title(text: str, record: Any) -> Any:
        return actions.edit(record, rev=record.rev, actor=worker, at=story.clock(), reason=REASON, title=text)

    changed = title("Something easier", was)
    assert [valid for _s, valid in signatures_of(story.nc)] == [False]
    blocked(story, "start_check", "owner", "changed after it was approved")
    title(was.title, changed)
    assert [valid for _s, valid in signatures_of(story.nc)] == [True]


@pytest.mark.requirement("CA-01")
def test_a_correction_can_be_added_at_any_time_and_leaves_the_plan_signed(story: Story) -> None:
    story.approved()
    story.add_action("correction")
    assert [valid for _s, valid in signatures_of(story.nc)] == [True]
    with nothing_changes(), pytest.raises(WrongState, match="plan is handed in"):
        story.add_action("corrective")


@pytest.mark.requirement("CA-10", "P11-70-1")
def test_extending_an_action_leaves_the_plan_signed(story: Story) -> None:
    story.approved()
    action = story.do("start", "worker", register="actions", record=story.actions[0])
    story.do("extend", "quality", register="actions", record=action, due_on="2026-03-15", reason=REASON)
    assert [valid for _s, valid in signatures_of(story.nc)] == [True]


def test_a_plan_that_is_taken_back_is_approved_anew(story: Story) -> None:
    story.approved()
    story.do("revise_plan", "owner", reason=REASON)
    story.edit("owner", target="at least 0.80")
    story.do("submit_plan", "owner")
    story.do("approve_plan", "approver2")
    assert [valid for _s, valid in signatures_of(story.nc)] == [False, True]
    story.finish(story.actions[0])
    assert story.do("start_check", "owner").state == "check"


def test_a_returned_plan_can_be_changed_and_the_reason_is_kept(story: Story) -> None:
    story.submitted()
    with nothing_changes(), pytest.raises(Invalid):
        story.do("return_plan", "approver", reason="no")
    story.do("return_plan", "approver", reason="The target is too low.")
    assert story.edit("owner", target="at least 0.80").state == "analysis"


def test_containment_and_correction_start_before_any_cause(story: Story) -> None:
    story.reported()
    story.edit("reporter", containment="The model was switched off.", correction="Rolled back.")
    story.do("triage", "quality", severity="critical", owner=story.org["owner"], due_on="2026-06-01")
    story.add_action("correction")
    assert not story.nc.causes


def test_severity_is_judged_by_the_quality_manager(story: Story) -> None:
    story.triaged()
    with nothing_changes(), pytest.raises(Forbidden):
        story.edit("owner", severity="minor")
    assert story.edit("quality", severity="critical").severity == "critical"
