"""Systems, their versions and deployments; the stages are those of tests/modelcards/systems/made.py."""

from typing import Any

from tests.factories.people import Organisation
from tests.factories.recipes import Move, Recipe
from tests.modelcards.systems.made import HASH, REVIEW, Story, company


class SystemStory(Recipe):
    """The people around a system, and its story."""

    def people(self) -> Organisation:
        made = company(self.clock)
        self.story = Story(made, self.clock)
        return made


class SystemRecipe(SystemStory):
    key = "systems"
    own_fields = ("answers",)  # the questions have a page of their own
    moves = {
        "approve_classification": Move("compliance"),
        "test": Move("author"),
        "approve": Move("boss", {"review_on": REVIEW}),
        "review": Move("author", {"review_result": "Used as it was meant.", "review_on": REVIEW}),
        "rework": Move("author"),
        "restrict": Move("approver", {"restrictions": "Not for applications from abroad."}),
        "reassess": Move("author"),
        "retire": Move("boss"),
        "void": Move("author"),
    }

    def make(self, **values: Any) -> Any:
        return self.story.proposed(**values)


class SystemVersionRecipe(SystemStory):
    key = "system-versions"
    moves = {
        "make_current": Move("author"),
        "supersede": Move("author"),
        "retire": Move("author"),
        "withdraw": Move("approver", {"measure": "recall"}),
        "inform": Move("approver", {"informed": [{"party": "All deployers", "on": "2026-02-01", "how": "mail"}]}),
        "void": Move("author"),
    }

    def make(self, **values: Any) -> Any:
        """Each of a system of its own, so that one does not supersede the other."""
        return self.story.version(self.story.approved(), **values)


class DeploymentRecipe(SystemStory):
    key = "deployments"
    moves = {
        "go_live": Move("author"),
        "end": Move("author"),
        "roll_back": Move("author", {"rolled_back_because": "Recall fell to 0.6 within an hour."}),
        "void": Move("author"),
    }

    def people(self) -> Organisation:
        """Those who let its version pass as well: they outlive a state that is rolled back."""
        made = super().people()
        for name, role in (("validator", "validator"), ("second", "approver")):
            made.person(name, role)
        return made

    def make(self, **values: Any) -> Any:
        version = self.story.version(self.story.approved(), "1.0.0", HASH)
        self.story.let_pass(version)
        return self.story.deployment(version, **values)
