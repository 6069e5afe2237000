"""Art. 20: correct, withdraw, disable or recall, and who was told when."""

import pytest

from qms.lib.errors import Unmet, WrongState
from tests.factories.nonconforming_systems import TOLD, NonconformingSystemRecipe

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.requirement("EUA-20")]
AUTHORITY = {"party": "authority", "name": "Market surveillance authority of Lyra", "on": "2026-01-05", "how": "MSA-9"}


@pytest.fixture
def recipe() -> NonconformingSystemRecipe:
    return NonconformingSystemRecipe()


def test_a_measure_is_decided_by_signature_and_stays(recipe: NonconformingSystemRecipe) -> None:
    record = recipe.in_state("decided")
    assert record.measure == "disable" and record.owner == recipe.org["author"]
    with pytest.raises(WrongState, match="A further measure is another record"):
        recipe.story.edit(record, "compliance", measure="recall")


def test_nobody_decides_about_what_nobody_has_said(recipe: NonconformingSystemRecipe) -> None:
    with pytest.raises(Unmet, match="Say what does not conform"):
        recipe.perform(recipe.make(why=""), "decide")


def test_it_is_closed_after_somebody_was_informed(recipe: NonconformingSystemRecipe) -> None:
    record = recipe.in_state("carried_out")
    with pytest.raises(Unmet, match="Record who was informed"):
        recipe.perform(record, "close")
    record = recipe.perform(record, "inform")
    assert [(row["party"], row["on"]) for row in record.informed] == [("deployer", "2026-01-05")]
    assert recipe.perform(record, "close").state == "closed"


def test_a_risk_goes_to_the_authority_and_its_causes_are_written_down(recipe: NonconformingSystemRecipe) -> None:
    record = recipe.perform(recipe.make(), "decide", risk="yes")
    record = recipe.perform(recipe.perform(record, "inform"), "carry_out")
    with pytest.raises(Unmet, match="inform the market surveillance authority") as refused:
        recipe.perform(record, "close")
    assert "write down its causes" in str(refused.value)
    record = recipe.perform(record, "inform", informed=[*TOLD, AUTHORITY])
    record = recipe.story.edit(record, "author", causes="Reasons were left out of the export.")
    assert recipe.perform(record, "close").state == "closed"


def test_nobody_was_informed_tomorrow(recipe: NonconformingSystemRecipe) -> None:
    record = recipe.in_state("decided")
    with pytest.raises(Unmet, match="lies in the future"):
        recipe.perform(record, "inform", informed=[{**AUTHORITY, "on": "2026-01-06"}])


def test_what_is_disabled_is_not_live_any_more(recipe: NonconformingSystemRecipe) -> None:
    record = recipe.perform(recipe.make(), "decide")
    version = recipe.story.current(record.system)
    recipe.story.let_pass(version)
    live = recipe.story.live(version)
    with pytest.raises(Unmet, match=f"{live.number} is still live"):
        recipe.perform(record, "carry_out")
