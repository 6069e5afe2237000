"""A control and its life."""

import datetime
from typing import Any

from tests.factories.recipes import Move
from tests.factories.risk_matrices import RiskRecipe
from tests.risks.made import SEEN


class ControlRecipe(RiskRecipe):
    key = "controls"
    author = "author"
    boss = "quality"
    moves = {
        "implement": Move("author", {"implemented_on": datetime.date(2026, 1, 4), "evidence": "Merge request 41."}),
        "verify": Move("tester", {"verification": SEEN, "review_on": datetime.date(2026, 9, 1)}),
        "fail": Move("author", {"failure": "A stale file went through on Monday."}),
        "rework": Move("author"),
        "retire": Move("keeper"),
        "void": Move("author"),
    }

    def make(self, **values: Any) -> Any:
        return self.story.control(**values)
