"""A request of a data subject and its life."""

import datetime
from typing import Any

from qms.registers.contacts import create_from
from tests.factories.people import Organisation
from tests.factories.recipes import Move, Recipe

CAME = datetime.datetime(2026, 1, 2, 10, 0, tzinfo=datetime.UTC)
SENT = datetime.datetime(2026, 1, 5, 8, 0, tzinfo=datetime.UTC)
ANSWER = {
    "outcome": "granted", "answer": "A copy of all data was sent by registered letter.", "answered_at": SENT,
    "answered_by_way": "letter",
}  # fmt: skip
REFUSAL = {
    "ground": "excessive", "refusal_reason": "It is the ninth request of the same kind this month.",
    "remedies": "The authority of Berlin, and the courts.", "answered_at": SENT, "answered_by_way": "mail",
}  # fmt: skip


class SubjectRequestRecipe(Recipe):
    key = "data-subject-requests"
    boss = "dpo"
    own_fields = ("contact",)
    moves = {
        "take_up": Move("dpo", lambda recipe: {"owner": recipe.org["dpo"], "regime": "gdpr", "kind": "access"}),
        "answer": Move("dpo", ANSWER),
        "confirm": Move("dpo", {"confirmed_at": SENT}),
        "ask_identity": Move("dpo", {"identity_doubt": "The address is a new one.", "identity_asked_at": CAME}),
        "confirm_identity": Move("dpo", {"identity_answered_at": SENT}),
        "leave_unconfirmed": Move("dpo"),
        "extend": Move("dpo", {"extended_at": SENT, "extension_reason": "Archives of nine systems are searched."}),
        "refuse": Move("dpo", REFUSAL),
        "charge": Move("dpo", {"charge_ground": "no"}),
        "withdraw": Move("dpo"),
        "reopen": Move("dpo"),
        "void": Move("dpo"),
    }  # fmt: skip

    def people(self) -> Organisation:
        made = super().people()
        made.person("dpo", "privacy_officer", "quality_manager", unit="HQ")
        return made

    def make(self, **values: Any) -> Any:
        given = {"title": "Access to order data", "description": "A copy of everything.", "received_at": CAME, **values}
        contact = {"name": "Dana Field", "organisation": "Fieldpost", "email": "dana@fieldpost.example.org"}
        return create_from(self.key, contact=contact, actor=self.org["author"], at=self.clock(), **given)

    def before(self, record: Any, verb: str) -> Any:
        """Only the CCPA has a confirmation."""
        if verb != "confirm" or record.regime == "ccpa":
            return record
        said = {"reason": "It comes from California.", "actor": self.org["dpo"], "at": self.clock()}
        return self.register.edit(record, rev=record.rev, regime="ccpa", kind="know", **said)
