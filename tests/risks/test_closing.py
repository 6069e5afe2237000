"""Closing: what lies above the appetite leaves the register rated lower, accepted, or by signature of its authority."""

import pytest

from qms.lib.errors import Forbidden, Unmet
from qms.registers import registry
from qms.registers.signing import signatures_of
from risks.models import Risk
from risks.queries.unanswered import unanswered
from tests.risks.made import PLAN, Story


@pytest.mark.requirement("RM-02")
@pytest.mark.parametrize("verb", ["close", "void"])
def test_above_the_appetite_nobody_closes_it_with_a_line(story: Story, verb: str) -> None:
    risk = story.assessed((4, 4))
    with pytest.raises(Unmet, match="above the appetite, and nobody has accepted it"):
        story.do(risk, verb, "keeper")


def test_within_the_appetite_or_accepted_it_is_closed(story: Story) -> None:
    assert story.do(story.assessed((1, 2)), "close", "keeper").state == "closed"
    accepted = story.accepted().risk
    assert story.do(accepted, "close", "keeper").state == "closed"


@pytest.mark.requirement("RM-02")
def test_the_authority_of_its_level_closes_it_by_signature(story: Story) -> None:
    risk = story.assessed((5, 5))
    with pytest.raises(Forbidden):
        story.do(risk, "close_above", "author")
    with pytest.raises(Unmet, match="level “Critical · Stop” is decided about by: executive"):
        story.do(risk, "close_above", "signer")
    closed = story.do(risk, "close_above", "executive")
    [(signature, valid)] = signatures_of(closed)
    assert (closed.state, valid, signature.signer) == ("closed", True, story.org["executive"])
    with pytest.raises(Unmet, match="close it without a signature"):
        story.do(story.assessed((1, 2)), "close_above", "executive")


def test_new_criteria_count_before_it_is_rated_by_them(story: Story) -> None:
    risk = story.assessed((2, 2))
    first = risk.current_matrix
    assert not risk.above_appetite
    cells = [["medium" if key in ("minimal", "low") else key for key in row] for row in first.cells]
    story.matrix_in_force(cells=cells, appetite=[{"category": "", "unit": "", "highest": "low"}])
    with pytest.raises(Unmet, match="above the appetite"):
        story.do(story.fresh(risk), "close", "keeper")


@pytest.mark.requirement("RM-02")
def test_an_action_without_owner_and_date_is_no_treatment(story: Story) -> None:
    risk = story.treated()
    action = story.new("actions", "author", title=PLAN, kind="treatment", links=[("addresses", risk.number)])
    rows = Risk.objects.all()
    assert list(unanswered(rows)) == [risk]
    action = story.edit(action, "author", owner=story.org["author"])
    assert list(unanswered(rows)) == [risk], "nobody said by when"
    story.edit(action, "author", due_on=story.clock.last.date())
    assert not unanswered(rows).exists()
    registry["actions"].perform(
        action, "cancel", rev=None, actor=story.org["quality"], at=story.clock(), reason="It helped nobody at all."
    )
    assert list(unanswered(rows)) == [risk]
