"""An opportunity and its life."""

from typing import Any

from tests.factories.recipes import Move
from tests.factories.risk_matrices import RiskRecipe
from tests.risks.made import PLAN, pair


class OpportunityRecipe(RiskRecipe):
    key = "opportunities"
    author = "author"
    boss = "quality"
    moves = {
        "assess": Move("author", pair("inherent", (3, 3))),
        "pursue": Move("author", {"strategy": "pursue", "plan": PLAN, **pair("target", (4, 4))}),
        "rate_current": Move("author", pair("current", (4, 3))),
        "review": Move("keeper", {"review_result": "Customers were asked; it is worth the work."}),
        "realise": Move("keeper"),
        "let_go": Move("keeper"),
        "reopen": Move("author"),
        "void": Move("keeper"),
    }

    def make(self, **values: Any) -> Any:
        return self.story.opportunity(**values)
