"""An FMEA worksheet, its lines, and their lives."""

import datetime
from typing import Any

from qms.registers import registry
from tests.factories.people import Organisation
from tests.factories.recipes import Move, Recipe

REVIEW = {"review_on": datetime.date(2027, 5, 3)}
HIGH = {"severity": 9, "occurrence": 6, "detection": 5}
MEDIUM = {"severity": 8, "occurrence": 4, "detection": 6}
LOW = {"severity": 5, "occurrence": 2, "detection": 3}
BETTER = {"severity_after": 9, "occurrence_after": 2, "detection_after": 3}
WHY = {"justification": "The provider cannot change it; the reader of each letter looks at it."}


class OfFmea(Recipe):
    """A risk manager and somebody of the management besides the usual three."""

    boss = "risk"

    def people(self) -> Organisation:
        org = super().people()
        org.person("risk", "risk_manager", "contributor")
        org.person("executive", "executive")
        return org

    def sheet(self, **values: Any) -> Any:
        """A worksheet of the author's, with a team."""
        given = {
            "title": "Reading of damage letters", "kind": "ml", "analysed": "Pagewise 2.7",
            "scope": "From the scan to the class; not the answer to the customer.", "team": [self.org["risk"].pk],
            **values,
        }  # fmt: skip
        return registry["fmea-worksheets"].create(actor=self.org["author"], at=self.clock(), **given)

    def line(self, worksheet: Any, **values: Any) -> Any:
        """A line of it."""
        given = {"title": "A letter is read wrongly", "function": "Read the letter", "worksheet": worksheet, **values}
        return registry["fmea-lines"].create(actor=self.org["author"], at=self.clock(), **given)

    def action(self, line: Any, **values: Any) -> Any:
        """An action of the author's that addresses a line."""
        given = {
            "title": "Compare two readings", "kind": "preventive", "owner": self.org["author"],
            "due_on": datetime.date(2026, 3, 1), **values,
        }  # fmt: skip
        links = [("addresses", line.entry)]
        return registry["actions"].create(actor=self.org["author"], at=self.clock(), links=links, **given)

    def verified(self, action: Any) -> Any:
        """The action done by its owner and verified by somebody else."""
        actions, author, risk = registry["actions"], self.org["author"], self.org["risk"]
        done = {"done_on": self.clock().date(), "result": "Both readings are compared.", "verifier": risk}
        seen = {
            "verification": "Twenty letters were looked at.",
            "harm": "no",
            "harm_evidence": "Nothing else changed.",
        }
        action = actions.perform(action, "start", rev=None, actor=author, at=self.clock())
        action = actions.edit(action, rev=None, actor=author, at=self.clock(), evidence="In the log of the pipeline.")
        action = actions.perform(action, "complete", rev=None, actor=author, at=self.clock(), **done)
        return actions.perform(action, "verify", rev=None, actor=risk, at=self.clock(), **seen)


class WorksheetRecipe(OfFmea):
    key = "fmea-worksheets"
    moves = {
        "begin": Move("author"),
        "submit": Move("author"),
        "approve": Move("executive", REVIEW),
        "return": Move("executive"),
        "reopen": Move("author"),
        "supersede": Move("risk"),
        "void": Move("author"),
    }

    def make(self, **values: Any) -> Any:
        return self.sheet(**values)

    def before(self, record: Any, verb: str) -> Any:
        if verb == "submit" and not record.lines.exists():
            self.line(record, **LOW)
        return self.fresh(record)
