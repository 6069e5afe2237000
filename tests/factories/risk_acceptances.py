"""The acceptance of a risk and its life; each of a risk of its own."""

from typing import Any

from tests.factories.recipes import Move
from tests.factories.risk_matrices import RiskRecipe


class AcceptanceRecipe(RiskRecipe):
    key = "risk-acceptances"
    author = "author"
    boss = "quality"
    moves = {
        "accept": Move("signer"),
        "make_stale": Move("system"),
        "end": Move("system"),
        "withdraw": Move("signer"),
        "void": Move("author"),
    }

    def make(self, **values: Any) -> Any:
        return self.story.acceptance(self.story.assessed(), **values)
