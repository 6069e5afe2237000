"""Somebody leaves: everything open goes to others through the registers' own road, then the access ends (MK-10)."""

import datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from qms.accounts.models import Grant, User
from qms.lib.errors import Forbidden, Invalid, Unmet, WrongState
from qms.notices.models import Absence, Feed, Notice
from qms.records.models import LedgerRow
from qms.registers import handing
from qms.registers.absences import enter_absence
from qms.registers.handed import handed_over
from qms.registers.handing import work_off
from qms.registers.leaving import begin, items, only_holder_of
from qms.registers.models import HandOver
from qms.registers.people import grant_role
from qms.registers.reaching import renew_calendar
from qms.registers.signing import signatures_of
from qms.registers.verify import verify
from qms.signatures.proof import PasswordProof
from tests.factories.people import PASSWORD, Clock, Organisation

pytestmark = [pytest.mark.requirement("MK-10")]
WHY = "Leaves the company on Friday."


@pytest.fixture
def leaving(trials: Any, org: Organisation, clock: Clock) -> Organisation:
    """A leaver with an open record, a successor in the same unit, an administrator."""
    org.person("leaver", "contributor")
    org.person("next", "contributor")
    org.person("root", "administrator", unit="HQ", home="HQ")
    return org


def a_trial(trials: Any, org: Organisation, **values: Any) -> Any:
    return trials.create(actor=org["author"], at=org.clock(), **{"title": "A trial", "owner": org["leaver"], **values})


def hand_over(org: Organisation, **given: Any) -> HandOver:
    given = {"to": org["next"], "actor": org["root"], "reason": WHY, **given}
    row = begin(leaver=org["leaver"], at=org.clock(), **given)
    work_off(at=org.clock())
    row.refresh_from_db()
    return row


def test_everything_open_goes_to_the_successor_with_reason_and_ledger_and_the_access_ends(
    trials: Any, leaving: Organisation
) -> None:
    org = leaving
    owned = a_trial(trials, org)
    named = a_trial(trials, org, owner=org["author"], lead=org["leaver"], team=[org["author"].pk, org["leaver"].pk])
    others = a_trial(trials, org, owner=org["author"])
    renew_calendar(user=org["leaver"], at=org.clock())
    row = hand_over(org)
    assert (row.queue_state, row.total, row.done, row.problems) == ("done", 2, 2, [])
    owned, named, others = (trials.model.objects.get(pk=r.pk) for r in (owned, named, others))
    assert owned.owner == org["next"] and named.lead == org["next"] and others.rev == 1
    assert named.team == [org["author"].pk, org["next"].pk] and named.owner == org["author"]
    kept = LedgerRow.objects.filter(action="trials.hand_over")
    assert {r.entry_id for r in kept} == {owned.pk, named.pk} and {r.reason for r in kept} == {WHY}
    leaver = org["leaver"]
    assert not leaver.is_active and not Grant.objects.filter(user=leaver).exists()
    assert not Feed.objects.exists() and list(verify()) == []
    assert Notice.objects.filter(user=org["next"], entry=owned.entry, rule__startswith="assigned").count() == 1


def test_leaver_gets_nothing_more(trials: Any, leaving: Organisation) -> None:
    from qms.notices.notify import notify

    org = leaving
    record = a_trial(trials, org)
    hand_over(org)
    days = {"starts": org.clock().date(), "ends": org.clock().date(), "deputy": org["next"]}
    with pytest.raises(Invalid, match="no access any more"):
        enter_absence(user=org["leaver"], actor=org["root"], at=org.clock(), **days)
    with pytest.raises(Invalid, match="can be given no role"):
        unit = org.units["NORTH"]
        grant_role(user=org["leaver"], role="reader", unit=unit, actor=org["root"], at=org.clock())
    Notice.objects.all().delete()
    assert not notify(user=org["leaver"], entry=record.entry, rule="mention:1", at=org.clock(), statutory=True)
    trials.edit(trials.get(record.number, org["next"]), rev=2, actor=org["next"], at=org.clock(), note="Mine now.")
    assert not Notice.objects.filter(user=org["leaver"]).exists()


def test_successor_who_may_not_see_a_record_is_refused_with_its_number_and_nothing_changes(
    trials: Any, leaving: Organisation
) -> None:
    org = leaving
    org.person("far", "contributor", unit="SOUTH", home="SOUTH")
    records = [a_trial(trials, org) for _ in range(3)]
    with pytest.raises(Invalid) as refused:
        hand_over(org, to=org["far"])
    said = str(refused.value)
    assert "Far Example may not see" in said and all(r.number in said for r in records)
    assert not HandOver.objects.exists() and org["leaver"].is_active
    with pytest.raises(Unmet, match=records[0].number):
        trials.hand_over(records[0], leaver=org["leaver"], to=org["far"], actor=org["root"], at=org.clock(), reason=WHY)


