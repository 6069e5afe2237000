"""Acceptance: authority by level, an end, three reasons to go stale, and an end that comes once."""

import datetime
from typing import Any

import pytest

from qms.lib.errors import Invalid, Unmet
from qms.records.models import LedgerRow
from qms.registers.signing import signatures_of
from qms.registers.verify import verify
from risks.models import Acceptance, Risk
from risks.services.lapsing import sweep
from tests.risks.made import Story, pair


def reasons(record: Any, action: str) -> list[str]:
    return list(LedgerRow.objects.filter(entry=record.pk, action=action).values_list("reason", flat=True))


@pytest.mark.requirement("RM-02")
def test_it_is_a_signed_decision_that_accepts_the_risk(story: Story) -> None:
    held = story.accepted()
    risk = story.fresh(held.risk)
    assert (held.state, risk.state, held.level) == ("in_force", "accepted", "high")
    [(signature, valid)] = signatures_of(held)
    assert valid and (signature.meaning, signature.signer) == ("acceptance", story.org["signer"])
    assert f"Signer Example with {held.number}" in reasons(risk, "risks.accept")[0]


@pytest.mark.requirement("RM-02")
def test_too_low_an_authority_is_refused_with_who_may(story: Story) -> None:
    draft = story.acceptance(story.assessed((5, 5)), days=30)
    for who in ("quality", "keeper", "signer"):
        with pytest.raises(Unmet, match="level “Critical · Stop” is decided about by: executive. You hold none"):
            story.do(draft, "accept", who)
    assert story.do(draft, "accept", "executive").state == "in_force"


def test_a_higher_authority_accepts_a_lower_level(story: Story) -> None:
    assert story.accepted(story.assessed((4, 4)), who="executive").state == "in_force"


def test_the_owner_of_a_risk_does_not_accept_it(story: Story) -> None:
    risk = story.assessed()
    draft = story.acceptance(risk)
    story.edit(risk, "keeper", owner=story.org["signer"])
    with pytest.raises(Unmet, match="You own the risk"):
        story.do(draft, "accept", "signer")


@pytest.mark.parametrize(
    ("days", "said"), [(181, "for 180 days at most: until 4 Jul 2026"), (0, "must be a day after today")]
)
def test_the_end_is_bounded_by_the_matrix(story: Story, days: int, said: str) -> None:
    risk = story.assessed()
    with pytest.raises(Invalid, match=said):
        story.acceptance(risk, days=days)


def test_a_risk_without_a_rating_is_not_accepted(story: Story) -> None:
    with pytest.raises(Invalid, match="has no current rating"):
        story.acceptance(story.risk())


def test_a_draft_for_another_rating_is_not_signed(story: Story) -> None:
    risk = story.assessed((3, 4))
    draft = story.acceptance(risk)
    story.do(risk, "rate_current", "author", **pair("current", (5, 5)))
    with pytest.raises(Unmet, match="was rated anew"):
        story.do(draft, "accept", "executive")


def test_a_rating_by_criteria_that_have_changed_is_made_anew_before_it_is_accepted(story: Story) -> None:
    risk = story.assessed((4, 4))
    draft = story.acceptance(risk, days=30)
    new_edition(story, r4c4="critical", r4c5="critical", r5c4="critical")
    with pytest.raises(Unmet, match="is “Critical”, not “High”: rate it anew first"):
        story.do(draft, "accept", "executive")
    with pytest.raises(Invalid, match="rate it anew first"):
        story.acceptance(story.fresh(risk), days=30)
    risk = story.do(risk, "rate_current", "author", **pair("current", (4, 4)))
    assert story.accepted(risk, who="executive", days=30).level == "critical"


def test_only_an_open_risk_is_accepted(story: Story) -> None:
    risk = story.assessed()
    draft = story.acceptance(risk)
    story.do(risk, "close_above", "signer")
    with pytest.raises(Unmet, match="“Closed”: only an assessed risk is accepted"):
        story.do(draft, "accept", "signer")


@pytest.mark.requirement("RM-02")
def test_past_its_end_the_clock_reopens_the_risk_once_and_history_says_so(story: Story) -> None:
    held = story.accepted(days=60)
    last = datetime.datetime(2026, 3, 6, 12, 0, tzinfo=datetime.UTC)
    assert sweep(at=last) == 0 and story.fresh(held).state == "in_force", "its last day still counts"
    after = last + datetime.timedelta(days=1)
    assert sweep(at=after) == 1 and sweep(at=after + datetime.timedelta(minutes=1)) == 0
    held, risk = story.fresh(held), story.fresh(held.risk)
    assert (held.state, risk.state) == ("ended", "assessed")
    [row] = LedgerRow.objects.filter(entry=risk.pk, action="risks.reopen")
    assert (row.reason, row.actor.username, row.source) == (
        "The acceptance ended on 6 Mar 2026.", "system", "job:risks",
    )  # fmt: skip
    assert list(verify()) == []


