"""The effectiveness check: the refusals that inspectors asked for, the checker, the cycles."""

import datetime
from typing import Any

import pytest

from qms.lib.errors import Forbidden, Invalid, NotVisible, Unmet, WrongState
from qms.records.models import NamedDate
from qms.registers import registry
from qms.registers.signing import signatures_of
from qms.registers.verify import verify
from tests.nonconformities.made import CORRECTION, PLAN, REASON, WHY, Story, nothing_changes

RESULT = {"result_text": "Recall was 0.81 in four runs.", "check_evidence": "Evaluation runs 51 to 54."}


def check(story: Story, **changed: Any) -> Any:
    asked = {"check_date": story.clock.last.date(), "effectiveness": "effective", **RESULT, **changed}
    return story.do("record_check", "checker", **asked)


@pytest.mark.requirement("CA-06")
@pytest.mark.parametrize("name", ["check_date", "effectiveness", "result_text", "check_evidence"])
def test_a_blank_check_is_refused(story: Story, name: str) -> None:
    story.checking().wait()
    with nothing_changes(), pytest.raises(Invalid) as said:
        check(story, **{name: None if name == "check_date" else ""})
    assert list(said.value.fields) == [name]
    with nothing_changes(), pytest.raises(WrongState):
        story.do("close", "quality")


@pytest.mark.requirement("CA-06")
@pytest.mark.parametrize("text", ["N/A", "n.a.", " - ", "Not applicable, small change", "none", "TBD", "…"])
@pytest.mark.parametrize("name", ["result_text", "check_evidence"])
def test_not_applicable_is_refused(story: Story, name: str, text: str) -> None:
    story.checking().wait()
    with nothing_changes(), pytest.raises(Unmet, match="says nothing"):
        check(story, **{name: text})


@pytest.mark.requirement("CA-06", "CA-05")
def test_a_check_before_its_time_is_refused(story: Story) -> None:
    story.checking()
    verified = registry["actions"].get("ACT-2026-0001", story.org["owner"]).verified_on
    assert story.nc.check_from == verified + datetime.timedelta(days=14)
    assert NamedDate.objects.get(entry=story.nc.entry, name="effectiveness_check").on == story.nc.check_from
    story.wait(13)
    with nothing_changes(), pytest.raises(Unmet, match="Not before"):
        check(story)
    story.wait(1)
    with nothing_changes(), pytest.raises(Unmet, match="dated before"):
        check(story, check_date=story.nc.check_from - datetime.timedelta(days=1))
    with nothing_changes(), pytest.raises(Unmet, match="future"):
        check(story, check_date=story.clock.last.date() + datetime.timedelta(days=1))
    assert check(story).state == "checked"
    assert not NamedDate.objects.filter(entry=story.nc.entry, name="effectiveness_check").exists()


@pytest.mark.requirement("CA-06")
def test_a_solution_without_evidence_is_refused(story: Story) -> None:
    story.approved()
    action = story.do("start", "worker", register="actions", record=story.actions[0])
    done = {"done_on": story.clock.last.date(), "result": "Done.", "verifier": story.org["verifier"]}
    for evidence in ("", "N/A", "done"):
        with nothing_changes(), pytest.raises(Unmet, match="no evidence"):
            story.do("complete", "worker", register="actions", record=action, evidence=evidence, **done)
    with nothing_changes(), pytest.raises(Unmet, match="1 action is not verified yet: ACT-2026-0001"):
        story.do("start_check", "owner")


def test_cancelling_every_action_is_no_way_to_the_check(story: Story) -> None:
    story.approved()
    story.do("cancel", "quality", register="actions", record=story.actions[0], reason=REASON)
    with nothing_changes(), pytest.raises(Unmet, match="No corrective action of this cycle was carried out"):
        story.do("start_check", "owner")


@pytest.mark.requirement("CA-07", "P11-10g-2")
def test_only_the_named_checker_records_the_check(story: Story) -> None:
    story.checking().wait()
    for who in ("owner", "worker", "quality", "approver"):
        with nothing_changes(), pytest.raises(Forbidden):
            story.do("record_check", who, check_date=story.clock.last.date(), effectiveness="effective", **RESULT)


@pytest.mark.requirement("CA-07")
def test_a_checker_who_took_over_the_work_is_refused(story: Story) -> None:
    story.approved()
    action = story.actions[0]
    story.actions = [
        registry["actions"].edit(
            action,
            rev=action.rev,
            actor=story.org["quality"],
            at=story.clock(),
            reason=REASON,
            owner=story.org["checker"],
        )
    ]
    story.do("start", "checker", register="actions", record=story.actions[0])
    done = {"done_on": story.clock.last.date(), "result": "Done by the checker.", "evidence": "Merge request 7."}
    action = registry["actions"].model.objects.get()
    story.do("complete", "checker", register="actions", record=action, verifier=story.org["verifier"], **done)
    action = registry["actions"].model.objects.get()
    seen = {"verification": "Saw it.", "harm": "no", "harm_evidence": "Suite passed."}
    story.do("verify", "verifier", register="actions", record=action, **seen)
    story.do("start_check", "owner")
    story.wait()
    with nothing_changes(), pytest.raises(Unmet, match="does the work of ACT-2026-0001"):
        check(story)


@pytest.mark.requirement("P11-70-1")
def test_the_result_leaves_the_signature_of_the_plan_valid(story: Story) -> None:
    story.found("effective").answered()
    assert [(s.verb, valid) for s, valid in signatures_of(story.nc)] == [("approve_plan", True)]


