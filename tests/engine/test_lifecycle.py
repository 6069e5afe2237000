"""Moves: the order of refusals, what is asked, guards, checks, effects, and what the buttons say beforehand."""

import datetime
from typing import Any

import pytest

from qms.lib.errors import BadRequest, Forbidden, Invalid, NotVisible, NotYet, ProofRefused, Stale, Unmet, WrongState
from qms.lifecycle import Lifecycle, Scope, Signing, State, Transition
from qms.records.models import Entry, LedgerRow
from qms.registers.predicates import anyone
from qms.registers.verify import verify
from qms.signatures.proof import PasswordProof
from tests.engine.trials.models import Trial
from tests.factories.people import PASSWORD

LATER = datetime.date(2027, 1, 2)


def opened(trials: Any, org: Any, trial: Any, clock: Any) -> Any:
    return trials.perform(trial, "open", rev=trial.rev, actor=org["author"], at=clock(), due_on=LATER)


def test_a_move_changes_state_phase_and_what_its_effects_say(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    after = opened(trials, org, trial, clock)
    assert (after.state, after.rev, after.count, after.due_on) == ("open", 2, 1, LATER)
    entry = Entry.objects.get(pk=after.pk)
    assert (entry.state, entry.phase, entry.nearest, entry.rev) == ("open", "open", LATER, 2)
    assert list(verify()) == []


@pytest.mark.requirement("P11-10f")
def test_refusals_come_in_the_order_404_409_403_412_422(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    """Each actor and state gets the first reason that applies, although later ones apply too."""
    org.person("reader", "reader")
    trial = trials.edit(trial, rev=1, actor=org["author"], at=clock(), note="")
    wrong: dict[str, Any] = {"rev": 99, "at": clock(), "nonsense": 1}
    steps = [
        (NotVisible, "stranger", trial, "open"),
        (NotVisible, "stranger", trial, "submit"),
        (NotVisible, "stranger", 987654, "open"),
        (NotVisible, "author", trial, "fly"),
        (NotYet, "reader", trial, "submit"),  # 409 as well: it starts in a later state
        (Forbidden, "reader", trial, "open"),
        (Forbidden, "author", trial, "void"),
        (Stale, "author", trial, "open"),
    ]
    for error, who, record, verb in steps:
        with pytest.raises(error) as caught:
            trials.perform(record, verb, actor=org[who], **wrong)
        assert type(caught.value) is error
    now = {**wrong, "rev": 2}
    with pytest.raises(Unmet, match="Write the note first"):
        trials.perform(trial, "open", actor=org["author"], **now)
    trial = trials.edit(trial, rev=2, actor=org["author"], at=clock(), note="n")
    with pytest.raises(BadRequest, match="nonsense"):
        trials.perform(trial, "open", actor=org["author"], **{**wrong, "rev": 3, "at": clock()})
    assert Trial.objects.get(pk=trial.pk).rev == 3 and list(verify()) == []


def test_the_sentences_say_what_to_do(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    with pytest.raises(WrongState, match="TRI-2026-0001 is “Draft”. “Submit” is possible from: Open."):
        trials.perform(trial, "submit", rev=1, actor=org["author"], at=clock())
    with pytest.raises(Forbidden, match="You may not do “Void” on TRI-2026-0001: it takes quality manager."):
        trials.perform(trial, "void", rev=1, actor=org["author"], at=clock())
    with pytest.raises(NotVisible, match="There are: open, submit"):
        trials.perform(trial, "fly", rev=1, actor=org["author"], at=clock())


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({}, Invalid, "due_on"),
        ({"due_on": None}, Invalid, "due_on"),
        ({"due_on": "soon"}, Invalid, "due_on"),
        ({"due_on": datetime.date(2026, 1, 1)}, Unmet, "lies in the past"),
        ({"due_on": "2026-01-01"}, Unmet, "lies in the past"),
        ({"due_on": LATER, "note": "EVIL"}, BadRequest, "note"),
        ({"due_on": LATER, "state": "approved"}, BadRequest, "state"),
        ({"due_on": LATER, "owner": 999_999}, Invalid, "owner"),
    ],
)
def test_what_a_move_asks_for_is_checked(
    trials: Any, org: Any, trial: Any, clock: Any, asked: dict[str, Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        trials.perform(trial, "open", rev=1, actor=org["author"], at=clock(), **asked)
    assert Trial.objects.get(pk=trial.pk).state == "draft" and list(verify()) == []


@pytest.mark.requirement("A11-9-1")
def test_a_move_that_asks_why_takes_no_empty_answer(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    for reason in ("", "no", "-" * 30):
        with pytest.raises(Invalid) as caught:
            trials.perform(trial, "void", rev=1, actor=org["approver"], at=clock(), reason=reason)
        assert "reason" in caught.value.fields
    after = trials.perform(trial, "void", rev=1, actor=org["approver"], at=clock(), reason="Entered by mistake.")
    assert (after.state, after.entry.phase) == ("void", "void")


def test_offers_say_what_is_open_what_is_blocked_and_why(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    offers = {o.transition.verb: o for o in trials.offers(trial, actor=org["author"], at=clock())}
    assert list(offers) == ["open", "void", "never"], "only moves that start here"
    assert offers["open"].open and not offers["void"].allowed and not offers["never"].allowed
    trial = trials.edit(trial, rev=1, actor=org["author"], at=clock(), note="")
    blocked = trials.offers(trial, actor=org["author"], at=clock())[0]
    assert blocked.allowed and not blocked.open and blocked.reasons == ["Write the note first."]


def test_an_offer_is_kept_and_a_blocked_one_refused(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    """What the button says and what the verb does come from one object."""
    for actor in ("author", "approver", "stranger"):
        for offer in trials.offers(trial, actor=org[actor], at=clock()):
            if not offer.open:
                with pytest.raises((Forbidden, NotVisible, Unmet)):
                    trials.perform(trial, offer.transition.verb, rev=1, actor=org[actor], at=clock())


def test_effects_write_other_records_in_the_same_transaction(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    trial = opened(trials, org, trial, clock)
    proof = {"author": PasswordProof(PASSWORD, "author"), "approver": PasswordProof(PASSWORD, "approver")}
    trial = trials.perform(trial, "submit", rev=2, actor=org["author"], at=clock(), proof=proof["author"])
    at = clock()
    trial = trials.perform(trial, "approve", rev=3, actor=org["approver"], at=at, proof=proof["approver"])
    other = Trial.objects.exclude(pk=trial.pk).get()
    assert other.title == f"Follow-up of {trial.number}" and other.created_at == at
    assert other.entry.links_out.get().target_id == trial.pk
    assert trial.rev == 4, "a link raises the revision of its source alone"
    assert list(verify()) == []


def test_a_signed_move_without_proof_moves_nothing(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    trial = opened(trials, org, trial, clock)
    with pytest.raises(ProofRefused, match="a token cannot sign"):
        trials.perform(trial, "submit", rev=2, actor=org["author"], at=clock())
    assert Trial.objects.get(pk=trial.pk).state == "open"


def test_a_wrong_table_is_refused_when_it_is_declared() -> None:
    draft = State("draft", "Draft", "draft")
    with pytest.raises(ValueError, match="unknown states"):
        Lifecycle([draft], [Transition("go", "Go", ("draft",), "gone", anyone)])
    with pytest.raises(ValueError, match="same verb"):
        Lifecycle([draft], [Transition("go", "Go", ("draft",), "draft", anyone)] * 2)
    with pytest.raises(ValueError, match="unknown meaning"):
        Signing("autograph", Scope())


def test_moves_are_in_the_ledger_under_their_verb(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    opened(trials, org, trial, clock)
    assert list(LedgerRow.objects.filter(entry=trial.pk).order_by("rev").values_list("action", flat=True)) == [
        "trials.create", "trials.open",
    ]  # fmt: skip


def test_a_move_without_a_target_stays_in_the_state_it_starts_from() -> None:
    states = [State("draft", "Draft", "draft"), State("open", "Open", "open")]
    look = Transition("look", "Look at it", ("draft", "open"), "", anyone)
    assert Lifecycle(states, [look]).leaving("open") == [look]
    assert [look.leads_to(state) for state in look.sources] == ["draft", "open"]
