"""A reminder rule and its life."""

from typing import Any

from qms.accounts.people import system_user
from tests.factories.people import Organisation
from tests.factories.recipes import Move, Recipe


class ReminderRuleRecipe(Recipe):
    key = "reminder-rules"
    author = "approver"
    boss = "approver"
    moves = {"put_in_force": Move("approver"), "replace": Move("system"), "withdraw": Move("approver")}

    def people(self) -> Organisation:
        org = super().people()
        org.people["system"] = system_user()
        return org

    def make(self, **values: Any) -> Any:
        given = {
            "title": "Actions: due date", "about": "actions.due", "before": [30, 7, 1], "after": [1, 7, 14],
            "to": ["owner", "next"], "channels": ["mail"],
            "escalation": [{"days": "7", "role": "executive"}], **values,
        }  # fmt: skip
        return self.register.create(actor=self.org[self.author], at=self.clock(), **given)
