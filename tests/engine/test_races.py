"""Two people at the same moment: one wins, the others are told, and nothing is done twice. On both databases."""

import datetime
from typing import Any

import pytest
from django.db import connection

from qms.lib.errors import Refused, Stale, WrongState
from qms.links.models import Link
from qms.notices.models import Notice
from qms.records.models import LedgerRow
from qms.registers.verify import verify
from qms.signatures.models import Signature
from qms.signatures.proof import PasswordProof, Target, new_challenge
from tests.engine.racing import in_threads
from tests.engine.trials.models import Trial
from tests.factories.people import PASSWORD

LATER = datetime.date(2027, 1, 2)
MANY = 6

pytestmark = pytest.mark.usefixtures("own_database")


def winner(results: list[Any]) -> Any:
    """The one that succeeded; every other one was refused with 409 or 412."""
    won = [r for r in results if not isinstance(r, Refused)]
    lost = [r for r in results if isinstance(r, Refused)]
    assert len(won) == 1, [repr(r) for r in results]
    assert all(isinstance(r, WrongState | Stale) and r.status in (409, 412) for r in lost), [repr(r) for r in lost]
    return won[0]


def check(trial: Any, rev: int) -> None:
    assert Trial.objects.get(pk=trial.pk).rev == rev
    assert Trial.history.filter(entry_id=trial.pk).count() == rev
    assert LedgerRow.objects.filter(entry=trial.pk).count() == rev
    assert list(verify()) == []


@pytest.mark.parametrize("rev", [1, None], ids=["with If-Match", "without"])
def test_one_of_several_pressing_the_same_button_wins(trials: Any, org: Any, trial: Any, clock: Any, rev: Any) -> None:
    at, author = clock(), org["author"]

    def press() -> Any:
        return trials.perform(trial, "open", rev=rev, actor=author, at=at, due_on=LATER)

    won = winner(in_threads(*[press] * MANY))
    assert won.count == 1
    check(trial, 2)