@pytest.mark.requirement("RM-02")
def test_it_goes_stale_when_the_risk_is_rated_anew(story: Story) -> None:
    held = story.accepted(story.assessed((3, 4)))
    with pytest.raises(Unmet, match="record a review instead"):
        story.do(held.risk, "rate_current", "author", **pair("current", (3, 4)))
    risk = story.do(held.risk, "rate_current", "author", **pair("current", (5, 4)))
    assert (risk.state, story.fresh(held).state) == ("assessed", "stale")
    assert reasons(held, "risk-acceptances.make_stale") == ["The risk was rated anew."]


@pytest.mark.requirement("RM-02")
@pytest.mark.parametrize("verb", ["fail", "retire"])
def test_it_goes_stale_when_a_control_no_longer_works(story: Story, verb: str) -> None:
    risk = story.assessed()
    control = story.effective(risk)
    held = story.accepted(risk)
    asked = {"failure": "A stale file went through."} if verb == "fail" else {}
    story.do(control, verb, "keeper", **asked)
    assert (story.fresh(held).state, story.fresh(risk).state) == ("stale", "assessed")
    assert control.number in reasons(risk, "risks.reopen")[0]


def new_edition(story: Story, **changed: str) -> None:
    """A second edition with some cells changed, such as `r4c4="critical"`."""
    matrix = story.matrix()
    cells = [list(row) for row in matrix.cells]
    for name, key in changed.items():
        cells[int(name[1]) - 1][int(name[3]) - 1] = key
    matrix = story.edit(matrix, "keeper", cells=cells)
    story.do(story.do(matrix, "propose", "keeper"), "put_in_force", "signer")


@pytest.mark.requirement("RM-02")
def test_it_goes_stale_when_a_new_edition_gives_another_level(story: Story) -> None:
    held = story.accepted(story.assessed((4, 4)))
    same = story.accepted(story.assessed((3, 4), title="Another risk"))
    new_edition(story, r4c4="critical", r4c5="critical", r5c4="critical")
    assert sweep(at=story.clock()) == 1 and sweep(at=story.clock()) == 0
    assert (story.fresh(held).state, story.fresh(held.risk).state) == ("stale", "assessed")
    assert "Critical instead of High" in reasons(held, "risk-acceptances.make_stale")[0]
    assert story.fresh(same).state == "in_force", "its level is the same in both editions"


def test_a_second_acceptance_takes_the_place_of_the_first(story: Story) -> None:
    first = story.accepted()
    second = story.do(story.acceptance(story.fresh(first.risk)), "accept", "signer")
    assert (story.fresh(first).state, second.state) == ("withdrawn", "in_force")
    assert story.fresh(first.risk).state == "accepted"


def test_who_withdraws_it_reopens_the_risk_and_who_reopens_the_risk_withdraws_it(story: Story) -> None:
    held = story.accepted()
    story.do(held, "withdraw", "signer")
    assert (story.fresh(held).state, story.fresh(held.risk).state) == ("withdrawn", "assessed")
    held = story.accepted(story.fresh(held.risk))
    story.do(held.risk, "reopen", "keeper")
    assert (story.fresh(held).state, story.fresh(held.risk).state) == ("withdrawn", "assessed")


def test_what_was_signed_is_not_edited(story: Story) -> None:
    from qms.lib.errors import WrongState

    held = story.accepted()
    with pytest.raises(WrongState, match="It is signed"):
        story.edit(held, "keeper", rationale="Because it is cheap to bear.")


def test_a_sweep_that_is_refused_for_one_goes_on_with_the_others(story: Story) -> None:
    for title in ("One", "Two"):
        story.accepted(story.assessed(title=title), days=30)
    assert sweep(at=story.clock(days=60)) == 2
    assert set(Acceptance.objects.values_list("state", flat=True)) == {"ended"}
    assert set(Risk.objects.values_list("state", flat=True)) == {"assessed"}


def test_a_draft_waits_for_the_authority_of_its_level(story: Story) -> None:
    draft = story.acceptance(story.assessed((5, 5)), days=30)
    assert draft.entry.waiting_role == "executive"
    assert story.do(draft, "accept", "executive").entry.waiting_role == ""
    assert story.implemented().entry.waiting_role == "quality_manager"
