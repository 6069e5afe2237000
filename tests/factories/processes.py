"""A process and its life."""

from typing import Any

from tests.factories.recipes import Move, Recipe


class ProcessRecipe(Recipe):
    key = "processes"
    author = "approver"
    moves = {
        "put_in_use": Move("approver"),
        "review": Move("author", {"review_result": "All as planned; the inputs stay."}),
        "retire": Move("approver"),
        "void": Move("approver"),
    }

    def make(self, **values: Any) -> Any:
        given = {
            "title": "Training of models", "purpose": "Models that do what was agreed.", "owner": self.org["author"],
            "inputs": ["requirements"], "outputs": ["model"], "clauses": ["iso9001-2015:8.5.1"], **values,
        }  # fmt: skip
        return self.register.create(actor=self.org["approver"], at=self.clock(), **given)
