"""A document, a revision and an acknowledgement, and their lives; the people are those of tests/documents/made.py."""

import datetime
from typing import Any

from qms.registers import registry
from tests.documents.made import QUIZ, QUORUM, Papers, crowd
from tests.factories.people import Organisation
from tests.factories.recipes import Move, Recipe

VALUES = {"audience": "unit", "clauses": ["iso9001-2015:7.5.2"], "next_review": datetime.date(2026, 6, 1)}


class OfDocuments(Recipe):
    """What the three share."""

    def people(self) -> Organisation:
        made = crowd(self.clock)
        self.papers = Papers(made, self.clock)
        return made


class DocumentRecipe(OfDocuments):
    key = "documents"
    moves = {
        "review": Move("author", {"review_result": "Looked at; nothing has to change."}),
        "note_effective": Move("system", {"next_review": datetime.date(2027, 3, 1)}),
        "withdraw": Move("approver"),
        "void": Move("approver"),
    }

    def make(self, **values: Any) -> Any:
        return self.papers.document(**{**VALUES, **values})

    def before(self, record: Any, verb: str) -> Any:
        if verb == "review":
            self.papers.effective(record)
        return self.fresh(record)


class RevisionRecipe(OfDocuments):
    """Each of a document of its own. They are migrated, so that every move is open to them."""

    key = "document-revisions"
    moves = {
        "submit": Move("author"),
        "sign_review": Move("keeper"),
        "sign_approval": Move("approver"),
        "approve": Move("second"),
        "request_changes": Move("keeper"),
        "take_back": Move("author"),
        "make_effective": Move("approver"),
        "adopt": Move("keeper", {"effective_on": datetime.date(2025, 6, 1), "approved_outside": "Old Approver"}),
        "supersede": Move("system", {"effective_until": datetime.date(2026, 2, 1)}),
        "make_obsolete": Move("approver"),
        "end_with_document": Move("system"),
        "void": Move("author"),
    }

    def make(self, **values: Any) -> Any:
        document = values.pop("document", None) or self.papers.document(audience="unit", quorum=QUORUM)
        given = {"title": document.title, "text": "Nobody releases alone.", "change_summary": "First.", **values}
        how = self.papers.how("author")
        return self.register.create(document=document, mark="migrated", **how, **given)

    def before(self, record: Any, verb: str) -> Any:
        if verb in ("sign_approval", "approve"):
            record = self.perform(self.fresh(record), "sign_review")
        if verb == "approve":
            record = self.perform(self.fresh(record), "sign_approval")
        return self.fresh(record)


class AcknowledgementRecipe(OfDocuments):
    key = "acknowledgements"
    author = "system"
    moves = {
        "answer": Move("reader"),
        "acknowledge": Move("reader"),
        "excuse": Move("approver"),
        "ask_again": Move("approver", {"due_on": datetime.date(2026, 3, 1)}),
    }
    own_buttons = ("answer", "acknowledge")  # they stand under the text that is read

    def make(self, **values: Any) -> Any:
        """Of a revision of its own, with a question."""
        document = self.papers.document()
        how = self.papers.how("author")
        revisions = registry["document-revisions"]
        revision = revisions.create(document=document, text="Read me.", quiz=QUIZ, mark="migrated", **how)
        adopted = revisions.perform(
            revision, "adopt", rev=None, effective_on=datetime.date(2025, 6, 1), **self.papers.how("keeper")
        )
        given = {
            "title": "Read: Release", "revision": adopted, "owner": self.org["reader"],
            "due_on": datetime.date(2026, 2, 1), "unit": adopted.unit, **values,
        }  # fmt: skip
        return self.register.create(**self.papers.how("system"), **given)

    def asked(self, verb: str) -> dict[str, Any]:
        given = super().asked(verb)
        if verb == "answer":
            given["answers"] = [{"question": self.question, "answer": "2"}]
        return given

    def before(self, record: Any, verb: str) -> Any:
        self.question = record.revision.quiz[0]["id"]
        if verb == "acknowledge":
            return self.perform(self.fresh(record), "answer")
        return self.fresh(record)
