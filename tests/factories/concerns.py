"""A concern and its life."""

from typing import Any

from qms.accounts.people import system_user
from qms.registers import registry
from tests.factories.people import Organisation
from tests.factories.recipes import Move, Recipe

WORD = {"additions": [{"on": "2026-01-07", "text": "It goes on."}]}
ANSWER = {"answer": "It was looked into, and the filter is changed."}


class ConcernRecipe(Recipe):
    key = "concerns"
    author = boss = "officer"
    unit = "HQ"
    moves = {
        "examine": Move("officer"), "answer": Move("officer", ANSWER), "close": Move("officer"),
        "take_on": Move("officer", ANSWER), "void": Move("officer"), "add_word": Move("system", WORD),
        "take_up_again": Move("system", WORD),
    }  # fmt: skip

    def people(self) -> Organisation:
        org = super().people()
        org.person("officer", "compliance_officer", "contributor", unit="HQ", home="HQ")
        org.people["system"] = system_user()
        return org

    def make(self, **values: Any) -> Any:
        given = {"title": "A filter that turns people away", "description": "It asks for a surname.", **values}
        return self.register.create(actor=self.org["officer"], at=self.clock(), **given)

    def before(self, record: Any, verb: str) -> Any:
        """It is taken on by a record that is linked."""
        if verb != "take_on" or record.entry.attached.get("links"):
            return record
        officer, at = self.org["officer"], self.clock()
        taken = registry["nonconformities"].create(actor=officer, at=at, title="Filter", description="In May.")
        return self.register.link(
            record, kind="raises", target=taken.number, rev=record.rev, actor=officer, at=self.clock()
        )
