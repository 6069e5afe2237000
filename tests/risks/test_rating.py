"""Ratings: looked up, kept with their edition, falling only by a control that was verified, or by signature."""

import pytest
from django.test import Client

from qms.lib.errors import BadRequest, Forbidden, Invalid, Unmet
from qms.records.models import LedgerRow
from qms.registers import registry
from qms.registers.signing import signatures_of
from qms.registers.verify import verify
from tests.risks.made import PLAN, WHY, Story, pair


@pytest.mark.requirement("RM-02")
def test_the_first_assessment_keeps_both_ratings_with_day_author_and_reason(story: Story) -> None:
    risk = story.assessed((4, 4))
    assert (risk.inherent_level, risk.current_level, risk.state) == ("high", "high", "assessed")
    assert [row["kind"] for row in risk.ratings] == ["inherent", "current"]
    row = risk.ratings[-1]
    assert (row["likelihood"], row["consequence"], row["on"]) == ("4", "4", "2026-01-05")
    assert row["by"] == story.org["author"].pk and row["reason"] and row["matrix"] == risk.current_matrix.number
    assert risk.above_appetite and str(risk.review_on) == "2026-04-05", "high: every 90 days"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (pair("inherent", (6, 2)), "inherent_likelihood"), (pair("inherent", (2, 9)), "inherent_consequence"),
        ({**pair("inherent", (2, 2)), "current_likelihood": 2}, "current_consequence"),
        ({**pair("inherent", (2, 2)), **pair("current", (7, 1))}, "current_likelihood"),
    ],
)  # fmt: skip
def test_a_rating_off_the_scale_is_refused(story: Story, given: dict[str, int], field: str) -> None:
    risk = story.risk()
    with pytest.raises(Unmet) as caught:
        story.do(risk, "assess", "author", **given)
    assert [said.field for said in caught.value.sentences] == [field] and "1 to 5" in str(caught.value)
    assert story.fresh(risk).ratings == []


def test_imported_risks_are_rated_together_each_checked_by_itself(story: Story) -> None:
    rows = [story.risk(title="One"), story.risk(title="Two"), story.risk(title="Bare", cause="")]
    story.matrix_in_force(title="Others", family="others")
    other = story.risk(title="Other", matrix=registry["risk-matrices"].model.objects.get(family="others"))
    chosen = [f"{r.number}:{r.rev}" for r in rows]
    client = Client()
    client.force_login(story.org["author"])
    listed = client.get("/risks/?phase=draft").content.decode()
    assert 'name="do" value="assess"' in listed
    asked = client.post("/risks/bulk/", {"do": "assess", "record": chosen}).content.decode()
    assert '<select name="inherent_likelihood"' in asked and "Which level follows" in asked
    mixed = {"do": "assess", "record": [*chosen, f"{other.number}:{other.rev}"]}
    assert "not all rated by the same matrix" in client.post("/risks/bulk/", mixed, follow=True).content.decode()
    given = {
        "inherent_likelihood": "4",
        "inherent_consequence": "4",
        "current_likelihood": "",
        "current_consequence": "",
    }
    sent = {"do": "assess", "record": chosen, "sure": "1", "reason": WHY, **given}
    said = client.post("/risks/bulk/", sent).content.decode()
    assert "2 done" in said and "Not described yet: cause." in said
    one, two, bare = (registry["risks"].model.objects.get(pk=r.pk) for r in rows)
    assert (one.state, one.current_level, one.ratings[0]["reason"]) == ("assessed", "high", WHY)
    assert (two.state, bare.state, len(two.ratings)) == ("assessed", "draft", 2)
    body = {
        "verb": "rate_current", "reason": WHY, "records": [{"number": two.number, "rev": two.rev}],
        "asked": {"current_likelihood": 5, "current_consequence": 5},
    }  # fmt: skip
    answer = client.post("/api/v1/risks/bulk/", body, "application/json").json()
    assert answer["done"] == 1, answer


