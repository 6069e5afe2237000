"""An evidence item and its life."""

import datetime
from typing import Any

from qms.accounts.people import system_user
from tests.factories.people import Organisation
from tests.factories.recipes import Move, Recipe

UNTIL = datetime.date(2026, 3, 31)


class EvidenceRecipe(Recipe):
    key = "evidence-items"
    moves = {
        "deliver": Move(
            "author",
            {
                "shows": "Every release was tested.", "link": "https://ci.example.org/runs/7", "valid_until": UNTIL,
                "period_from": datetime.date(2026, 1, 1), "period_to": datetime.date(2026, 1, 31),
                "source_kind": "tool", "origin": "CI",
            },
        ),
        "accept": Move("officer"),
        "return": Move("approver"),
        "expire": Move("system"),
        "renew": Move("approver", lambda recipe: {"owner": recipe.org["author"], "due_on": datetime.date(2026, 9, 1)}),
        "void": Move("approver"),
    }  # fmt: skip

    def people(self) -> Organisation:
        org = super().people()
        org.person("officer", "compliance_officer")
        org.people["system"] = system_user()
        return org

    def make(self, **values: Any) -> Any:
        given = {
            "title": "Test report of January", "clauses": ["iso9001-2015:8.6"], "owner": self.org["author"],
            "due_on": datetime.date(2026, 2, 10), **values,
        }  # fmt: skip
        return self.register.create(actor=self.org["approver"], at=self.clock(), **given)

    def before(self, record: Any, verb: str) -> Any:
        if verb == "expire":
            self.clock.last = datetime.datetime(2026, 4, 2, 9, 0, tzinfo=datetime.UTC)
        return record
