"""What the demo holds once it is loaded: every state, in the order of time, and nothing that disagrees."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.db.models import F
from django.test import Client

from demo.company import SIGN_INS
from modelcards.models import MonitorSeries
from modelcards.queries.gates import gates_of
from modelcards.services import gate
from qms.accounts.models import Unit, User
from qms.comments.models import Comment
from qms.links.models import Link
from qms.notices.models import Mail, Notice
from qms.records.models import Entry, LedgerRow
from qms.registers import registry
from qms.registers.signing import is_valid
from qms.signatures.models import Signature
from tests.demo.conftest import Loaded

LEAST = {
    "processes": 12, "programmes": 2, "audits": 10, "checklist-lines": 60, "findings": 28, "nonconformities": 30,
    "actions": 55, "systems": 5, "system-versions": 5, "datasets": 5, "release-policies": 5, "model-cards": 6,
    "deployments": 4, "monitors": 3, "incidents": 3, "nonconforming-systems": 1, "declarations": 1, "registrations": 1,
    "evidence-items": 10, "competences": 8, "qualifications": 25,
    "applicability-statements": 3, "applicability-lines": 130, "context-issues": 6, "interested-parties": 5,
    "fmea-worksheets": 1, "fmea-lines": 12, "scope-statements": 1, "documents": 8, "document-revisions": 13,
    "acknowledgements": 30, "reminder-rules": 3,
    "risk-matrices": 2, "risks": 8, "opportunities": 2, "controls": 5, "risk-acceptances": 2,
    "breaches": 3, "data-subject-requests": 3,
}  # fmt: skip


def test_the_company_is_as_large_as_the_readme_says(demo: None) -> None:
    """About forty people at example.org, four units in several time zones, and some four hundred and fifty records."""
    people = User.objects.exclude(username="system")
    assert 35 <= people.count() <= 45 and not people.exclude(email__endswith="@example.org").exists()
    assert Unit.objects.count() == 4 and len(set(Unit.objects.values_list("time_zone", "country"))) == 3
    assert 300 <= Entry.objects.exclude(register="applicability-lines").count() <= 500
    names = "quality lead auditor compliance ml validator approver approver2 dpo executive reader stranger"
    names += " external admin"
    assert " ".join(name for name, *_rest in SIGN_INS) == names


def test_a_breach_runs_and_two_are_dealt_with(demo: None) -> None:
    rows = registry["breaches"].model.objects.order_by("pk")
    assert [(r.state, r.due_at is not None) for r in rows] == [
        ("closed", False), ("closed", False), ("assessment", True),
    ]  # fmt: skip


@pytest.mark.parametrize("register", LEAST)
def test_every_register_has_enough_to_look_at(demo: None, register: str) -> None:
    assert registry[register].model.objects.count() >= LEAST[register]


@pytest.mark.parametrize(
    "register", ["nonconformities", "audits", "findings", "actions", "checklist-lines", "evidence-items"]
)
def test_every_state_occurs(demo: None, register: str) -> None:
    there = set(Entry.objects.filter(register=register).values_list("state", flat=True))
    assert there == set(registry[register].lifecycle.states)


#: What a demo of models has to show; not every state of theirs.
SHOWN = {
    "systems": {"proposed", "testing", "approved"},
    "release-policies": {"proposed", "in_force", "superseded"},
    "datasets": {"draft", "approved"},
    "model-cards": {"draft", "in_review", "conditional", "approved", "look_again", "superseded"},
    "deployments": {"live", "ended"},
    "document-revisions": {"in_review", "approved", "effective", "superseded"},
    "acknowledgements": {"to_read", "read", "excused"},
    "risks": {"draft", "assessed", "treatment", "accepted"},
    "opportunities": {"assessed", "pursued"},
    "controls": {"planned", "implemented", "effective", "failed"},
    "risk-acceptances": {"in_force", "stale"},
}


@pytest.mark.parametrize("register", SHOWN)
def test_models_are_shown_in_their_states(demo: None, register: str) -> None:
    assert set(Entry.objects.filter(register=register).values_list("state", flat=True)) >= SHOWN[register]


def test_the_gate_says_pass_conditional_and_fail_and_why(demo: None, loaded: Loaded) -> None:
    def asked(version: str) -> tuple[str, str]:
        found = registry["system-versions"].model.objects.select_related("system").get(title=version)
        verdict = gate.judge(found.system, version=found.version, artifact=found.artifact, at=loaded.began)
        return verdict.result, " ".join(reason.text for reason in verdict.faults)

    assert asked("Tideline 4.5.0") == ("pass", "")
    assert asked("Pagewise 2.6.2") == ("conditional", "")
    result, why = asked("Copperlock 3.4.0")
    assert result == "fail" and "False alarms are twice as frequent" in why


def test_three_series_are_watched_and_one_has_opened_a_nonconformity_with_its_chart(demo: None) -> None:
    rows = list(MonitorSeries.objects.select_related("signal").order_by("count"))
    assert [60 <= row.count <= 200 for row in rows] == [True] * 3
    [signal] = [row.signal for row in rows if row.signal]
    assert (signal.register, signal.phase) == ("nonconformities", "open")
    [chart] = signal.attached["files"]
    assert chart["name"].endswith("chart.pdf")
    assert sum(row.signals for row in rows) > 5, "many points, one nonconformity"


def test_high_risk_system_is_complete_and_its_card_fails_no_gate(demo: None) -> None:
    card = registry["model-cards"].model.objects.select_related("system", "entry").get(state="in_review")
    assert card.system.risk_class == "high" and not card.system.found.missing
    assert [gate.label for gate in gates_of(card) if gate.failed] == []


def test_everything_is_marked_and_comes_from_the_demo(demo: None) -> None:
    assert set(LedgerRow.objects.values_list("source", flat=True)) == {"demo"}
    for register in registry:
        assert not register.model.objects.exclude(mark="demo").exists()


@pytest.mark.requirement("DI-Cs")
def test_nothing_lies_in_the_future_or_before_what_it_follows(demo: None, loaded: Loaded) -> None:
    rows = list(LedgerRow.objects.order_by("pk").values_list("at", flat=True))
    assert all(earlier <= later for earlier, later in pairwise(rows))
    assert rows[-1] <= loaded.began
    for model in (Comment, Notice, Signature):
        assert not model.objects.filter(at__gt=loaded.began).exists()
    assert not Link.objects.filter(created_at__lt=F("target__ledger__at"), target__ledger__rev=1).exists()


def test_numbers_rise_with_the_days(demo: None) -> None:
    made = list(LedgerRow.objects.filter(rev=1, entry__register="nonconformities").order_by("at"))
    assert [row.entry.number for row in made] == sorted(row.entry.number for row in made)


def test_it_covers_eighteen_months(demo: None, loaded: Loaded) -> None:
    first = LedgerRow.objects.exclude(entry=None).earliest("at")
    assert 530 <= (loaded.began - first.at).days <= 550


def test_loading_it_is_half_a_minute_of_work(loaded: Loaded) -> None:
    """Of a processor, whatever else the machine does meanwhile; and the command says how long it took."""
    assert re.search(r"records in \d+ s", loaded.said)
    assert loaded.worked <= 30


def test_verify_finds_nothing(loaded: Loaded) -> None:
    done = loaded.manage("verify")
    assert done.returncode == 0, done.stdout
    assert "everything agrees" in done.stdout


def test_signatures_say_that_the_demo_gave_them_and_hold(demo: None) -> None:
    rows = Signature.objects.all()
    assert {row.method for row in rows} == {"demo"}
    broken = [row for row in rows.order_by("pk") if not is_valid(row)]
    assert {row.entry.title for row in broken} == {"Tideline 4.5.0"}, "its text was changed as the validator asked"
    assert [row.verb for row in broken] == ["submit", "sign_peer"], "both were given anew"
    assert {row.verb for row in rows} >= {"approve_plan", "close", "close_short", "accept_partly", "sign"}


def test_a_signature_of_the_demo_is_told_from_a_real_one(sign_in: Callable[[str], Client]) -> None:
    number = Signature.objects.filter(verb="close").earliest("pk").entry.number
    for path in (f"/nonconformities/{number}/", f"/nonconformities/{number}/signatures/"):
        assert "written by the demo, without a password" in sign_in("quality").get(path).content.decode()


def test_a_plan_that_did_not_work_is_frozen_beside_the_next(demo: None) -> None:
    [record] = registry["nonconformities"].model.objects.filter(cycle=2)
    [row] = record.past_cycles
    assert (row["cycle"], row["effectiveness"], record.recurrences) == ("1", "not_effective", 1)
    assert row["content"]["plan"]["plan"] and record.plan != row["content"]["plan"]["plan"]


def test_audits_show_what_happens_to_audits(demo: None) -> None:
    audits = registry["audits"].model.objects
    assert audits.filter(moved=1, state="planned").exclude(moved_because="").exists()
    assert audits.filter(state="cancelled").exclude(moved_because="").exists()
    disputed = registry["findings"].model.objects.get(response="disputes")
    assert disputed.response_text and disputed.audit.reported_on


def test_nobody_at_example_org_gets_a_mail(demo: None) -> None:
    assert not Mail.objects.exists()
    assert not Notice.objects.filter(by_mail=True).exists()
    assert set(User.objects.exclude(username="system").values_list("mail_wanted", flat=True)) == {False}


def test_everybody_can_sign_in_with_the_printed_password(demo: None, loaded: Loaded) -> None:
    from demo.company import PASSWORD

    assert PASSWORD in loaded.said
    for username, *_rest in SIGN_INS:
        assert username in loaded.said
        assert User.objects.get(username=username).check_password(PASSWORD)


def test_the_command_refuses_a_database_with_records(loaded: Loaded) -> None:
    again = loaded.manage("demo")
    assert again.returncode != 0
    assert "only for an empty one" in again.stderr
