"""8D: steps in their order, each with what it asks; the page and the report over the same record."""

import datetime
from typing import Any

import pytest
from django.test import Client

from nonconformities.eightd.missing import missing, unanswered
from nonconformities.eightd.report import eight_d_shape
from nonconformities.eightd.steps import after, before, done
from qms.lib.errors import Forbidden, Invalid, Unmet, WrongState
from qms.printing.compose import print_record
from qms.registers.signing import is_valid
from qms.signatures.models import Signature
from tests.nonconformities.eight import ORDER, checked, complete, planned, prepared
from tests.nonconformities.made import Story, nothing_changes


def refused(story: Story, key: str, said: str, who: str = "owner") -> None:
    with nothing_changes(), pytest.raises(Unmet, match=said):
        story.do("complete_step", who, eight_d_step=key)


@pytest.mark.requirement("CA-02")
def test_a_later_step_waits_for_the_earlier_ones_but_d3_and_d4_run_side_by_side(story: Story) -> None:
    prepared(story)
    refused(story, "d1", "D1 waits for D0")
    refused(story, "d4", "D4 waits for D0, D1, D2")
    complete(story, "d0", "d1", "d2", "d4")  # D4 before D3
    refused(story, "d5", "D5 waits for D3")
    complete(story, "d3", "d5")
    refused(story, "d5", "completed already")
    assert list(done(story.nc)) == ["d0", "d1", "d2", "d4", "d3", "d5"]
    assert "d3" not in before("d4") and "d4" not in before("d3") and {"d3", "d4"} <= set(before("d5"))
    assert after("d4") == ["d5", "d6", "d7", "d8"]


@pytest.mark.requirement("CA-02")
def test_each_completion_says_who_and_when_and_stays_in_the_ledger(story: Story) -> None:
    complete(prepared(story), "d0")
    complete(story, "d1", who="worker")  # the team leader
    rows = done(story.nc)
    assert rows["d0"]["by"] == story.org["owner"].pk and rows["d1"]["by"] == story.org["worker"].pk
    assert rows["d0"]["on"] == story.clock.last.date().isoformat()
    with pytest.raises(Forbidden):
        story.do("complete_step", "reader", eight_d_step="d2")


LACKING: list[tuple[str, dict[str, Any], str]] = [
    ("d0", {"emergency": "n/a"}, "emergency response"),
    ("d1", {"champion": None}, "champion"),
    ("d1", {"team": []}, "One person is no team"),
    ("d2", {"problem_how_much": ""}, "how much"),
    ("d2", {"is_is_not": []}, "lacks: What"),
    ("d3", {"containment_validated_by": None}, "containment validated by"),
    ("d3", {"containment_effective": "no"}, "does not hold"),
    ("d3", {"containment_validated_on": datetime.date(2026, 1, 3)}, "validated before it began"),
    ("d4", {"escape_evidence": ""}, "evidence of the escape point"),
    ("d4", {"escape_status": "assumed"}, "not confirmed"),
    ("d4", {"causes": []}, "Choose a root cause"),
    ("d5", {"choice_verified": ""}, "how the choice was verified"),
]


@pytest.mark.requirement("CA-02")
@pytest.mark.parametrize(("key", "change", "said"), LACKING)
def test_a_step_is_refused_while_something_it_asks_for_is_missing(
    story: Story, key: str, change: dict[str, Any], said: str
) -> None:
    prepared(story)
    complete(story, *before(key))
    story.edit("owner", **change)
    refused(story, key, said)


@pytest.mark.requirement("CA-02")
def test_a_completed_step_is_locked_and_reopening_it_opens_what_stands_on_it(story: Story) -> None:
    complete(prepared(story), *ORDER)
    with pytest.raises(WrongState, match="D2 of the 8D is completed"):
        story.edit("owner", problem_what="Something else")
    with pytest.raises(WrongState, match="D4 of the 8D is completed"):
        story.edit("owner", causes=[])
    with pytest.raises(Invalid):
        story.do("reopen_step", "owner", eight_d_step="d3")  # without a reason
    story.do("reopen_step", "owner", eight_d_step="d3", reason="The containment was lifted by mistake.")
    assert list(done(story.nc)) == ["d0", "d1", "d2", "d4"]
    story.edit("owner", containment="Old model in service again")


@pytest.mark.requirement("CA-02")
def test_the_lifecycle_waits_for_the_steps(story: Story) -> None:
    complete(prepared(story), "d0", "d1", "d2", "d3", "d4")
    with pytest.raises(Unmet, match="Not completed in the 8D yet: D5"):
        story.do("submit_plan", "owner")
    story.edit("quality", severity="minor")
    with pytest.raises(Unmet, match="not closed by the short way"):
        story.do("close_short", "quality", severity="minor", short_rationale="It will not happen again, we think.")
    complete(story, "d5")
    story.do("submit_plan", "owner")
    with pytest.raises(Unmet, match="Take the plan back first"):
        story.do("reopen_step", "owner", eight_d_step="d4", reason="Another cause came up.")


