"""A nonconformity at any point of its life, made through the verbs, and the people who move it."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from qms.attachments.models import Attachment
from qms.links.models import Link
from qms.records.models import Entry, LedgerRow
from qms.registers import registry
from qms.signatures.models import Signature
from qms.signatures.proof import PasswordProof
from tests.factories.people import PASSWORD, Clock, Organisation

#: Well before today, so that pages and API, which use the server's clock, come later.
START = datetime.datetime(2026, 1, 5, 9, 0, tzinfo=datetime.UTC)
REASON = "This is the reason why."
WHY = "No rule ties the gate to the age of its evaluation data"
ROLES = {
    "reporter": ("contributor",), "owner": ("contributor",), "quality": ("quality_manager",), "approver": ("approver",),
    "approver2": ("approver",), "checker": ("contributor",), "worker": ("contributor",), "verifier": ("contributor",),
    "reader": ("reader",),
}  # fmt: skip
PLAN = {
    "plan": "The gate refuses evaluations older than 48 hours.",
    "criterion": "Recall stays above its limit.",
    "measure": "Recall on the weekly hold-out",
    "target": "at least 0.78 in each week",
    "method": "Weekly evaluation run, read from the log.",
    "sample_or_window": "four weekly runs",
    "not_before_days": 14,
}
ANSWERS = {
    "consequences": "Two customers were offered the wrong discount.",
    "similar": "could",
    "similar_text": "Looked across three systems; SYS-0004 shares the job.",
    "risks": "updated",
    "risks_text": "The risk of stale evaluation data was added.",
    "qms_change": "no",
    "qms_text": "The gate's procedure already asks for fresh data.",
    "output_affected": "no",
}
CORRECTION = {"correction": "Rolled back to 2.3.1.", "correction_on": datetime.date(2026, 1, 3)}


class Story:
    """One nonconformity `nc` and its actions; every call goes through the register as somebody."""

    def __init__(self, org: Organisation, clock: Clock) -> None:
        self.org, self.clock = org, clock
        self.nc: Any = None
        self.actions: list[Any] = []

    # Verbs

    def do(self, verb: str, who: str, *, register: str = "nonconformities", record: Any = None, **asked: Any) -> Any:
        """Perform a move; signs where the move is signed."""
        declared, target = registry[register], record or self.nc
        signs = declared.lifecycle.transitions[verb].signs
        proof = PasswordProof(PASSWORD, who) if signs else None
        asked = {"proof": proof, "at": self.clock(), "rev": target.rev, **asked}
        moved = declared.perform(target, verb, actor=self.org[who], **asked)
        if record is None:
            self.nc = moved
        return moved

    def edit(self, who: str, reason: str = REASON, **changes: Any) -> Any:
        self.nc = registry["nonconformities"].edit(
            self.nc, rev=self.nc.rev, actor=self.org[who], at=self.clock(), reason=reason, **changes
        )
        return self.nc

    def attach(self, who: str, name: str = "run-4411.txt") -> Any:
        self.nc = registry["nonconformities"].attach(
            self.nc, name=name, data=b"recall 0.71\n", rev=self.nc.rev, actor=self.org[who], at=self.clock()
        )
        return self.nc

    # Stages

    def reported(self) -> "Story":
        self.nc = registry["nonconformities"].create(
            actor=self.org["reporter"], at=self.clock(), title="Recall fell below its limit",
            description="Recall dropped from 0.83 to 0.71 in one week.", place="Release gate", product="Churn 2.4",
            found_on=datetime.date(2026, 1, 2),
        )  # fmt: skip
        self.do("report", "reporter")
        return self

    def triaged(self) -> "Story":
        self.reported()
        self.do("triage", "quality", severity="major", owner=self.org["owner"], due_on=datetime.date(2026, 6, 1))
        return self

    def caused(self) -> "Story":
        """A why-tree whose root is confirmed by a file."""
        self.attach("owner")
        top = {"id": "w1", "parent": "", "text": "The gate was asked too early", "status": "confirmed"}
        root = {"id": "w2", "parent": "w1", "text": WHY, "status": "confirmed", "root": True, "category": "method"}
        causes = [row | {"evidence_ref": "run-4411.txt", "evidence": "the log"} for row in (top, root)]
        self.edit("owner", causes=causes)
        return self

    def add_action(self, kind: str = "corrective", who: str = "owner", **values: Any) -> Any:
        from nonconformities.services import add_action

        given = {
            "title": f"A {kind} action",
            "owner": self.org["worker"],
            "due_on": datetime.date(2026, 2, 20),
            **values,
        }
        action = add_action(self.nc, actor=self.org[who], at=self.clock(), kind=kind, **given)
        self.actions.append(action)
        return action

    def ready(self) -> "Story":
        """Everything a plan needs, not handed in."""
        self.triaged().caused()
        self.edit("owner", **PLAN, checker=self.org["checker"])
        self.add_action()
        return self

    def submitted(self) -> "Story":
        self.ready()
        self.do("submit_plan", "owner")
        return self

    def approved(self) -> "Story":
        self.submitted()
        self.do("approve_plan", "approver")
        return self

    def finish(self, action: Any) -> Any:
        """The action is done and verified."""
        move = {"register": "actions"}
        if action.state == "planned":
            action = self.do("start", "worker", record=action, **move)
        action = self.do(
            "complete", "worker", record=action, done_on=self.clock.last.date(), result="It refuses them now.",
            evidence="Merge request 4411.", verifier=self.org["verifier"], **move,
        )  # fmt: skip
        return self.do(
            "verify", "verifier", record=action, verification="Saw the refusal in the log of the gate.", harm="no",
            harm_evidence="Regression suite passed.", **move,
        )  # fmt: skip

    def checking(self) -> "Story":
        """All actions are verified; the effectiveness check may begin in fourteen days."""
        self.approved()
        self.actions = [self.finish(a) for a in self.actions]
        self.do("start_check", "owner")
        return self

    def wait(self, days: int = 14) -> "Story":
        self.clock(days=days)
        return self

    def found(self, effectiveness: str) -> "Story":
        self.checking().wait()
        return self.record(effectiveness)

    def record(self, effectiveness: str) -> "Story":
        self.do(
            "record_check", "checker", check_date=self.clock.last.date(), effectiveness=effectiveness,
            result_text="Recall was 0.81, 0.82, 0.80, 0.82.", check_evidence="Evaluation runs 51 to 54.",
        )  # fmt: skip
        return self

    def answered(self) -> "Story":
        self.edit("owner", **ANSWERS, **CORRECTION)
        return self


def traces() -> tuple[int, ...]:
    """Everything that a change leaves behind, counted; refused signings have their own row without an entry."""
    revs = sum(Entry.objects.values_list("rev", flat=True))
    histories = [r.model.history.count() for r in registry]
    tables = (Entry, Signature, Link, Attachment)
    return (revs, *histories, *(t.objects.count() for t in tables), LedgerRow.objects.exclude(entry=None).count())


@contextmanager
def nothing_changes() -> Iterator[None]:
    """Revisions, history, ledger, signatures, links and files are the same afterwards."""
    before = traces()
    yield
    assert traces() == before


def company(clock: Clock) -> Organisation:
    """The people of the story in one unit, and a stranger in another."""
    org = Organisation(clock)
    org.unit("HQ")
    org.unit("NORTH", "HQ")
    org.unit("SOUTH", "HQ")
    for username, roles in ROLES.items():
        org.person(username, *roles)
    org.person("stranger", home="SOUTH")
    return org
