"""An audit against ISO 9001 followed to a closed nonconformity, by API. At each step a later one is tried first."""

import datetime
from typing import Any

import pytest
import time_machine

from qms.accounts.models import User
from qms.registers.verify import verify
from tests.factories.people import Clock, Organisation
from tests.journeys.by_api import Caller, address

DAY = datetime.timedelta(days=1)
START = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)
REASON = "Written down in the course of the work"
PEOPLE = {
    "quality": ("quality_manager",), "lead": ("auditor",), "helper": ("auditor",), "owner": ("contributor",),
    "worker": ("contributor",), "verifier": ("contributor",), "checker": ("contributor",), "approver": ("approver",),
}  # fmt: skip


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(START, tick=True) as traveller:
        yield traveller


@pytest.fixture
def people(db: None, clock: Any) -> dict[str, Caller]:
    org = Organisation(Clock(START - 30 * DAY))
    org.unit("HQ")
    for name, roles in PEOPLE.items():
        org.person(name, *roles, unit="HQ", home="HQ")
    return {name: Caller(User.objects.get(username=name)) for name in PEOPLE}


@pytest.mark.requirement(
    "AU-02", "AU-05", "AU-07", "CA-01", "CA-05", "CA-10", "P11-10f", "Q9-11", "MK-03", "MK-20", "MK-07"
)
def test_audit_is_followed_to_a_closed_nonconformity(people: dict[str, Caller], clock: Any) -> None:
    audit, finding = audited(people)
    nc = raised(people, finding)
    nc = planned(people, nc)
    nc = carried_out(people, nc, clock)
    nc = checked_and_closed(people, nc, clock)
    followed_up(people, audit, finding)
    history(people, nc)
    assert list(verify()) == []


def audited(people: dict[str, Caller]) -> tuple[Any, Any]:
    """Planned, confirmed, answered on site, reported by signature."""
    lead, quality = people["lead"], people["quality"]
    process = quality.add(
        "processes", title="Release", purpose="Only approved versions go out", unit="HQ", owner="owner",
        inputs=["validation report"], outputs=["released version"],
    )  # fmt: skip
    audit = lead.add(
        "audits", title="Release process", unit="HQ", planned_from="2026-11-23", planned_to="2026-11-24", lead="lead",
        team=["helper"], auditees=["owner"], objectives="Is the release procedure followed?", scope="Releases of 2026",
        criteria=["iso9001-2015:8.6", "iso9001-2015:10.2.1"], locations=[{"place": "Room 4", "kind": "physical"}],
        client="Management", language="English", method="hybrid",
        links=[{"kind": "concerns", "target": process["number"]}],
    )  # fmt: skip
    lead.refused(audit, "start", 409)
    lead.do(audit, "confirm")
    lead.refused(audit, "finish", 409)
    lead.do(audit, "start")
    added = lead.send("POST", f"{address(audit)}checklist/", {}, 201)["added"]
    assert lead.send("POST", f"{address(audit)}checklist/", {}, 200)["added"] == []
    lead.refused(audit, "finish", 422)
    finding = None
    for place, number in enumerate(added):
        line = lead.get(f"checklist-lines/{number}/")
        answer = "minor" if place == 0 else "conforms"
        lead.do(
            line, "answer", answer=answer, evidence="Release 4.12 had no roll-back record.", asked="Release engineer"
        )
        if answer == "minor":
            finding = lead.send("POST", f"checklist-lines/{number}/finding/", {}, 200)
    assert finding is not None
    assert finding["criterion"] and finding["grade"] == "minor"
    lead.edit(finding, statement="The roll-back of release 4.12 was not recorded.")
    lead.refused(finding, "respond", 409, response="accepts")
    lead.do(finding, "issue", response_due="2026-12-01")
    lead.refused(audit, "sign", 409)
    lead.do(audit, "finish")
    lead.edit(audit, summary="Two days.", conclusions="Largely met.", fulfilment="largely", reason=REASON)
    assert "respond" in str(lead.refused(audit, "sign", 422))
    people["owner"].do(finding, "respond", response="disputes", response_text="It was recorded in chat.")
    people["helper"].refused(audit, "sign", 403)
    audit = lead.sign(audit, "sign")
    assert audit["state"] == "reported"
    return audit, finding


