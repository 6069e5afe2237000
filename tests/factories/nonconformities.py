"""A nonconformity and its life; its stages are those of tests/nonconformities/made.py."""

import datetime
from collections.abc import Callable
from typing import Any

from tests.factories.people import Organisation
from tests.factories.recipes import Move, Recipe
from tests.nonconformities.eight import complete, prepared
from tests.nonconformities.made import Story, company

CHECK = {"result_text": "Recall was 0.81, 0.82, 0.80, 0.82.", "check_evidence": "Evaluation runs 51 to 54."}


class NonconformityRecipe(Recipe):
    key = "nonconformities"
    author, boss = "reporter", "quality"
    own_fields = ("causes",)  # the why-tree has a page of its own
    moves = {
        "report": Move("reporter"),
        "triage": Move(
            "quality",
            lambda recipe: {
                "severity": "major", "owner": recipe.org["owner"], "due_on": datetime.date(2026, 6, 1),
            },
        ),
        "submit_plan": Move("owner"),
        "grant_concession": Move("approver", {"concession": "The 40 offers stand until the end of March."}),
        "close_short": Move("quality", {"severity": "minor", "short_rationale": "A single typing error in a draft."}),
        "approve_plan": Move("approver"),
        "return_plan": Move("approver"),
        "start_check": Move("owner"),
        "revise_plan": Move("owner"),
        "record_check": Move(
            "checker", lambda recipe: {"check_date": recipe.clock.last.date(), "effectiveness": "effective", **CHECK}
        ),
        "close": Move("quality"),
        "accept_partly": Move("approver", {"partial_rationale": "What is left is watched by the weekly run."}),
        "new_cycle": Move("owner", {"due_on": datetime.date(2026, 9, 1)}),
        "void": Move("quality"),
        "complete_step": Move("owner", {"eight_d_step": "d0"}),
        "reopen_step": Move("owner", {"eight_d_step": "d0"}),
    }  # fmt: skip

    def people(self) -> Organisation:
        return company(self.clock)

    def make(self, **values: Any) -> Any:
        given = {
            "title": "Recall fell below its limit", "description": "From 0.83 to 0.71 in one week.",
            "place": "Release gate", "product": "Churn 2.4", "found_on": datetime.date(2026, 1, 2), **values,
        }  # fmt: skip
        return self.register.create(actor=self.org["reporter"], at=self.clock(), **given)

    def ready(self, verb: str) -> Any:
        if verb == "report":
            return self.make()
        story = Story(self.org, self.clock)
        STAGES[verb](story)
        return story.nc


def _asks_for_a_concession(story: Story) -> None:
    output = {"output": "40 offers", "dispositions": ["use_as_is"], "decided_by": story.org["approver"]}
    story.triaged().edit("owner", output_affected="yes", **output)


def _acted(story: Story) -> None:
    story.approved()
    story.actions = [story.finish(a) for a in story.actions]


STAGES: dict[str, Callable[[Story], Any]] = {
    "triage": Story.reported,
    "submit_plan": Story.ready,
    "grant_concession": _asks_for_a_concession,
    "close_short": lambda story: story.triaged().answered(),
    "void": Story.triaged,
    "complete_step": lambda story: prepared(story),
    "reopen_step": lambda story: complete(prepared(story), "d0"),
    "approve_plan": Story.submitted,
    "return_plan": Story.submitted,
    "start_check": _acted,
    "revise_plan": Story.approved,
    "record_check": lambda story: story.checking().wait(),
    "close": lambda story: story.found("effective").answered(),
    "accept_partly": lambda story: story.found("partial"),
    "new_cycle": lambda story: story.found("not_effective"),
}