def test_single_registers_go_to_somebody_else(trials: Any, leaving: Organisation) -> None:
    org = leaving
    record = a_trial(trials, org)
    row = hand_over(org, takers={"trials": org["author"]})
    assert row.queue_state == "done"
    assert trials.model.objects.get(pk=record.pk).owner == org["author"]


def test_what_is_done_void_or_written_stays(trials: Any, leaving: Organisation) -> None:
    org = leaving
    org.person("boss", "quality_manager")
    void = a_trial(trials, org)
    trials.perform(void, "void", rev=1, actor=org["boss"], at=org.clock(), reason="Not needed any more.")
    mine = trials.create(actor=org["leaver"], at=org.clock(), title="I wrote this", owner=org["author"])
    assert [(i.entry.number, i.fields) for i in items(org["leaver"])] == [(mine.number, ())]
    with pytest.raises(WrongState):
        trials.hand_over(void, leaver=org["leaver"], to=org["next"], actor=org["root"], at=org.clock(), reason=WHY)
    hand_over(org)
    assert trials.model.objects.get(pk=mine.pk).created_by == org["leaver"]


def test_signature_that_holds_is_never_broken(trials: Any, leaving: Organisation, monkeypatch: Any) -> None:
    """Where a signature covers who is named, the name stays; the rest of the record is handed over."""
    from qms.lifecycle import Scope, Signing

    org, submit = leaving, trials.lifecycle.transitions["submit"]
    covers_lead = Signing("authorship", Scope(fields=("title", "lead")), "who leads")
    monkeypatch.setitem(
        trials.lifecycle.transitions, "submit", submit.__class__(**{**vars(submit), "signs": covers_lead})
    )
    record = a_trial(trials, org, lead=org["leaver"], note="A note.")
    due = org.clock().date().replace(year=2027)
    opened = trials.perform(record, "open", rev=1, actor=org["author"], at=org.clock(), due_on=due, owner=org["leaver"])
    proof = PasswordProof(password=PASSWORD, username="author")
    trials.perform(opened, "submit", rev=2, actor=org["author"], at=org.clock(), proof=proof)
    only = a_trial(trials, org, owner=org["author"], lead=org["leaver"], note="A note.")
    opened = trials.perform(only, "open", rev=1, actor=org["author"], at=org.clock(), due_on=due, owner=org["author"])
    trials.perform(opened, "submit", rev=2, actor=org["author"], at=org.clock(), proof=proof)
    foretold = [(i.entry.number, i.fields, i.covered) for i in items(org["leaver"])]
    assert foretold == [(record.number, ("owner",), ("lead",)), (only.number, (), ("lead",))]
    row = hand_over(org)
    assert (row.total, row.done) == (1, 1), "what a signature covers is not promised"
    assert [(i.entry.number, i.labels, i.taker) for i in handed_over(row, most=9)] == [
        (record.number, ["owner"], org["next"])
    ]
    stays = {i.entry.number: i.why for i in items(org["leaver"])}
    assert set(stays) == {record.number, only.number} and "signature that holds" in stays[only.number]
    after = trials.model.objects.get(pk=record.pk)
    assert after.owner == org["next"] and after.lead == org["leaver"]
    assert [valid for _row, valid in signatures_of(after)] == [True]


def test_successor_whom_no_role_helps_is_told_apart_from_one_who_lacks_a_role(
    trials: Any, leaving: Organisation, monkeypatch: Any
) -> None:
    from qms.registers.predicates import has_role, is_owner

    org, void = leaving, trials.lifecycle.transitions["void"]
    others = void.__class__(**{**vars(void), "rule": has_role("contributor") & ~is_owner})
    monkeypatch.setitem(trials.lifecycle.transitions, "void", others)
    record = a_trial(trials, org, owner=org["next"], lead=org["leaver"])
    org.person("onlooker", "reader")
    said = {}
    for name in ("next", "onlooker"):
        with pytest.raises(Invalid) as refused:
            hand_over(org, to=org[name])
        said[name] = refused.value.fields["regardless"]
    assert said["next"] == [
        "Next Example is named there already (owner) and could not take these steps, whatever role is given: "
        f"{void.label}. It is about {record.number}. Choose somebody else."
    ]
    assert "lacks a role for these steps" in said["onlooker"][0] and "whatever role" not in said["onlooker"][0]


def test_personal_duties_are_nobody_elses() -> None:
    from qms.registers import registry

    if "acknowledgements" in registry:
        assert "owner" not in registry["acknowledgements"].duties()
        assert not {"owner", "person"} & set(registry["qualifications"].duties())
        assert "authors" not in registry["document-revisions"].duties()


