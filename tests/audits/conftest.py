"""A small organisation in an audit: who manages, leads, audits, is audited, and a stranger."""

import datetime
from typing import Any

import pytest

from qms.registers import registry
from qms.signatures.proof import PasswordProof
from tests.factories.people import PASSWORD, Clock, Organisation
from tests.factories.people import organisation as bare_organisation

PLANNED = datetime.date(2026, 12, 7)
CRITERIA = ["iso9001-2015:9.2.1", "iso9001-2015:9.2.2", "iso9001-2015:7.2"]
REASON = "The team is ill this week."


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def org(db: None, clock: Clock) -> Organisation:
    """`manager` manages quality, `lead` and `second` audit, `auditee` owns the process, `stranger` sees nothing."""
    made = bare_organisation(clock)
    made.person("manager", "quality_manager")
    made.person("lead", "auditor")
    made.person("second", "auditor")
    made.person("auditee", "contributor")
    return made


class Story:
    """Drives an audit through the verbs, each a second later; the present records are read fresh each time."""

    def __init__(self, org: Organisation, clock: Clock) -> None:
        self.org, self.clock = org, clock
        self.process = self.new_process("Internal audits", owner="auditee")
        self.programme = registry["programmes"].create(
            actor=org["manager"], at=clock(), title="Audits of 2027", period_from=datetime.date(2026, 11, 1),
            period_to=datetime.date(2027, 10, 31), objectives="Know whether the system works.", extent="All of NORTH.",
            editions=["iso9001-2015"], methods=["interview", "remote"],
        )  # fmt: skip
        self.programme = self.do(self.programme, "start", "manager")

    def new_process(self, title: str, *, owner: str, **more: Any) -> Any:
        values = {
            "purpose": "So that it works.",
            "inputs": ["need"],
            "outputs": ["result"],
            "clauses": CRITERIA,
            **more,
        }
        process = registry["processes"].create(
            actor=self.org["manager"], at=self.clock(), title=title, owner=self.org[owner].pk, **values
        )
        return self.do(process, "put_in_use", "manager")

    def plan(self, **more: Any) -> Any:
        """A planned audit of the process, complete enough to be confirmed."""
        org = self.org
        values = {
            "title": "Audit of internal audits", "programme": self.programme, "objectives": "See whether 9.2 is met.",
            "scope": "Audits of the last twelve months.", "criteria": CRITERIA, "lead": org["lead"].pk,
            "team": [org["second"].pk], "auditees": [org["auditee"].pk], "client": "Management", "language": "English",
            "locations": [{"place": "Hall 2", "kind": "physical"}, {"place": "Video call", "kind": "virtual"}],
            "method": "hybrid", "planned_from": PLANNED, "planned_to": PLANNED + datetime.timedelta(days=1), **more,
        }  # fmt: skip
        return registry["audits"].create(
            actor=org["lead"], at=self.clock(), links=[("concerns", self.process.entry)], **values
        )

    def fresh(self, record: Any) -> Any:
        return type(record).objects.select_related("entry", "unit").get(pk=record.pk)

    def do(self, record: Any, verb: str, who: str, **asked: Any) -> Any:
        """Make a move with the present revision, as a fresh request would."""
        register, record = registry.of_model(type(record)), self.fresh(record)
        return register.perform(record, verb, rev=record.rev, actor=self.org[who], at=self.clock(), **asked)

    def edit(self, record: Any, who: str, **changes: Any) -> Any:
        register, record = registry.of_model(type(record)), self.fresh(record)
        return register.edit(record, rev=record.rev, actor=self.org[who], at=self.clock(), **changes)

    def sign(self, audit: Any, who: str = "lead") -> Any:
        return self.do(audit, "sign", who, proof=PasswordProof(PASSWORD, who))

    def on_site(self, **more: Any) -> Any:
        """An audit in progress."""
        audit = self.plan(**more)
        for verb in ("confirm", "start"):
            audit = self.do(audit, verb, "lead")
        return audit

    def finding(self, audit: Any, grade: str = "minor", clause: str = "iso9001-2015:9.2.2.f", **more: Any) -> Any:
        """A draft finding with statement and evidence."""
        values = {
            "title": f"A {grade} one",
            "statement": "Records are missing.",
            "evidence": "Report 7 of May.",
            **more,
        }
        return registry["findings"].create(
            actor=self.org["lead"], at=self.clock(), audit=self.fresh(audit), criterion=[clause], grade=grade, **values
        )

    def answered_finding(self, audit: Any, grade: str = "minor", response: str = "accepts", **more: Any) -> Any:
        """A finding to which the auditee has responded."""
        finding = self.do(self.finding(audit, grade, **more), "issue", "lead", response_due=PLANNED)
        words = "We see it differently." if response == "disputes" else ""
        return self.do(finding, "respond", "auditee", response=response, response_text=words)

    def report(self, audit: Any) -> Any:
        """Leave the site and write the report."""
        audit = self.do(audit, "finish", "lead", report_due=PLANNED + datetime.timedelta(days=14))
        return self.edit(
            audit, "lead", reason="The report is written now.", summary="Two days, eleven people.",
            conclusions="The process works in part.", fulfilment="partly", obstacles="One meeting fell out.",
            uncovered="Site SOUTH.", distribution="Management and auditee.", follow_up="Again in spring.",
            confidentiality="Internal.",
        )  # fmt: skip


@pytest.fixture
def story(org: Organisation, clock: Clock) -> Story:
    return Story(org, clock)
