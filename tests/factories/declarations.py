"""A declaration of conformity and its life: of a high-risk system with a current version."""

from typing import Any

from qms.accounts.people import system_user
from tests.factories.modelcards import SystemStory
from tests.factories.people import Organisation
from tests.factories.recipes import Move
from tests.modelcards.systems.made import HIGH, measures

SAID = {
    "provider": "Quillon Example Ltd, 4 Harbour Row, Lyra",
    "personal_data": "The system conforms with Regulation (EU) 2016/679.",
    "standards": "None is listed yet; the internal standard AI-12 was applied.",
}


class DeclarationRecipe(SystemStory):
    key = "declarations"
    author = "compliance"
    moves = {
        "issue": Move("boss", {"place": "Lyra", "signatory": "Managing director"}),
        "outdate": Move("system"),
        "confirm": Move("boss"),
        "supersede": Move("system"),
        "void": Move("compliance"),
    }

    def people(self) -> Organisation:
        made = super().people()
        made.people["system"] = system_user()
        self.system = self.high_risk()
        return made

    def high_risk(self, **more: Any) -> Any:
        """An approved high-risk system with version 1.0.0 current."""
        person = self.story.org["author"].pk
        system = self.story.approved(HIGH, **measures(person), **more)
        self.version = self.story.current(system)
        return self.story.fresh(system)

    def make(self, **values: Any) -> Any:
        given = {"system": self.system, **SAID, **values}
        return self.register.create(actor=self.org["compliance"], at=self.clock(), **given)

    def issued(self, **values: Any) -> Any:
        """One that holds."""
        return self.perform(self.make(**values), "issue")
