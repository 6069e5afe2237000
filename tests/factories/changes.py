"""A change and its life."""

import datetime
from typing import Any

from changes.models.change import ASPECTS
from tests.factories.recipes import Move, Recipe

PLAN = {
    "purpose": "Letters are sorted by the new model.", "consequences": "A week with two models side by side.",
    "integrity": "The old model stays until the new one is verified.", "resources": "Two people for three weeks.",
    "responsibilities": "The team builds, the unit decides.",
    "starts_on": datetime.date(2026, 2, 1), "due_on": datetime.date(2026, 3, 1),
}  # fmt: skip
NO_IMPACT = dict.fromkeys(ASPECTS, "no") | {f"{name}_text": "Looked at; nothing is touched." for name in ASPECTS}


class ChangeRecipe(Recipe):
    key = "changes"
    moves = {
        "assess": Move("author"), "approve": Move("approver"), "reject": Move("approver"), "return": Move("approver"),
        "start": Move("author"), "revise": Move("author"),
        "verify": Move("approver", {"verification": "A week of mail."}),
        "close": Move("approver"), "void": Move("approver"),
    }  # fmt: skip

    def make(self, **values: Any) -> Any:
        given = {"title": "A new model for letters", **PLAN, **NO_IMPACT, **values}
        return self.register.create(actor=self.org["author"], at=self.clock(), **given)
