"""A cost of quality and its life."""

import datetime
from typing import Any

from qms.registers import registry
from tests.factories.recipes import Move, Recipe


class QualityCostRecipe(Recipe):
    key = "quality-costs"
    moves = {"confirm": Move("approver"), "void": Move("author")}

    def make(self, **values: Any) -> Any:
        given = {
            "title": "Relabelling of the May batch", "category": "internal", "amount": "1250.50", "currency": "EUR",
            "spent_on": datetime.date(2026, 1, 4), "details": "25 hours.", "owner": self.org["author"], **values,
        }  # fmt: skip
        return self.register.create(actor=self.org["author"], at=self.clock(), **given)

    def before(self, record: Any, verb: str) -> Any:
        """A cost is confirmed when it names what it was spent for."""
        if verb != "confirm" or record.entry.attached.get("links"):
            return record
        author, at = self.org["author"], self.clock()
        source = registry["nonconformities"].create(actor=author, at=at, title="Wrong labels", description="In May.")
        return self.register.link(
            record, kind="concerns", target=source.number, rev=record.rev, actor=author, at=self.clock()
        )
