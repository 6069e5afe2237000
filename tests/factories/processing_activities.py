"""A processing activity and its life."""

import datetime
from typing import Any

from tests.factories.people import Organisation
from tests.factories.recipes import Move, Recipe

#: Every letter of Art. 30(1) answered.
CONTROLLER: dict[str, Any] = {
    "description": "Letters of customers are read by a model and sorted.",
    "parties": [
        {"part": "controller", "name": "Example Ltd", "contact": "1 Example Street"},
        {"part": "dpo", "name": "Data protection officer", "contact": "privacy@example.org"},
    ],
    "none_of": ["joint", "representative", "transfers"],
    "purposes": "Sorting incoming mail.", "legal_bases": ["contract"], "subjects": ["customers"],
    "data": [{"name": "Name and address", "kind": "ordinary"}],
    "recipients": [{"name": "Scanning service", "kind": "processor"}],
    "retention": [{"data": "Scans", "limit": "12 months", "because": "disputes about letters"}],
    "security": "Encrypted at rest; access by role.",
}  # fmt: skip
#: Every letter of Art. 30(2).
PROCESSOR: dict[str, Any] = {
    "role": "processor",
    "parties": [{"part": "processor", "name": "Example Ltd", "contact": "1 Example Street"}],
    "none_of": ["representative", "dpo"],
    "controllers": [{"name": "Fieldpost", "contact": "privacy@fieldpost.example.org", "categories": "Reading letters"}],
    "transfers": [{"country": "Japan", "safeguard": "adequacy"}],
    "security": "Encrypted at rest; access by role.",
}  # fmt: skip


class ProcessingActivityRecipe(Recipe):
    key = "processing-activities"
    boss = "officer"
    moves = {
        "put_in_force": Move("officer", {"review_on": datetime.date(2027, 1, 5)}),
        "review": Move("author"),
        "end": Move("officer"),
        "void": Move("author"),
    }

    def people(self) -> Organisation:
        made = super().people()
        made.person("officer", "privacy_officer", "contributor")
        return made

    def make(self, **values: Any) -> Any:
        given = {"title": "Sorting letters", **CONTROLLER, **values}
        return self.register.create(actor=self.org["author"], at=self.clock(), **given)
