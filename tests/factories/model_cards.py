"""A model card and its life; the stages are those of tests/modelcards/cards/made.py."""

import datetime
from typing import Any

from tests.factories.people import Organisation
from tests.factories.recipes import Move, Recipe
from tests.modelcards.cards.made import METRIC, TEXTS, Cards, crowd

SIGNERS = ["peer", "validator", "quality", "risk", "ethics", "privacy"]
REQUESTS = [{"section": "primary_uses", "text": "Say for which positions."}]


class ModelCardRecipe(Recipe):
    key = "model-cards"
    author = "engineer"
    boss = "approver"
    own_fields = ("sections", "metrics", "extra", "metadata")  # the content has pages of its own
    moves = {
        "submit": Move("author"),
        "sign_peer": Move("peer"),
        "sign_validator": Move("validator"),
        "sign_quality": Move("keeper"),
        "sign_risk": Move("risky"),
        "sign_ethics": Move("compliance"),
        "sign_privacy": Move("dpo", {"advice": "Delete the training data after two years."}),
        "request_changes": Move("peer", {"requests": REQUESTS}),
        "approve": Move("boss"),
        "approve_conditionally": Move(
            "boss", {"conditions": "Measure recall by age.", "valid_until": datetime.date(2026, 6, 1)}
        ),
        "lift_conditions": Move("boss"),
        "look_again": Move("approver"),
        "confirm": Move("boss"),
        "revise": Move("engineer"),
        "supersede": Move("author"),
        "retire": Move("author"),
        "withdraw": Move("approver"),
        "void": Move("engineer"),
    }

    def people(self) -> Organisation:
        made = crowd(self.clock)
        self.cards = Cards(made, self.clock)
        return made

    def make(self, **values: Any) -> Any:
        """Each of a version of a system of its own, under a policy that wants every signature."""
        if not self.cards.policies():
            self.cards.policy(signers=SIGNERS)
        named = {"peer": "peer", "validator": "validator", "quality": "keeper", "risk": "risky"}
        named |= {"ethics": "compliance", "privacy": "dpo"}
        people = {part: self.org[name] for part, name in named.items()}
        return self.cards.card(**{"sections": TEXTS, "metrics": [METRIC], **people, **values})

    def before(self, record: Any, verb: str) -> Any:
        if verb in ("approve", "approve_conditionally"):
            for part in SIGNERS:
                record = self.perform(self.fresh(record), f"sign_{part}")
        if verb == "lift_conditions":
            self.cards.verify_actions()
        return self.fresh(record)
