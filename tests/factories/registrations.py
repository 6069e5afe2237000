"""A registration and its life: section B, of a system that is not high-risk."""

import datetime
from typing import Any

from tests.factories.modelcards import SystemStory
from tests.factories.people import Organisation
from tests.factories.recipes import Move

SECTION_B = {
    "organisation": "Quillon Example Ltd, 4 Harbour Row, Lyra, registry@quillon.example.org",
    "conditions": "a: a narrow procedural task", "grounds": "It only puts applications into an order of arrival.",
    "status": "market", "countries": ["DE", "AT"],
}  # fmt: skip


class RegistrationRecipe(SystemStory):
    key = "registrations"
    author = "compliance"
    moves = {
        "record": Move("compliance", {"eu_number": "EU-DB-4711", "registered_on": datetime.date(2026, 1, 4)}),
        "update": Move("compliance"),
        "end": Move("compliance"),
        "void": Move("compliance"),
    }

    def people(self) -> Organisation:
        made = super().people()
        self.system = self.story.approved()
        return made

    def make(self, **values: Any) -> Any:
        given = {"system": self.system, "section": "b", **SECTION_B, **values}
        return self.register.create(actor=self.org["compliance"], at=self.clock(), **given)