def test_a_rating_is_set_by_no_edit(story: Story) -> None:
    risk = story.assessed()
    for name, value in (
        ("current_likelihood", 1),
        ("current_level", "low"),
        ("ratings", []),
        ("above_appetite", False),
    ):
        with pytest.raises(BadRequest):
            registry["risks"].edit(
                risk, rev=None, actor=story.org["keeper"], at=story.clock(), reason="It is not so bad.", **{name: value}
            )


def test_what_is_not_described_is_not_assessed(story: Story) -> None:
    with pytest.raises(Unmet, match="Not described yet: cause, consequence"):
        story.do(story.risk(cause="", consequence="-"), "assess", "author", **pair("inherent", (2, 2)))


def test_without_a_matrix_in_force_nothing_is_rated(story: Story) -> None:
    risk = story.new(
        "risks", "author", title="A risk", category="legal", cause="Law", event="Change", consequence="Cost"
    )
    with pytest.raises(Unmet, match="Choose the matrix"):
        story.do(risk, "assess", "author", **pair("inherent", (2, 2)))
    with pytest.raises(Invalid, match="not in force"):
        story.edit(risk, "author", matrix=story.matrix())


@pytest.mark.requirement("RM-05")
def test_the_current_rating_falls_only_with_a_verified_control(story: Story) -> None:
    risk = story.assessed((4, 4))
    lower = pair("current", (2, 4))
    with pytest.raises(Unmet, match="falls only by a control"):
        story.do(risk, "rate_current", "author", **lower)
    control = story.implemented(risk)
    with pytest.raises(Unmet, match="falls only by a control"):
        story.do(risk, "rate_current", "author", **lower)
    story.do(control, "verify", "tester", verification="Twelve stale files were sent, all refused.")
    risk = story.do(risk, "rate_current", "author", **lower)
    assert (risk.current_level, risk.inherent_level) == ("medium", "high")
    with pytest.raises(Unmet, match="after the rating of 5 Jan 2026"):
        story.do(risk, "rate_current", "author", **pair("current", (1, 4)))
    story.do(control, "verify", "tester", verification="Looked again, with thirty files.")
    assert story.do(risk, "rate_current", "author", **pair("current", (1, 4))).current_likelihood == 1
    assert list(verify()) == []


@pytest.mark.requirement("RM-05")
def test_the_first_current_rating_is_measured_against_the_inherent_one(story: Story) -> None:
    risk = story.risk()
    given = {**pair("inherent", (4, 4)), **pair("current", (2, 4))}
    with pytest.raises(Unmet, match="falls only by a control"):
        story.do(risk, "assess", "author", **given)
    story.effective(risk)
    assert story.do(risk, "assess", "author", **given).current_level == "medium"


def test_a_failed_control_or_one_of_another_risk_lets_nothing_fall(story: Story) -> None:
    risk = story.assessed()
    story.effective(story.assessed(title="Another risk"))
    story.do(story.effective(risk), "fail", "author", failure="A stale file went through.")
    with pytest.raises(Unmet, match="falls only by a control"):
        story.do(risk, "rate_current", "author", **pair("current", (3, 3)))


@pytest.mark.requirement("RM-05")
def test_a_rating_is_lowered_without_a_control_by_the_authority_of_its_level_alone(story: Story) -> None:
    risk = story.assessed((5, 5))
    lower = pair("current", (3, 4))
    with pytest.raises(Forbidden):
        story.do(risk, "lower", "author", **lower)
    with pytest.raises(Unmet, match="level “Critical · Stop” is decided about by: executive"):
        story.do(risk, "lower", "signer", **lower)
    with pytest.raises(Unmet, match="not lower"):
        story.do(risk, "lower", "executive", **pair("current", (5, 5)))
    risk = story.do(risk, "lower", "executive", reason="The product is withdrawn from two markets.", **lower)
    assert (risk.current_level, risk.ratings[-1]["reason"]) == ("high", "The product is withdrawn from two markets.")
    [(signature, valid)] = signatures_of(story.fresh(risk))
    assert valid and signature.signer == story.org["executive"]
    again = story.do(risk, "lower", "signer", **pair("current", (3, 3)))
    assert [valid for _row, valid in signatures_of(story.fresh(again))] == [True, True], "each covers its own rating"


