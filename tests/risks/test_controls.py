"""Controls: implemented and effective are two states, each with evidence, the second by somebody else."""

import datetime

import pytest

from qms.lib.errors import Forbidden, Unmet, WrongState
from tests.risks.made import SEEN, Story


@pytest.mark.requirement("RM-05")
def test_implemented_asks_for_evidence_and_effective_for_somebody_else(story: Story) -> None:
    control = story.control()
    today = story.clock.last.date()
    with pytest.raises(Unmet, match="There is no evidence yet"):
        story.do(control, "implement", "author", implemented_on=today)
    with pytest.raises(Unmet, match="not come yet"):
        story.do(
            control,
            "implement",
            "author",
            implemented_on=today + datetime.timedelta(days=1),
            evidence="Merge request 41.",
        )
    control = story.do(control, "implement", "author", implemented_on=today, evidence="Merge request 41.")
    with pytest.raises(Forbidden):
        story.do(control, "verify", "author", verification=SEEN)
    with pytest.raises(Unmet, match="Say what was looked at"):
        story.do(control, "verify", "tester", verification="ok")
    control = story.do(control, "verify", "tester", verification=SEEN)
    assert (control.state, control.verified_by, control.verified_at) == (
        "effective", story.org["tester"], story.clock.last,
    )  # fmt: skip


def test_what_was_verified_is_not_described_anew_by_an_edit(story: Story) -> None:
    control = story.effective()
    with pytest.raises(WrongState, match="It is implemented as described"):
        story.edit(control, "keeper", description="Something else altogether.")
    assert story.edit(control, "keeper", owner=story.org["keeper"]).owner == story.org["keeper"]


def test_a_failed_control_is_no_longer_verified(story: Story) -> None:
    control = story.do(story.effective(), "fail", "tester", failure="Two stale files went through.")
    assert (control.state, control.verified_at, control.verification) == ("failed", None, "")
    control = story.do(control, "rework", "author")
    assert control.state == "planned"
