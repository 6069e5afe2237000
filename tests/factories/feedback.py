"""Feedback and its life."""

from typing import Any

from tests.factories.recipes import Move, Recipe


class FeedbackRecipe(Recipe):
    key = "feedback"
    moves = {"look_at": Move("approver", {"response": "Told to the team."}), "void": Move("approver")}

    def make(self, **values: Any) -> Any:
        given = {"title": "Fast answers", "kind": "survey", "score": "8.5", "score_of": "10", **values}
        return self.register.create(actor=self.org["author"], at=self.clock(), **given)
