"""A complaint and its life."""

import datetime
from typing import Any

from nonconformities.contacts import receive_complaint
from tests.factories.recipes import Move, Recipe

ANSWER = {
    "justified": "no", "justified_reason": "The letter is read as agreed in the contract.",
    "answer": "We explained the limit of 300 dpi.", "answered_on": datetime.date(2026, 1, 5),
}  # fmt: skip


class ComplaintRecipe(Recipe):
    key = "complaints"
    own_fields = ("contact",)
    moves = {
        "take_up": Move(
            "approver",
            lambda recipe: {
                "severity": "minor", "owner": recipe.org["author"], "answer_by": datetime.date(2026, 2, 1)
            },
        ),
        "confirm": Move("approver", {"confirmed_on": datetime.date(2026, 1, 5)}),
        "raise_nonconformity": Move("approver"),
        "answer": Move("approver", ANSWER),
        "close": Move("approver"),
        "reopen": Move("approver"),
        "void": Move("approver"),
    }  # fmt: skip

    def make(self, **values: Any) -> Any:
        given = {"title": "Letters are read wrongly", "description": "Every tenth.", "product": "Pagewise 2", **values}
        contact = {"name": "Dana Field", "organisation": "Fieldpost", "email": "dana@fieldpost.example.org"}
        return receive_complaint(contact=contact, actor=self.org["author"], at=self.clock(), **given)