def raised(people: dict[str, Caller], finding: Any) -> Any:
    """A nonconformity with the finding's data, linked both ways; asked for twice it is one."""
    lead, quality = people["lead"], people["quality"]
    nc = lead.send("POST", f"{address(finding)}nonconformity/", {}, 200)
    assert lead.send("POST", f"{address(finding)}nonconformity/", {}, 200)["number"] == nc["number"]
    assert "roll-back" in nc["description"] and nc["clauses"] == finding["criterion"]
    assert [r["number"] for r in lead.get(f"{address(nc)}links/")["results"]] == [finding["number"]]
    assert nc["number"] in [r["number"] for r in lead.get(f"{address(finding)}links/")["results"]]
    quality.refused(nc, "triage", 409, severity="major")
    quality.do(nc, "report")
    people["owner"].get(address(nc))
    quality.refused(nc, "submit_plan", 409)
    assert quality.refused(nc, "triage", 422, severity="major", owner=None, due_on=None)["fields"]
    return quality.do(nc, "triage", severity="major", owner="owner", due_on="2027-03-01")


def planned(people: dict[str, Caller], nc: Any) -> Any:
    """Correction at once; a confirmed cause; a plan that somebody else approves by signature."""
    owner = people["owner"]
    add_action(owner, nc, kind="correction", title="Record the roll-back of 4.12")
    owner.edit(nc, correction="Recorded after the fact.", correction_on="2026-11-23", reason=REASON)
    owner.refused(nc, "approve_plan", 409)
    root = {"id": "w2", "parent": "w1", "text": "No step asks for the record", "root": True, "category": "method"}
    causes = [{"id": "w1", "text": "Nobody wrote the record", "status": "assumed"}, {**root, "status": "assumed"}]
    owner.edit(nc, 422, causes=[{**causes[0], "status": "confirmed"}], reason=REASON)
    owner.edit(nc, causes=causes, reason=REASON)
    owner.refused(nc, "submit_plan", 422)
    owner.attach(nc, "releases.csv", b"release,record\n4.12,none\n")
    proven = {"status": "confirmed", "evidence_ref": "releases.csv", "evidence": "List of releases"}
    owner.edit(nc, causes=[{**causes[0], **proven}, {**root, **proven}], reason=REASON)
    owner.edit(
        nc, plan="The pipeline refuses a roll-back without a record.", criterion="Every roll-back has its record",
        measure="Share of roll-backs with a record", target="100 %", method="Count in the pipeline's log",
        sample_or_window="all roll-backs of four weeks", not_before_days=14, checker="checker", reason=REASON,
    )  # fmt: skip
    assert "action" in str(owner.refused(nc, "submit_plan", 422)).lower()
    add_action(owner, nc, kind="corrective", title="Pipeline refuses roll-backs without a record")
    owner.do(nc, "submit_plan")
    owner.refused(nc, "start_check", 409)
    approver = people["approver"]
    approver.refused(nc, "approve_plan", 403)
    approver.refused(nc, "approve_plan", 403, proof={"username": "approver", "password": "wrong"})
    owner.refused(nc, "approve_plan", 403, proof={"username": "owner", "password": "correct horse battery staple"})
    nc = approver.sign(nc, "approve_plan")
    owner.send("PATCH", address(nc), {"target": "90 %", "reason": REASON}, 409, nc["rev"])
    return nc


def add_action(who: Caller, nc: Any, *, kind: str, title: str) -> Any:
    return who.add(
        "actions", title=title, kind=kind, owner="worker", due_on="2026-12-15", unit="HQ",
        links=[{"kind": "addresses", "target": nc["number"]}],
    )  # fmt: skip