def test_one_of_several_edits_of_the_same_revision_wins(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    at, people = clock(), [org["author"], org["approver"]] * 3

    def edit(n: int, actor: Any) -> Any:
        return trials.edit(trial, rev=1, actor=actor, at=at, title=f"by thread {n}")

    won = winner(in_threads(*[lambda n=n, a=a: edit(n, a) for n, a in enumerate(people)]))
    assert Trial.objects.get(pk=trial.pk).title == won.title
    check(trial, 2)


def test_edits_that_name_no_revision_queue_up_and_none_is_lost(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    at, author = clock(), org["author"]
    fields = ["note", "result", "size", "count", "review_on", "met_at"]
    values: list[Any] = ["n", "r", "7", 7, LATER, at]

    def edit(name: str, value: Any) -> Any:
        return trials.edit(trial, rev=None, actor=author, at=at, **{name: value})

    results = in_threads(*[lambda n=n, v=v: edit(n, v) for n, v in zip(fields, values, strict=True)])
    assert sorted(r.rev for r in results) == [2, 3, 4, 5, 6, 7]
    row = Trial.objects.get(pk=trial.pk)
    assert (row.note, row.result, str(row.size), row.count, row.review_on) == ("n", "r", "7.00", 7, LATER)
    check(trial, 7)


def test_an_edit_against_a_move(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    at, author = clock(), org["author"]
    won = winner(
        in_threads(
            lambda: trials.perform(trial, "open", rev=1, actor=author, at=at, due_on=LATER),
            lambda: trials.edit(trial, rev=1, actor=author, at=at, title="Other"),
            lambda: trials.attach(trial, name="a.txt", data=b"a", rev=1, actor=author, at=at),
            lambda: trials.perform(trial, "void", rev=1, actor=org["approver"], at=at, reason="Entered by mistake."),
        )
    )
    assert won.rev == 2
    check(trial, 2)


@pytest.fixture
def written(trials: Any, org: Any, trial: Any, clock: Any) -> Any:
    trial = trials.perform(trial, "open", rev=1, actor=org["author"], at=clock(), due_on=LATER)
    return trials.perform(
        trial, "submit", rev=2, actor=org["author"], at=clock(), proof=PasswordProof(PASSWORD, "author")
    )


def test_a_signing_pressed_twice_signs_and_acts_once(trials: Any, org: Any, written: Any, clock: Any) -> None:
    """With its effect: one signature, one follow-up record, one link."""
    at, approver = clock(), org["approver"]
    challenge = new_challenge(Target(approver.pk, written.pk, written.rev, "approve"))

    def approve() -> Any:
        proof = PasswordProof(PASSWORD, "approver", challenge)
        return trials.perform(written, "approve", rev=written.rev, actor=approver, at=at, proof=proof)

    winner(in_threads(*[approve] * 4))
    assert Signature.objects.filter(verb="approve").count() == 1
    assert Trial.objects.count() == 2 and Link.objects.count() == 1
    check(written, 4)


def test_two_people_approve_at_once(trials: Any, org: Any, written: Any, clock: Any) -> None:
    org.person("second", "approver", "quality_manager")
    at = clock()

    def approve(name: str) -> Any:
        proof = PasswordProof(PASSWORD, name)
        return trials.perform(written, "approve", rev=None, actor=org[name], at=at, proof=proof)

    winner(in_threads(*[lambda n=n: approve(n) for n in ("approver", "second")]))
    assert Signature.objects.filter(meaning="approval").count() == 1
    check(written, 4)


def test_the_same_link_twice_at_once(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    at, author = clock(), org["author"]
    other = trials.create(actor=author, at=at, title="Another")
    later = clock()

    def link() -> Any:
        return trials.link(trial, kind="concerns", target=other.number, rev=1, actor=author, at=later)

    winner(in_threads(*[link] * 4))
    assert Link.objects.count() == 1
    check(trial, 2)


def test_links_in_opposite_directions_do_not_lock_each_other_out(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    at, author = clock(), org["author"]
    other = trials.create(actor=author, at=at, title="Another")
    later = clock()
    pairs = [(trial, other), (other, trial)]
    for n, kind in enumerate(("concerns", "raises", "satisfies")):
        results = in_threads(
            *[
                lambda a=a, b=b, kind=kind, n=n: trials.link(
                    a, kind=kind, target=b.number, rev=n + 1, actor=author, at=later
                )
                for a, b in pairs
            ]
        )
        assert [r.rev for r in results] == [n + 2, n + 2]
    check(trial, 4)
    check(other, 4)


def test_the_new_owner_is_told_once(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    at, author, approver = clock(), org["author"], org["approver"]

    def hand_over() -> Any:
        return trials.edit(trial, rev=1, actor=author, at=at, owner=approver)

    winner(in_threads(*[hand_over] * 4))
    assert Notice.objects.filter(user=approver, rule__startswith="assigned").count() == 1


def test_the_same_external_id_at_once_makes_one_record(trials: Any, org: Any, clock: Any) -> None:
    at, author = clock(), org["author"]

    def bring() -> Any:
        return trials.create(actor=author, at=at, title="From outside", external_id="A-1", source="import")

    results = in_threads(*[bring] * 4)
    assert sum(not isinstance(r, Refused) for r in results) == 1, [repr(r) for r in results]
    assert Trial.objects.count() == 1 and Trial.objects.get().number == "TRI-2026-0001"
    assert list(verify()) == []


def test_a_deadlock_is_tried_again(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    """Two effects that lock each other's record: the database ends one of them, the door tries it again."""
    if connection.vendor != "postgresql":
        return  # SQLite has one writer at a time: nothing to try again
    import threading

    from django.db import transaction

    from qms.records.transactions import in_one_transaction

    at, author = clock(), org["author"]
    other = trials.create(actor=author, at=at, title="Another")
    later, meet = clock(), threading.Barrier(2)
    tries: list[int] = []

    @in_one_transaction
    def cross(first: Any, second: Any) -> None:
        assert transaction.get_connection().in_atomic_block
        tries.append(1)
        trials.edit(first, rev=None, actor=author, at=later, count=len(tries) + 10)
        if len(tries) <= 2:
            meet.wait(20)
        trials.edit(second, rev=None, actor=author, at=later, count=len(tries) + 20)

    in_threads(lambda: cross(trial, other), lambda: cross(other, trial))
    assert len(tries) == 3, "one of the two was ended and tried again"
    check(trial, 3)
    check(other, 3)
