"""Deployments rest on an answer of the gate, share an environment, and a rollback raises a nonconformity."""

import datetime
from typing import Any

import pytest

from modelcards.lifecycle.deployment_guards import GateRefused
from modelcards.models import Deployment, GateAnswer
from qms.lib.errors import Forbidden, Invalid, Unmet, WrongState
from qms.links.edges import neighbours
from qms.registers import registry
from tests.audits.steps import trace
from tests.modelcards.systems.made import OTHER_HASH, Story

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def version(story: Story) -> Any:
    """One that the gate lets pass."""
    made = story.version(story.approved())
    story.let_pass(made)
    return made


def test_a_version_goes_live_on_the_answer_that_the_gate_gives_now(story: Story, version: Any) -> None:
    deployment = story.live(version)
    assert deployment.state == "live" and deployment.since == story.clock.last and deployment.until is None
    answer = deployment.answer
    assert (answer.result, answer.version, answer.artifact) == ("pass", version.version, version.artifact)
    assert answer.asked_by == story.org["author"] and answer.at == deployment.since


def test_a_version_that_the_gate_stops_does_not_go_live_and_the_answer_is_kept(story: Story) -> None:
    version = story.version(story.approved())
    deployment = story.deployment(version)
    before = trace(deployment)
    with pytest.raises(GateRefused, match="has no model card"):
        story.do(deployment, "go_live", "author")
    assert trace(deployment) == before
    kept = GateAnswer.objects.get(system=version.system_id)
    assert (kept.result, kept.asked_by, kept.artifact) == ("fail", story.org["author"], version.artifact)


def test_nobody_else_makes_the_gate_answer(story: Story, version: Any) -> None:
    story.org.person("onlooker", "reader")
    with pytest.raises(Forbidden):
        story.do(story.deployment(version), "go_live", "onlooker")
    assert not GateAnswer.objects.exists()


def test_conditions_are_said(story: Story, version: Any) -> None:
    version = story.version(version.system, "1.1.0", OTHER_HASH)
    story.let_pass(version, until=datetime.date(2026, 3, 1))
    deployment = story.live(version)
    (panel,) = registry["deployments"].panels(story.fresh(deployment), story.org["author"])
    assert deployment.answer.result == "conditional" and "until 2026-03-01" in panel[2]["reasons"][0]


def test_what_is_live_in_one_environment_shares_no_more_than_all_of_it(story: Story, version: Any) -> None:
    story.live(version, share=60)
    second = story.version(version.system, "1.1.0", OTHER_HASH)
    story.let_pass(second)
    canary = story.deployment(second, share=41)
    with pytest.raises(Unmet, match=r"41 % does not fit: 40 % .* DEP-0001 60 %"):
        story.do(canary, "go_live", "author")
    assert not GateAnswer.objects.filter(version="1.1.0").exists(), "the gate is not asked for nothing"
    canary = story.do(story.edit(canary, share=40), "go_live", "author")
    with pytest.raises(Invalid, match="does not fit"):
        story.edit(canary, share=41)
    assert story.edit(canary, share=5).share == 5
    assert story.live(second, "staging").share == 100, "another environment has its own whole"
    other = story.version(story.approved())
    story.let_pass(other)
    assert story.live(other).share == 100, "and so has another system"


def test_what_went_live_stays_what_it_was(story: Story, version: Any) -> None:
    deployment = story.live(version)
    for changes in ({"environment": "staging"}, {"version": story.version(version.system, "2.0.0", OTHER_HASH)}):
        with pytest.raises(WrongState, match="went live as this"):
            story.edit(deployment, **changes)
    ended = story.do(deployment, "end", "author")
    assert ended.until == story.clock.last and ended.answer_id == deployment.answer_id


def test_a_rollback_says_why_and_raises_a_nonconformity_linked_both_ways(story: Story, version: Any) -> None:
    deployment = story.live(version)
    with pytest.raises(Invalid):
        story.do(deployment, "roll_back", "author", rolled_back_because="")
    with pytest.raises(Unmet):
        story.do(deployment, "roll_back", "author", rolled_back_because="n/a")
    assert registry["nonconformities"].model.objects.count() == 0
    deployment = story.do(deployment, "roll_back", "author", rolled_back_because="Recall fell to 0.6 within an hour.")
    assert (deployment.state, deployment.until) == ("rolled_back", story.clock.last)
    nc = registry["nonconformities"].model.objects.get()
    assert "1.0.0" in nc.title and "Recall fell to 0.6" in nc.description and nc.detected == "after"
    assert (nc.origin, nc.unit, nc.owner) == ("internal", deployment.unit, story.org["author"])
    author = story.org["author"]
    assert {n.entry.number for n in neighbours(nc.pk, author)} == {
        deployment.number, version.number, version.system.number,
    }  # fmt: skip
    assert [(str(n.words), n.entry.number) for n in neighbours(deployment.pk, author)] == [("addressed by", nc.number)]


def test_whoever_may_not_report_a_nonconformity_does_not_half_roll_back(story: Story, version: Any) -> None:
    """A member of the team without a role that reports: the rollback is refused as a whole."""
    story.org.person("helper", "reader")
    story.edit(version.system, team=[story.org["helper"].pk])
    deployment = story.live(version)
    before = trace(deployment)
    with pytest.raises(Forbidden, match="Nonconformities"):
        story.do(deployment, "roll_back", "helper", rolled_back_because="Recall fell to 0.6 within an hour.")
    assert trace(deployment) == before


@pytest.mark.parametrize("verb", ["retire", "withdraw", "void"])
def test_nothing_is_deployed_of_a_version_that_is_over(story: Story, verb: str) -> None:
    version = story.version(story.approved())
    who = "compliance" if verb == "withdraw" else "author"
    story.do(version, verb, who, **({"measure": "disable"} if verb == "withdraw" else {}))
    with pytest.raises(WrongState, match="not to be used any more"):
        story.deployment(version)
    assert not Deployment.objects.exists()