def carried_out(people: dict[str, Caller], nc: Any, clock: Any) -> Any:
    """Done with evidence, extended with a reason, verified by somebody else."""
    owner, worker, verifier, quality = people["owner"], people["worker"], people["verifier"], people["quality"]
    actions = [r for r in owner.get(f"{address(nc)}links/")["results"] if r["register"] == "actions"]
    assert len(actions) == 2
    assert owner.refused(nc, "start_check", 422)
    for row in actions:
        action = worker.get(f"actions/{row['number']}/")
        worker.refused(action, "complete", 409, done_on="2026-11-23", result="x", verifier="verifier")
        worker.do(action, "start")
        done = {"done_on": "2026-11-23", "result": "It is in place.", "verifier": "verifier"}
        worker.refused(action, "complete", 422, **done)
        quality.refused(action, "extend", 422, due_on="2026-12-20")
        quality.do(action, "extend", due_on="2026-12-20", reason="The pipeline team is on leave")
        worker.refused(action, "complete", 422, **{**done, "verifier": "worker"}, evidence="Merge request 812")
        worker.do(action, "complete", **done, evidence="Merge request 812")
        worker.refused(action, "verify", 403, verification="Seen", harm="no", harm_evidence="Tests pass")
        action = verifier.do(
            action, "verify", verification="Saw the refusal in the log.", harm="no", harm_evidence="Tests pass."
        )
        assert (action["original_due_on"], action["due_on"], action["extensions"]) == ("2026-12-15", "2026-12-20", 1)
    return owner.do(nc, "start_check")


def checked_and_closed(people: dict[str, Caller], nc: Any, clock: Any) -> Any:
    """Not before its time, not blank, not N/A, not by the owner; the plan's signature stays valid."""
    checker, quality = people["checker"], people["quality"]
    found = {
        "effectiveness": "effective",
        "result_text": "9 of 9 roll-backs have a record.",
        "check_evidence": "Log of weeks 50 to 1.",
    }
    checker.refused(nc, "record_check", 422, check_date="2026-11-24", **found)
    clock.move_to(START + 15 * DAY)
    checker.get(address(nc), 401)
    for caller in people.values():
        caller.sign_in()
    checker.refused(nc, "record_check", 422, check_date="2026-12-08", **{**found, "result_text": ""})
    checker.refused(nc, "record_check", 422, check_date="2026-12-08", **{**found, "result_text": "N/A"})
    checker.refused(nc, "record_check", 422, check_date="2026-11-20", **found)
    people["owner"].refused(nc, "record_check", 403, check_date="2026-12-08", **found)
    nc = checker.do(nc, "record_check", check_date="2026-12-08", **found)
    assert [s["valid"] for s in checker.get(f"{address(nc)}signatures/")["results"]] == [True]
    quality.refused(nc, "close", 422, proof={"username": "quality", "password": "correct horse battery staple"})
    people["owner"].edit(
        nc, consequences="None outside the company.", similar="none", similar_text="Looked at all pipelines.",
        risks="fit", risks_text="Known already.", qms_change="no", qms_text="The procedure asked for it.",
        output_affected="no", reason=REASON,
    )  # fmt: skip
    nc = quality.sign(nc, "close")
    assert nc["state"] == "closed"
    return nc


def followed_up(people: dict[str, Caller], audit: Any, finding: Any) -> None:
    """The audit side verifies and closes the finding, then the audit."""
    lead = people["lead"]
    lead.do(audit, "follow")
    lead.refused(audit, "close", 422)
    lead.do(finding, "close", verification="The record is there for each roll-back since.")
    assert lead.do(audit, "close")["state"] == "closed"


def history(people: dict[str, Caller], nc: Any) -> None:
    """Every version is there; as it was on a day equals what the API gave then."""
    quality = people["quality"]
    rows = quality.get(f"{address(nc)}history/")["results"]
    assert [r["rev"] for r in rows] == list(range(nc["rev"], 0, -1))
    assert quality.get(f"{address(nc)}?as_of=2026-11-23")["state"] == "check"
    assert quality.get(f"{address(nc)}?as_of=2026-12-08")["state"] == "closed"
