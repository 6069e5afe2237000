"""Reviews: signed with their reasoning, as often as the level says, from the last review or from the planned day."""

import datetime

import pytest

from qms.lib.errors import Forbidden, Invalid, Unmet
from qms.records.models import NamedDate
from qms.registers.signing import signatures_of
from tests.risks.made import Story, pair

LOOKED = "Incidents and drift of the quarter were looked at; nothing has changed."


@pytest.mark.requirement("RM-01")
def test_a_review_is_signed_with_its_reasoning_and_plans_the_next_one(story: Story) -> None:
    risk = story.assessed((4, 4))
    story.clock(days=40)
    with pytest.raises(Unmet, match="why the rating holds"):
        story.do(risk, "review", "keeper", review_result="ok")
    with pytest.raises(Forbidden):
        story.do(risk, "review", "author", review_result=LOOKED)
    risk = story.do(risk, "review", "keeper", review_result=LOOKED)
    today = story.clock.last.date()
    assert (risk.state, risk.reviewed_on, risk.review_on) == (
        "assessed", today, today + datetime.timedelta(days=90),
    )  # fmt: skip
    assert risk.reviews[0]["result"] == LOOKED and risk.review_result == ""
    [row] = NamedDate.objects.filter(entry=risk.pk)
    assert (row.name, row.on) == ("review", risk.review_on)


def test_each_signature_covers_its_own_review(story: Story) -> None:
    risk = story.assessed()
    for word in ("first", "second"):
        story.clock(days=30)
        risk = story.do(risk, "review", "keeper", review_result=f"The {word} look: {LOOKED}")
    assert [valid for _row, valid in signatures_of(story.fresh(risk))] == [True, True]
    assert len(risk.reviews) == 2


def test_the_cadence_counts_from_the_planned_day_where_the_risk_says_so(story: Story) -> None:
    risk = story.assessed((4, 4), review_from="planned")
    planned = risk.review_on
    story.clock(days=80)
    risk = story.do(risk, "review", "keeper", review_result=LOOKED)
    assert risk.review_on == planned + datetime.timedelta(days=90)


def test_the_next_review_is_brought_forward_and_not_put_off(story: Story) -> None:
    risk = story.assessed((4, 4))
    today = story.clock.last.date()
    with pytest.raises(Unmet, match="every 90 days: on 5 Apr 2026 at the latest"):
        story.do(risk, "review", "keeper", review_result=LOOKED, review_on=today + datetime.timedelta(days=120))
    with pytest.raises(Unmet, match="must be a day after today"):
        story.do(risk, "review", "keeper", review_result=LOOKED, review_on=today)
    risk = story.do(risk, "review", "keeper", review_result=LOOKED, review_on=today + datetime.timedelta(days=10))
    assert (risk.review_on - today).days == 10


def test_a_higher_level_brings_the_review_forward(story: Story) -> None:
    risk = story.assessed((2, 2))
    assert (risk.review_on - story.clock.last.date()).days == 365
    risk = story.do(risk, "rate_current", "author", **pair("current", (5, 5)))
    assert (risk.review_on - story.clock.last.date()).days == 30


def test_what_is_closed_is_not_reviewed(story: Story) -> None:
    risk = story.do(story.assessed((1, 2)), "close", "keeper")
    assert risk.review_on is None and not NamedDate.objects.filter(entry=risk.pk).exists()


def test_an_edit_brings_the_next_review_nearer_and_never_puts_it_off(story: Story) -> None:
    risk = story.assessed((4, 4))
    latest = risk.review_on
    with pytest.raises(Invalid, match="every 90 days: on 5 Apr 2026 at the latest"):
        story.edit(risk, "author", review_on=datetime.date(2099, 1, 1))
    with pytest.raises(Invalid, match="on 5 Apr 2026 at the latest"):
        story.edit(risk, "author", review_on=None)
    nearer = story.edit(risk, "author", review_on=latest - datetime.timedelta(days=60))
    assert story.edit(nearer, "author", review_on=latest).review_on == latest
    later = story.edit(story.risk(), "author", review_on=datetime.date(2099, 1, 1))
    assert later.review_on.year == 2099, "what has no rating has no cadence yet"
    rated = story.do(later, "assess", "author", **pair("inherent", (4, 4)))
    assert rated.review_on == latest
