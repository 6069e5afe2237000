"""Entering what a state is for, as the owner of a nonconformity and whoever reports a problem meet it."""

import datetime
from typing import Any

import pytest
from django.test import Client

from nonconformities.services import add_action, change_why
from qms.lib.errors import Forbidden, Invalid, Unmet
from qms.registers import registry
from tests.nonconformities.made import PLAN, REASON, Story, nothing_changes


def as_(story: Story, who: str) -> Client:
    client = Client()
    client.force_login(story.org[who])
    return client


@pytest.mark.requirement("A11-9-1")
def test_filling_what_was_always_empty_needs_no_reason_and_every_change_does(story: Story) -> None:
    story.triaged()
    story.edit("owner", reason="", **PLAN)
    for changes in ({"plan": "Another plan."}, {"plan": ""}, {"plan": "Another plan.", "consequences": "None known."}):
        with nothing_changes(), pytest.raises(Invalid) as said:
            story.edit("owner", reason="", **changes)
        assert list(said.value.fields) == ["reason"]
    story.edit("owner", plan="", reason=REASON)
    with nothing_changes(), pytest.raises(Invalid):  # it was filled before: this takes something up again
        story.edit("owner", reason="", plan="The gate asks the clock.")
    with nothing_changes(), pytest.raises(Invalid):  # a reason that is given is a reason
        story.edit("owner", reason="x", consequences="None known.")


def test_the_form_asks_no_reason_for_a_section_in_which_nothing_stands(story: Story) -> None:
    story.triaged()
    page = as_(story, "owner").get(f"/nonconformities/{story.nc.number}/edit/?section=plan").content.decode()
    assert 'name="reason"' not in page
    story.edit("owner", reason="", plan="The gate asks the clock.")
    page = as_(story, "owner").get(f"/nonconformities/{story.nc.number}/edit/?section=plan").content.decode()
    assert 'name="reason"' in page and "Needed where you change" in page


def test_the_first_verdict_on_a_why_needs_no_reason_another_one_does(story: Story) -> None:
    story.triaged()
    story.attach("owner")
    story.edit("owner", reason="", causes=[{"id": "w1", "parent": "", "text": "Asked too early", "status": "assumed"}])

    def judged(**changes: Any) -> None:
        story.nc = change_why(
            story.nc, row_id="w1", changes=changes, rev=story.nc.rev, actor=story.org["owner"], at=story.clock()
        )

    with nothing_changes(), pytest.raises(Invalid):
        judged(text="Asked far too early", status="confirmed", evidence_ref="run-4411.txt")
    judged(status="confirmed", evidence_ref="run-4411.txt", root=True)
    with nothing_changes(), pytest.raises(Invalid):
        judged(status="refuted")


def test_the_owner_adds_actions_wherever_his_nonconformity_lies(story: Story) -> None:
    story.triaged()
    story.edit("quality", unit=story.org.units["SOUTH"])
    page = as_(story, "owner").get(f"/nonconformities/{story.nc.number}/").content.decode()
    assert "Add an action" in page
    action = story.add_action("correction")
    assert action.unit == story.org.units["SOUTH"]
    with nothing_changes(), pytest.raises(Forbidden):
        add_action(
            story.nc, actor=story.org["worker"], at=story.clock(), kind="correction", title="Not mine",
            owner=story.org["worker"], due_on=datetime.date(2026, 3, 1),
        )  # fmt: skip
    with nothing_changes(), pytest.raises(Forbidden):  # owning something elsewhere opens no unit
        registry["actions"].create(
            actor=story.org["owner"], at=story.clock(), kind="correction", title="Not linked",
            unit=story.org.units["SOUTH"],
        )  # fmt: skip


def test_who_may_not_add_an_action_is_told_who_may(story: Story) -> None:
    story.triaged()
    page = as_(story, "approver").get(f"/nonconformities/{story.nc.number}/").content.decode()
    assert "Actions are added by the owner, or by the quality manager" in page


@pytest.mark.requirement("MK-22")
def test_report_a_problem_reports_it_in_one_step_or_keeps_a_draft(story: Story) -> None:
    client, made = as_(story, "reporter"), registry["nonconformities"].model.objects
    form = client.get("/nonconformities/new/").content.decode()
    assert ">Report it</button>" in form and ">Keep as a draft</button>" in form
    with nothing_changes():
        refused = client.post("/nonconformities/new/", {"title": "Wrong label"})
        assert refused.status_code == 422 and "1 thing to put right" in refused.content.decode()
    told = client.post("/nonconformities/new/", {"title": "Wrong label", "description": "Seen at line 2."}, follow=True)
    assert made.get(title="Wrong label").state == "reported"
    assert "It waits for: Quality manager" in told.content.decode()
    told = client.post("/nonconformities/new/", {"title": "Half a thought", "keep": "1"}, follow=True)
    assert made.get(title="Half a thought").state == "draft"
    assert "Nobody is told before you press “Report it”" in told.content.decode()


def test_the_checker_sees_what_the_effect_is_held_against(story: Story) -> None:
    story.approved()
    story.finish(story.actions[0])
    story.do("start_check", "owner")
    story.clock.last += datetime.timedelta(days=30)
    page = as_(story, "checker").get(f"/nonconformities/{story.nc.number}/do/record_check/").content.decode()
    for said in (PLAN["criterion"], PLAN["measure"], PLAN["target"], PLAN["method"], "run-4411.txt"):
        assert said in page, said


def test_what_a_step_waits_for_leads_to_where_it_is_done(story: Story) -> None:
    story.triaged()
    page = as_(story, "owner").get(f"/nonconformities/{story.nc.number}/").content.decode()
    note = page[page.index('class="blocked"') :].partition("</div>")[0]
    for way in ("causes/", "edit/?section=effect", "actions/new/"):
        assert f'href="/nonconformities/{story.nc.number}/{way}"' in note, way


def test_nothing_is_decided_to_be_late_already(story: Story) -> None:
    story.reported()
    yesterday = story.clock.last.date() - datetime.timedelta(days=1)
    with nothing_changes(), pytest.raises(Unmet, match="past"):
        story.do("triage", "quality", severity="major", owner=story.org["owner"], due_on=yesterday)


@pytest.mark.parametrize("year", [1, 1899, 2200, 9999])
def test_a_year_that_must_be_a_typing_mistake_is_refused(story: Story, year: int) -> None:
    story.reported()
    with nothing_changes(), pytest.raises(Invalid, match="not plausible") as said:
        story.edit("quality", due_on=datetime.date(year, 1, 1))
    assert list(said.value.fields) == ["due_on"]
