"""A risk matrix and its life."""

from typing import Any

from tests.factories.people import Organisation
from tests.factories.recipes import Move, Recipe
from tests.risks.made import Story, company


class RiskRecipe(Recipe):
    """The people around risks, and their story."""

    author = "keeper"

    def people(self) -> Organisation:
        made = company(self.clock)
        self.story = Story(made, self.clock)
        return made


class RiskMatrixRecipe(RiskRecipe):
    key = "risk-matrices"
    own_fields = ("cells",)  # the table has a page of its own
    moves = {
        "propose": Move("keeper"),
        "put_in_force": Move("signer"),
        "return": Move("keeper"),
        "supersede": Move("system"),
        "void": Move("keeper"),
    }

    def make(self, **values: Any) -> Any:
        return self.story.matrix(**values)