def test_roles_end_or_go_along_and_roles_that_nobody_else_holds_are_named(trials: Any, leaving: Organisation) -> None:
    org = leaving
    org.person("leaver2", "approver", unit="SOUTH", home="SOUTH")
    assert [g.role for g in only_holder_of(org["leaver2"])] == ["approver"]
    assert only_holder_of(org["leaver"]) == []
    begin(leaver=org["leaver2"], to=org["next"], give_roles=True, actor=org["root"], at=org.clock(), reason=WHY)
    work_off(at=org.clock())
    assert Grant.objects.filter(user=org["next"], role="approver", unit=org.units["SOUTH"]).exists()
    assert list(verify()) == []


def test_deputy_is_followed_by_the_successor_but_in_no_circle(trials: Any, leaving: Organisation) -> None:
    org = leaving
    today = org.clock().date()
    days = {"starts": today, "ends": today + datetime.timedelta(days=20)}
    enter_absence(user=org["author"], deputy=org["leaver"], actor=org["author"], at=org.clock(), **days)
    enter_absence(user=org["next"], deputy=org["leaver"], actor=org["next"], at=org.clock(), **days)
    row = hand_over(org)
    live = Absence.objects.filter(ended_at=None)
    assert [(a.user.username, a.deputy.username) for a in live] == [("author", "next")]
    assert len(row.problems) == 1 and row.problems[0].startswith("Next Example")


def test_killed_in_the_middle_it_goes_on_where_it_was(trials: Any, leaving: Organisation, monkeypatch: Any) -> None:
    org = leaving
    records = [a_trial(trials, org) for _ in range(4)]
    real, calls = type(trials).hand_over, []

    def dies(self: Any, *args: Any, **given: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(self, *args, **given)

    monkeypatch.setattr(type(trials), "hand_over", dies)
    with pytest.raises(KeyboardInterrupt):
        hand_over(org)
    half = HandOver.objects.get()
    assert half.done == 2 and org["leaver"].is_active and half.is_busy
    HandOver.objects.update(lease_until=org.clock() - datetime.timedelta(days=400))
    work_off(at=org.clock())
    half.refresh_from_db()
    assert (half.queue_state, half.done) == ("done", 4) and not org["leaver"].is_active
    assert {trials.model.objects.get(pk=r.pk).rev for r in records} == {2}, "each once"


def test_record_that_refuses_stops_nothing_but_the_end_of_the_access(
    trials: Any, leaving: Organisation, monkeypatch: Any
) -> None:
    org = leaving
    bad, good = a_trial(trials, org), a_trial(trials, org)
    real = type(trials).hand_over

    def refuses(self: Any, record: Any, **given: Any) -> Any:
        if record == bad.pk:
            raise Unmet("Not this one.")
        return real(self, record, **given)

    monkeypatch.setattr(type(trials), "hand_over", refuses)
    row = hand_over(org)
    assert row.queue_state == "failed" and row.problems == [f"{bad.number}: Not this one."]
    assert org["leaver"].is_active and trials.model.objects.get(pk=good.pk).owner == org["next"]


def test_only_an_administrator_may_and_only_with_a_reason_and_to_somebody_there(
    trials: Any, leaving: Organisation
) -> None:
    org = leaving
    record = a_trial(trials, org)
    with pytest.raises(Forbidden):
        hand_over(org, actor=org["author"])
    with pytest.raises(Forbidden):
        trials.hand_over(record, leaver=org["leaver"], to=org["next"], actor=org["author"], at=org.clock(), reason=WHY)
    for given in ({"reason": "bye"}, {"to": org["leaver"]}):
        with pytest.raises(Invalid):
            hand_over(org, **given)
    User.objects.filter(pk=org["next"].pk).update(is_active=False)
    with pytest.raises(Invalid):
        hand_over(org)


def test_command_lists_without_changing_then_hands_over(trials: Any, leaving: Organisation, capsys: Any) -> None:
    org = leaving
    record = a_trial(trials, org)
    call_command("hand_over", "leaver", "next", "--dry-run")
    assert f"trials\t{record.number}\towner" in capsys.readouterr().out and org["leaver"].is_active
    with pytest.raises(CommandError, match="Say why"):
        call_command("hand_over", "leaver", "next")
    with pytest.raises(CommandError, match="Nobody"):
        call_command("hand_over", "nobody", "next", "--reason", WHY)
    call_command("hand_over", "leaver", "next", "--reason", WHY)
    assert "1 records handed over" in capsys.readouterr().out and not org["leaver"].is_active
    assert handing.AT_ONCE == 200
