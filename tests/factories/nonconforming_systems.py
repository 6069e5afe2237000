"""A nonconforming system and its life."""

import datetime
from typing import Any

from tests.factories.modelcards import SystemStory
from tests.factories.people import Organisation
from tests.factories.recipes import Move

TOLD = [{"party": "deployer", "name": "Quillon Stores", "on": "2026-01-05", "how": "By mail"}]


class NonconformingSystemRecipe(SystemStory):
    key = "nonconforming-systems"
    moves = {
        "decide": Move(
            "compliance",
            lambda r: {
                "risk": "no", "measure": "disable", "how": "The ranking is switched off.", "owner": r.org["author"],
                "due_on": datetime.date(2026, 2, 1),
            },
        ),
        "inform": Move("author", {"informed": TOLD}),
        "carry_out": Move("author"),
        "close": Move("compliance"),
        "void": Move("author"),
    }  # fmt: skip

    def people(self) -> Organisation:
        made = super().people()
        self.system = self.story.approved()
        return made

    def make(self, **values: Any) -> Any:
        given = {
            "title": "Rankings without their reasons", "system": self.system,
            "why": "Reasons of a ranking are not shown to recruiters.", **values,
        }  # fmt: skip
        return self.register.create(actor=self.org["author"], at=self.clock(), **given)

    def before(self, record: Any, verb: str) -> Any:
        return self.perform(record, "inform") if verb == "close" and not record.informed else record
