"""An action and its life."""

import datetime
from typing import Any

from tests.factories.people import Organisation
from tests.factories.recipes import Move, Recipe


class ActionRecipe(Recipe):
    key = "actions"
    moves = {
        "start": Move("author"),
        "complete": Move(
            "author",
            lambda recipe: {
                "done_on": recipe.clock.last.date(), "result": "Old data is refused.", "evidence": "Merge request 7.",
                "verifier": recipe.org["verifier"],
            },
        ),
        "verify": Move(
            "verifier", {"verification": "Saw it in the log.", "harm": "no", "harm_evidence": "All tests passed."}
        ),
        "send_back": Move("verifier"),
        "extend": Move("approver", {"due_on": datetime.date(2027, 8, 1)}),
        "cancel": Move("approver"),
    }  # fmt: skip

    def people(self) -> Organisation:
        org = super().people()
        org.person("verifier", "contributor")
        return org

    def make(self, **values: Any) -> Any:
        given = {
            "title": "Refuse old evaluations", "kind": "corrective", "owner": self.org["author"],
            "due_on": datetime.date(2027, 7, 1), "description": "In every pipeline.", **values,
        }  # fmt: skip
        return self.register.create(actor=self.org["author"], at=self.clock(), **given)
