"""Programmes, audits, their checklist lines and findings; the stages are those of tests/audits/conftest.py."""

import datetime
from typing import Any

from audits.services.fieldwork import make_checklist
from tests.audits.conftest import PLANNED, Story
from tests.factories.people import Organisation, organisation
from tests.factories.recipes import Move, Recipe

LATER = {"planned_from": PLANNED + datetime.timedelta(days=30), "planned_to": PLANNED + datetime.timedelta(days=31)}


class AuditStory(Recipe):
    """People of an audit, and its story."""

    start = datetime.datetime(2026, 11, 10, 9, 0, tzinfo=datetime.UTC)
    author, boss = "lead", "manager"

    def people(self) -> Organisation:
        org = organisation(self.clock)
        org.person("manager", "quality_manager")
        org.person("lead", "auditor")
        org.person("second", "auditor")
        org.person("auditee", "contributor")
        self.story = Story(org, self.clock)
        return org


class ProgrammeRecipe(AuditStory):
    key = "programmes"
    author = "manager"
    moves = {
        "start": Move("manager"),
        "complete": Move("manager", {"evaluation": "The objectives were met."}),
        "void": Move("manager"),
    }

    def make(self, **values: Any) -> Any:
        given = {
            "title": "Audits of 2028", "period_from": datetime.date(2027, 11, 1), "objectives": "Know how it works.",
            "period_to": datetime.date(2028, 10, 31), "extent": "All of NORTH.", "editions": ["iso9001-2015"],
            "methods": ["interview"], "owner": self.org["manager"], **values,
        }  # fmt: skip
        return self.register.create(actor=self.org["manager"], at=self.clock(), **given)


class AuditRecipe(AuditStory):
    key = "audits"
    moves = {
        "confirm": Move("lead"), "start": Move("lead"), "finish": Move("lead"), "sign": Move("lead"),
        "follow": Move("lead"), "close": Move("lead"), "postpone": Move("lead", LATER), "resume": Move("lead"),
        "revise": Move("lead"), "cancel": Move("lead"),
    }  # fmt: skip

    def make(self, **values: Any) -> Any:
        return self.story.plan(**values)

    def before(self, record: Any, verb: str) -> Any:
        if verb != "sign":
            return record
        return self.story.edit(
            record, "lead", reason="The report is written now.", summary="Two days, eleven people.",
            conclusions="The process works in part.", fulfilment="partly", obstacles="One meeting fell out.",
            uncovered="Site SOUTH.", distribution="Management and auditee.", follow_up="Again in spring.",
            confidentiality="Internal.",
        )  # fmt: skip


class FindingRecipe(AuditStory):
    key = "findings"
    moves = {
        "issue": Move("lead", {"response_due": PLANNED}),
        "respond": Move("auditee", {"response": "accepts"}),
        "respond_again": Move("auditee", {"response": "disputes", "response_text": "The rule was not in force."}),
        "follow": Move("lead"),
        "close": Move("lead", {"verification": "Three new reports were read."}),
        "withdraw": Move("lead"),
    }

    def make(self, **values: Any) -> Any:
        self.audit = self.story.on_site()
        return self.story.finding(self.audit, values.pop("grade", "observation"), **values)

    def before(self, record: Any, verb: str) -> Any:
        if verb in ("follow", "close"):
            self.story.sign(self.story.report(self.audit))
        return self.fresh(record)


class ChecklistLineRecipe(AuditStory):
    key = "checklist-lines"
    moves = {
        "answer": Move("second", {"answer": "conforms", "evidence": "Report 7 of May.", "asked": "Head of quality"}),
        "settle": Move("lead"),
        "unsettle": Move("lead"),
        "drop": Move("lead"),
    }

    def make(self, **values: Any) -> Any:
        self.audit = self.story.on_site()
        line = make_checklist(self.audit, actor=self.org["lead"], at=self.clock())[0]
        return self.story.edit(line, "lead", **values) if values else line

    def before(self, record: Any, verb: str) -> Any:
        if verb == "unsettle":
            for other in self.audit.lines.filter(state="open"):
                self.story.do(other, "drop", "lead", reason="Not looked at this time.")
            self.story.do(self.audit, "finish", "lead")
        return self.fresh(record)
