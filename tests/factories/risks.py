"""A risk and its life."""

from typing import Any

from tests.factories.recipes import Move
from tests.factories.risk_matrices import RiskRecipe
from tests.risks.made import PLAN, pair

ESTIMATE = {
    "often_low": "0.1", "often_likely": "0.5", "often_high": "2", "loss_low": "1000", "loss_likely": "5000",
    "loss_high": "20000", "currency": "EUR", "shape": "pert", "years": "500", "seed": "7",
}  # fmt: skip


class RiskRegisterRecipe(RiskRecipe):
    key = "risks"
    author = "author"
    boss = "quality"
    moves = {
        "assess": Move("author", pair("inherent", (4, 4))),
        "treat": Move("author", {"strategy": "reduce", "plan": PLAN, **pair("target", (2, 3))}),
        "change_treatment": Move("author", {"strategy": "share", "plan": PLAN, **pair("target", (2, 2))}),
        "rate_current": Move("author", pair("current", (5, 4))),
        "lower": Move("signer", pair("current", (3, 4))),
        "rate_inherent": Move("author", pair("inherent", (5, 5))),
        "accept": Move("system"),
        "review": Move("keeper", {"review_result": "Incidents and drift were looked at; nothing has changed."}),
        "estimate_losses": Move("author", {"losses": [ESTIMATE]}),
        "close": Move("keeper"),
        "close_above": Move("signer"),
        "reopen": Move("author"),
        "void": Move("keeper"),
    }

    def make(self, **values: Any) -> Any:
        return self.story.risk(**values)

    def before(self, record: Any, verb: str) -> Any:
        """It lies above the appetite: somebody has accepted it before it is simply closed."""
        if verb == "close" and record.state == "assessed":
            self.story.accepted(record)
            return self.fresh(record)
        return record