@pytest.mark.requirement("CA-02")
def test_d6_waits_for_actions_that_are_verified(story: Story) -> None:
    planned(story)
    refused(story, "d6", "not verified yet")


@pytest.mark.requirement("CA-02", "Q9-11")
def test_the_containment_is_removed_and_every_unit_answers_before_the_end(story: Story) -> None:
    checked(story)
    story.edit("owner", containment_removed_by=None)
    refused(story, "d6", "containment removed by")
    story.edit("owner", containment_removed_by=story.org["owner"])
    complete(story, "d6")
    story.edit("owner", read_across=[{"unit": "NORTH", "similar": "yes", "found": "The same gate; mended."}])
    assert unanswered(story.nc) == ["HQ"]
    refused(story, "d7", "does not answer for: HQ")
    with pytest.raises(Invalid):
        story.edit("owner", read_across=[{"unit": "NOWHERE", "similar": "no", "found": "Nothing."}])
    with pytest.raises(Unmet, match="D7, D8"):
        story.do("close", "quality")
    story.edit("owner", read_across=[{"unit": "HQ", "similar": "no", "found": "No other gate of this kind."}])
    complete(story, "d7", "d8")
    story.do("close", "quality")
    assert story.nc.state == "closed"
    signed = Signature.objects.get(verb="close")
    assert is_valid(signed, story.nc)
    story.nc.steps_done = story.nc.steps_done[:-1]  # the signature covers what the steps hold, and who completed them
    assert not is_valid(signed, story.nc)


@pytest.mark.requirement("CA-07")
def test_a_new_cycle_begins_again_at_the_root_cause(story: Story) -> None:
    planned(story)
    story.actions = [story.finish(a) for a in story.actions]
    story.do("start_check", "owner")
    story.wait().record("not_effective")
    story.do("new_cycle", "owner", due_on=datetime.date(2026, 9, 1))
    assert list(done(story.nc)) == ["d0", "d1", "d2", "d3"]


def test_the_short_way_knows_no_steps(story: Story) -> None:
    story.ready()
    refused(story, "d0", "not worked as an 8D")
    story.do("submit_plan", "owner")
    assert story.nc.state == "plan_approval"


@pytest.mark.requirement("CA-02")
def test_the_page_shows_what_is_missing_and_completes_a_step(story: Story, client: Client) -> None:
    prepared(story)
    story.edit("owner", emergency="")
    client.force_login(story.org["owner"])
    url = f"/nonconformities/{story.nc.number}/8d/"
    text = client.get(url).content.decode()
    assert "edit/?section=team" in text and "Complete D0" not in text and "waits for" in text
    again = client.post(url, {"step": "d0", "rev": str(story.nc.rev)})
    assert again.status_code == 422 and "emergency response" in again.content.decode()
    story.edit("owner", emergency="Scores withheld.")
    assert "Complete D0" in client.get(url).content.decode()
    assert client.post(url, {"step": "d0", "rev": str(story.nc.rev)}).status_code == 302
    assert client.post(url, {"step": "d9", "rev": "1"}).status_code == 400
    client.force_login(story.org["reader"])
    assert "Complete D1" not in client.get(url).content.decode()
    client.force_login(story.org["stranger"])
    assert client.get(url).status_code == 404


@pytest.mark.requirement("CA-02", "CA-04")
def test_the_report_has_one_head_and_the_steps_in_order(story: Story) -> None:
    checked(story)
    complete(story, "d6", "d7", "d8")
    shape = eight_d_shape(story.nc, actor=story.org["owner"], at=story.clock())
    html = print_record(shape, template="print/eight_d.html", record=story.nc)
    heads = [s.label for s in shape.sections]
    assert [h.split()[0] for h in heads] == ["D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"]
    for said in (
        "Churn 2.4",
        "Worker Example",
        "what is not",
        "200 scores compared",
        "ACT-2026-0001",
        "The release gate",
        "No other gate of this kind",
        "therefore",
        "Approver Example",
    ):
        assert said in html, said
    assert 'class="fishbone"' in html


def test_five_w_and_the_comparison_stand_on_the_page_of_any_nonconformity(story: Story, client: Client) -> None:
    story.triaged().edit(
        "owner", problem_what="The score", is_is_not=[{"dimension": "what", "is": "Churn", "is_not": "Price"}]
    )
    client.force_login(story.org["reader"])
    text = client.get(f"/nonconformities/{story.nc.number}/").content.decode()
    assert "The problem in detail" in text and "Price" in text and "Recognition" not in text


def test_what_a_step_lacks_is_asked_with_a_bounded_number_of_queries(
    story: Story, django_assert_max_num_queries: Any
) -> None:
    prepared(story)
    with django_assert_max_num_queries(20):
        assert [missing(story.nc, key, actor=story.org["owner"], at=story.clock()) for key in ORDER] == [[]] * 6