@pytest.mark.requirement("CA-07")
@pytest.mark.parametrize("effectiveness", ["not_effective", "partial"])
def test_what_did_not_work_is_not_closed(story: Story, effectiveness: str) -> None:
    story.found(effectiveness).answered()
    with nothing_changes(), pytest.raises(Unmet, match="Start a new cycle"):
        story.do("close", "quality")


@pytest.mark.requirement("CA-07")
def test_not_effective_opens_a_new_cycle_and_freezes_the_old_one(story: Story) -> None:
    story.found("not_effective")
    with nothing_changes(), pytest.raises(Unmet):
        story.do("accept_partly", "approver", partial_rationale="It is good enough for everybody.")
    story.do("new_cycle", "owner", due_on="2026-09-01")
    nc = story.nc
    assert (nc.state, nc.cycle, nc.recurrences) == ("analysis", 2, 1)
    assert (nc.criterion, nc.checker, nc.effectiveness, nc.check_from, nc.planners) == ("", None, "", None, [])
    old = nc.past_cycles[0]
    assert (old["cycle"], old["effectiveness"], old["roots"]) == ("1", "not_effective", WHY)
    assert old["actions"] == "ACT-2026-0001 A corrective action"
    assert old["content"]["plan"]["target"] == PLAN["target"]
    assert [row["root"] for row in nc.causes] == [False, False]
    assert [(s.verb, valid) for s, valid in signatures_of(nc)] == [("approve_plan", True)]
    assert list(verify()) == []


@pytest.mark.requirement("CA-07")
def test_the_second_cycle_is_a_whole_one(story: Story) -> None:
    story.found("partial")
    story.do("new_cycle", "owner", due_on="2026-09-01")
    with nothing_changes(), pytest.raises(Unmet, match="Choose a root cause"):
        story.do("submit_plan", "owner")
    story.edit("owner", **PLAN, checker=story.org["reporter"])
    story.edit("owner", causes=[row | {"root": bool(row["parent"])} for row in story.nc.causes])
    with nothing_changes(), pytest.raises(Unmet, match="No corrective action"):
        story.do("submit_plan", "owner")
    action = story.add_action("corrective", title="Move the refresh before the gate")
    assert action.cycle == 2
    story.do("submit_plan", "owner")
    story.do("approve_plan", "approver")
    assert [valid for _s, valid in signatures_of(story.nc)] == [True, True]
    story.finish(action)
    story.do("start_check", "owner")
    story.wait()
    with nothing_changes(), pytest.raises(Forbidden):
        check(story)
    asked = {"check_date": story.clock.last.date(), "effectiveness": "effective", **RESULT}
    story.do("record_check", "reporter", **asked)
    story.answered()
    story.do("close", "quality")
    assert [(s.verb, valid) for s, valid in signatures_of(story.nc)] == [
        ("approve_plan", True), ("approve_plan", True), ("close", True),
    ]  # fmt: skip


def test_an_action_put_into_an_ended_cycle_leaves_its_signature_valid(story: Story) -> None:
    story.found("not_effective")
    story.do("new_cycle", "owner", due_on="2026-09-01")
    registry["actions"].create(
        actor=story.org["owner"], at=story.clock(), title="Too late", kind="corrective",
        links=[("addresses", story.nc.entry)],
    )  # fmt: skip
    assert [valid for _s, valid in signatures_of(story.nc)] == [True]


@pytest.mark.requirement("CA-07")
def test_partly_is_enough_only_when_an_approver_signs_why(story: Story) -> None:
    story.found("partial").answered()
    for who in ("quality", "checker", "owner"):
        with nothing_changes(), pytest.raises(Forbidden):
            story.do("accept_partly", who, partial_rationale="Three of four weeks reached the target.")
    for text in ("N/A", "fine"):
        with nothing_changes(), pytest.raises(Unmet, match="why partly is enough"):
            story.do("accept_partly", "approver", partial_rationale=text)
    story.do("accept_partly", "approver", partial_rationale="Three of four weeks reached the target; risk is low.")
    assert story.do("close", "quality").state == "closed"
    assert [s.verb for s, valid in signatures_of(story.nc) if valid] == ["approve_plan", "accept_partly", "close"]


@pytest.mark.requirement("Q9-11")
@pytest.mark.parametrize(
    "name",
    ["consequences", "similar", "similar_text", "risks", "risks_text", "qms_change", "qms_text", "output_affected"],
)
def test_closing_is_refused_while_an_answer_is_empty(story: Story, name: str) -> None:
    story.found("effective").answered()
    story.edit("owner", **{name: ""})
    label = str(story.nc._meta.get_field(name).verbose_name)
    with nothing_changes(), pytest.raises(Unmet, match=f"Not answered yet: {label}"):
        story.do("close", "quality")


@pytest.mark.requirement("Q9-11")
@pytest.mark.parametrize("empty", [{"correction": ""}, {"correction_on": None}])
def test_closing_is_refused_without_a_correction(story: Story, empty: dict[str, Any]) -> None:
    story.found("effective").answered()
    story.edit("owner", **empty)
    with nothing_changes(), pytest.raises(Unmet, match="what corrected it"):
        story.do("close", "quality")


@pytest.mark.requirement("MK-09")
def test_closing_waits_for_actions_that_are_still_open(story: Story) -> None:
    story.found("effective").answered()
    story.add_action("correction")
    with nothing_changes(), pytest.raises(Unmet, match="Still open: ACT-2026-0002"):
        story.do("close", "quality")


def test_a_closed_nonconformity_is_not_edited(story: Story) -> None:
    story.found("effective").answered()
    story.do("close", "quality")
    with nothing_changes(), pytest.raises(WrongState):
        story.edit("quality", correction="Something else.")
    with nothing_changes(), pytest.raises(NotVisible):
        story.edit("stranger", **CORRECTION)
