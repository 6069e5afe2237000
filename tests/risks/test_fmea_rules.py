"""What is asked of a line by its priority, what keeps a worksheet from being approved, and ratings after an action."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from qms.lib.errors import Forbidden, Invalid, Unmet, WrongState
from qms.registers import registry
from qms.registers.signing import signatures_of
from qms.signatures.proof import PasswordProof
from risks.fmea_sheet import gravest
from risks.models import FmeaLine
from tests.factories.fmea_worksheets import BETTER, HIGH, LOW, MEDIUM, WHY, WorksheetRecipe
from tests.factories.people import PASSWORD

LINES = "fmea-lines"


def edit(recipe: WorksheetRecipe, line: Any, **values: Any) -> Any:
    return registry[LINES].edit(line, rev=None, actor=recipe.org["author"], at=recipe.clock(), **values)


def move(recipe: WorksheetRecipe, line: Any, verb: str, who: str = "author", **asked: Any) -> Any:
    given = {"rev": None, "actor": recipe.org[who], "at": recipe.clock(), **asked}
    return registry[LINES].perform(line, verb, **given)


def justify(recipe: WorksheetRecipe, line: Any, who: str = "executive") -> Any:
    return move(recipe, line, "justify", who, proof=PasswordProof(PASSWORD, who), **WHY)


def in_work(recipe: WorksheetRecipe) -> Any:
    return recipe.perform(recipe.make(), "begin")


def refused(recipe: WorksheetRecipe, sheet: Any) -> str:
    with pytest.raises(Unmet) as caught:
        recipe.perform(recipe.fresh(sheet), "submit")
    return str(caught.value)


@pytest.mark.requirement("FM-01")
def test_what_is_not_rated_is_not_low(recipe: WorksheetRecipe) -> None:
    sheet = in_work(recipe)
    line = recipe.line(sheet, severity=1, occurrence=1)
    assert (line.priority, line.rpn, line.get_priority_display()) == ("none", None, "Not rated")
    assert "1 line is not rated: L001" in refused(recipe, sheet)
    line = edit(recipe, line, detection=1)
    assert (line.priority, line.rpn) == ("L", 1)
    line = edit(recipe, line, occurrence=None)
    assert (line.priority, line.rpn) == ("none", None), "a rating that is taken away takes the priority along"


@pytest.mark.requirement("FM-01")
@pytest.mark.parametrize("wrong", [0, 11, -3, 7.5, 7.0, True, "7.5", "seven", "=1+1"])
def test_a_rating_off_the_scale_is_refused_and_nothing_is_kept(recipe: WorksheetRecipe, wrong: Any) -> None:
    line = recipe.line(in_work(recipe), **LOW)
    with pytest.raises(Invalid) as caught:
        edit(recipe, line, severity=wrong)
    assert "whole number from 1 to 10" in " ".join(caught.value.fields["severity"])
    assert recipe.fresh(line).rev == line.rev


@pytest.mark.requirement("FM-01")
@pytest.mark.parametrize("wrong", [{"priority": "L"}, {"severity": 3, "priority": "none"}])
def test_the_database_keeps_no_priority_without_three_ratings(recipe: WorksheetRecipe, wrong: Any) -> None:
    line = recipe.line(in_work(recipe), **({} if "severity" not in wrong else LOW))
    sets = ", ".join(f"{name} = %s" for name in wrong)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {FmeaLine._meta.db_table} SET {sets} WHERE entry_id = %s", [*wrong.values(), line.pk])


@pytest.mark.requirement("FM-03")
def test_high_needs_an_action_with_owner_and_date(recipe: WorksheetRecipe) -> None:
    sheet = in_work(recipe)
    line = recipe.line(sheet, **HIGH)
    assert "1 line of high priority needs an action" in refused(recipe, sheet) and "L001" in refused(recipe, sheet)
    action = recipe.action(line, owner=None)
    assert "L001" in refused(recipe, sheet), "an action of nobody's is none"
    actions, author = registry["actions"], recipe.org["author"]
    actions.edit(action, rev=None, actor=author, at=recipe.clock(), owner=author)
    assert recipe.perform(recipe.fresh(sheet), "submit").state == "in_review"


@pytest.mark.requirement("FM-03")
def test_a_cancelled_action_answers_nothing(recipe: WorksheetRecipe) -> None:
    sheet = in_work(recipe)
    action = recipe.action(recipe.line(sheet, **HIGH))
    given = {"rev": None, "actor": recipe.org["approver"], "at": recipe.clock(), "reason": "It costs too much."}
    registry["actions"].perform(action, "cancel", **given)
    assert "L001" in refused(recipe, sheet)


@pytest.mark.requirement("FM-03")
def test_for_high_a_written_justification_is_not_enough_until_management_signs(recipe: WorksheetRecipe) -> None:
    sheet = in_work(recipe)
    line = recipe.line(sheet, **HIGH, **WHY)
    assert "a justification that management signs" in refused(recipe, sheet)
    with pytest.raises(Forbidden):
        justify(recipe, line, "author")
    line = justify(recipe, line)
    [(signature, valid)] = signatures_of(line)
    assert (signature.meaning, valid) == ("acceptance", True)
    with pytest.raises(WrongState):
        edit(recipe, line, cause="Another one.")
    assert recipe.perform(recipe.fresh(sheet), "submit").state == "in_review"


@pytest.mark.requirement("FM-03")
def test_what_management_accepted_is_taken_up_to_change_it_and_asks_again(recipe: WorksheetRecipe) -> None:
    sheet = in_work(recipe)
    line = justify(recipe, recipe.line(sheet, **HIGH))
    line = move(recipe, line, "take_up", reason="The cause is another one.")
    line = edit(recipe, line, cause="Another one.")
    assert "a justification that management signs" in refused(recipe, sheet)


@pytest.mark.requirement("FM-03")
@pytest.mark.parametrize("excuse", ["", "N/A", "none"])
def test_medium_needs_an_action_or_a_justification_and_low_nothing(recipe: WorksheetRecipe, excuse: str) -> None:
    sheet = in_work(recipe)
    recipe.line(sheet, **LOW)
    line = recipe.line(sheet, **MEDIUM, justification=excuse)
    assert refused(recipe, sheet) == "1 line of medium priority needs an action or a justification: L002."
    edit(recipe, line, **WHY)
    assert recipe.perform(recipe.fresh(sheet), "submit").state == "in_review"


@pytest.mark.requirement("FM-03")
def test_an_action_of_any_kind_answers_medium(recipe: WorksheetRecipe) -> None:
    sheet = in_work(recipe)
    recipe.action(recipe.line(sheet, **MEDIUM), owner=None, due_on=None)
    assert recipe.perform(recipe.fresh(sheet), "submit").state == "in_review"


@pytest.mark.requirement("FM-03")
def test_the_gravest_are_listed_for_the_management_review(recipe: WorksheetRecipe) -> None:
    sheet = in_work(recipe)
    recipe.line(sheet, title="Grave, medium", severity=9, occurrence=3, detection=5)
    recipe.line(sheet, title="Grave, high", **HIGH)
    recipe.line(sheet, title="Grave, low", severity=10, occurrence=1, detection=10)
    recipe.line(sheet, title="High, not grave", severity=8, occurrence=9, detection=9)
    recipe.line(sheet, title="Grave, not rated", severity=10)
    rows, total = gravest(recipe.org["executive"])
    assert [row.line.title for row in rows] == ["Grave, high", "Grave, medium"] and total == 2
    assert gravest(recipe.org["stranger"]) == ([], 0)


@pytest.mark.requirement("FM-04")
def test_new_ratings_wait_for_an_action_that_is_verified_and_the_old_ones_stay(recipe: WorksheetRecipe) -> None:
    line = recipe.line(in_work(recipe), **HIGH)
    with pytest.raises(Unmet, match="No action addresses this line"):
        move(recipe, line, "rate_again", **BETTER)
    action = recipe.action(line)
    with pytest.raises(Unmet, match=f"once the action is done and verified: {action.number} .“Planned”"):
        move(recipe, line, "rate_again", **BETTER)
    recipe.verified(action)
    line = move(recipe, line, "rate_again", **BETTER)
    assert (line.severity, line.occurrence, line.detection, line.priority, line.rpn) == (9, 6, 5, "H", 270)
    assert (line.priority_after, line.rpn_after, line.standing_priority) == ("L", 54, "L")


@pytest.mark.requirement("FM-04")
def test_new_ratings_are_given_all_three_and_on_the_scale(recipe: WorksheetRecipe) -> None:
    line = recipe.line(in_work(recipe), **HIGH)
    recipe.verified(recipe.action(line))
    with pytest.raises(Invalid):
        move(recipe, line, "rate_again", severity_after=3, occurrence_after=2)
    with pytest.raises(Invalid):
        move(recipe, line, "rate_again", **{**BETTER, "detection_after": 11})


@pytest.mark.requirement("FM-03", "FM-04")
def test_an_action_that_did_not_help_enough_asks_for_another_one(recipe: WorksheetRecipe) -> None:
    sheet = in_work(recipe)
    line = recipe.line(sheet, **HIGH)
    recipe.verified(recipe.action(line))
    line = move(recipe, line, "rate_again", severity_after=9, occurrence_after=6, detection_after=2)
    assert line.priority_after == "H" and "L001" in refused(recipe, sheet)
    recipe.action(line, title="Look at each letter")
    assert recipe.perform(recipe.fresh(sheet), "submit").state == "in_review"


def test_what_is_reviewed_or_approved_stays_but_for_ratings_after_an_action(recipe: WorksheetRecipe) -> None:
    sheet = in_work(recipe)
    line = recipe.line(sheet, **HIGH)
    recipe.verified(recipe.action(line))
    sheet = recipe.perform(recipe.fresh(sheet), "submit")
    with pytest.raises(WrongState, match="reviewed or approved"):
        edit(recipe, line, severity=1)
    with pytest.raises(Unmet, match="In review"):
        move(recipe, line, "rate_again", **BETTER)
    with pytest.raises(Invalid, match="not being filled in"):
        recipe.line(recipe.fresh(sheet), **LOW)
    sheet = recipe.perform(sheet, "approve")
    assert sheet.version == 1
    assert move(recipe, line, "rate_again", **BETTER).priority_after == "L"
    [(_signature, valid)] = signatures_of(recipe.fresh(sheet))
    assert valid, "ratings after an action are outside what was signed"


def test_scope_and_team_come_first_and_the_team_sees_the_lines(recipe: WorksheetRecipe) -> None:
    sheet = recipe.make(scope="", team=[])
    with pytest.raises(Unmet, match="what is inside the analysis"):
        recipe.perform(sheet, "begin")
    with pytest.raises(Invalid, match="Stranger Example holds no role in this unit"):
        recipe.make(team=[recipe.org["stranger"].pk])


def test_scales_with_a_hole_are_refused(recipe: WorksheetRecipe) -> None:
    sheet = recipe.make()
    assert [row["rank"] for row in sheet.scales] == [str(n) for n in range(10, 0, -1)]
    with pytest.raises(Invalid, match="for each rank from 1 to 10, once"):
        recipe.register.edit(sheet, rev=None, actor=recipe.org["author"], at=recipe.clock(), scales=sheet.scales[1:])