@pytest.mark.requirement("RM-05")
def test_a_current_rating_above_the_inherent_one_asks_a_reason(story: Story) -> None:
    risk = story.assessed((2, 3))
    with pytest.raises(Invalid) as caught:
        story.do(risk, "rate_current", "author", reason="", **pair("current", (4, 4)))
    assert "reason" in caught.value.fields
    risk = story.do(risk, "rate_current", "author", reason="A partner was lost.", **pair("current", (4, 4)))
    assert LedgerRow.objects.get(entry=risk.pk, rev=risk.rev).reason == "A partner was lost."


@pytest.mark.requirement("RM-01")
def test_an_old_rating_keeps_the_edition_it_was_made_with(story: Story) -> None:
    risk = story.assessed((4, 4))
    second = story.matrix()
    cells = [list(row) for row in second.cells]
    cells[3][3], cells[3][4], cells[4][3] = "critical", "critical", "critical"
    second = story.edit(second, "keeper", cells=cells)
    second = story.do(story.do(second, "propose", "keeper"), "put_in_force", "signer")
    risk = story.fresh(risk)
    assert (risk.current_level, risk.current_matrix.edition) == ("high", 1)
    risk = story.do(risk, "rate_current", "author", **pair("current", (4, 4)))
    assert (risk.current_level, risk.current_matrix.edition, risk.inherent_matrix.edition) == ("critical", 2, 1)
    assert [row["edition"] for row in risk.ratings] == ["1", "1", "2"]


def test_treatment_names_a_strategy_a_plan_and_a_lower_target(story: Story) -> None:
    risk = story.assessed((3, 3))
    with pytest.raises(Unmet, match="above the current rating"):
        story.do(risk, "treat", "author", strategy="reduce", plan=PLAN, **pair("target", (4, 4)))
    with pytest.raises(Unmet, match="write an acceptance instead"):
        story.do(risk, "treat", "author", strategy="accept", plan=PLAN, **pair("target", (2, 2)))
    risk = story.do(risk, "treat", "author", strategy="reduce", plan=PLAN, **pair("target", (1, 3)))
    assert (risk.state, risk.target_level, risk.ratings[-1]["kind"]) == ("treatment", "low", "target")


def test_a_risk_with_an_open_action_is_not_closed(story: Story) -> None:
    risk = story.treated()
    action = story.new("actions", "author", title="Add the check", kind="treatment", links=[("addresses", risk.number)])
    with pytest.raises(Unmet, match=action.number):
        story.do(risk, "close", "keeper")


def test_the_appetite_follows_category_and_unit(story: Story) -> None:
    risk = story.assessed((3, 3))
    assert (risk.current_level, risk.above_appetite) == ("medium", False)
    assert story.edit(risk, "keeper", category="ai_people").above_appetite


@pytest.mark.requirement("RM-03")
def test_opportunities_are_kept_apart_and_rated_by_benefit(story: Story) -> None:
    made = story.do(story.opportunity(), "assess", "author", **pair("inherent", (3, 3)))
    made = story.do(made, "pursue", "author", strategy="pursue", plan=PLAN, **pair("target", (4, 5)))
    assert (made.state, made.target_level) == ("pursued", "critical")
    assert made.current_matrix.about == "opportunity" and not registry["risks"].model.objects.exists()
    with pytest.raises(Invalid, match="made for Opportunities"):
        story.risk(matrix=made.matrix)


def test_hazard_situation_and_harm_are_three_fields(story: Story) -> None:
    given = {"hazard": "A wrong dose is proposed", "situation": "A nurse follows it", "harm": "Overdose"}
    risk = story.risk(**given)
    assert {name: getattr(risk, name) for name in given} == given
