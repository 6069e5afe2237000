"""Electronic signatures: who may sign with what proof, what a signature holds, and when it is valid."""

import datetime
import json
from typing import Any

import pytest
from django.core import signing as django_signing

from qms.accounts.models import Attempt
from qms.accounts.people import system_user
from qms.lib.errors import Forbidden, Invalid, ProofRefused, Stale, TooMany, WrongState
from qms.notices.models import Notice
from qms.records.models import LedgerRow
from qms.registers import people
from qms.registers.signing import preview, signatures_of
from qms.registers.verify import verify
from qms.signatures.models import Signature
from qms.signatures.proof import PasswordProof, StatedProof, Target, new_challenge
from tests.engine.tampering import change, undone
from tests.engine.trials.models import Trial
from tests.factories.people import PASSWORD

LATER = datetime.date(2027, 1, 2)


@pytest.fixture
def written(trials: Any, org: Any, trial: Any, clock: Any) -> Any:
    """A record that the author is about to sign."""
    return trials.perform(trial, "open", rev=1, actor=org["author"], at=clock(), due_on=LATER)


@pytest.fixture
def submit(trials: Any, org: Any, written: Any, clock: Any) -> Any:
    """Signs as the author, or as somebody else, with a proof."""

    def run(proof: Any = None, *, record: Any = None, who: str = "author", **values: Any) -> Any:
        record = record or written
        values = {"rev": record.rev, "at": clock(), **values}
        return trials.perform(record, "submit", actor=org[who], proof=proof, **values)

    return run


def untouched(record: Any) -> None:
    """Nothing was moved, signed or raised."""
    row = Trial.objects.get(pk=record.pk)
    assert (row.state, row.rev) == (record.state, record.rev)
    assert not Signature.objects.exists()
    assert list(verify()) == []


@pytest.mark.requirement("P11-50-1", "A11-14")
def test_a_signature_holds_name_instant_meaning_and_what_it_covers(submit: Any, org: Any, clock: Any) -> None:
    at = clock()
    after = submit(PasswordProof(PASSWORD, "author"), at=at)
    ((row, valid),) = signatures_of(after)
    assert valid and (row.printed_name, row.meaning, row.covers) == ("Author Example", "authorship", "the content")
    assert (row.at, row.rev, row.verb, row.method, row.role) == (at, after.rev, "submit", "password", "Contributor")
    assert row.statement == "1" and len(bytes(row.scope_hash)) == 32
    told = json.loads(bytes(LedgerRow.objects.get(entry=after.pk, rev=after.rev).body))
    assert told["extra"]["signature"]["name"] == "Author Example"
    assert list(verify()) == []


@pytest.mark.requirement("P11-50-2")
def test_the_printed_name_stays_as_it_was_at_signing(submit: Any, org: Any) -> None:
    after = submit(PasswordProof(PASSWORD, "author"))
    author = org["author"]
    author.display_name = "Anna Married"
    author.save()
    assert signatures_of(after)[0][0].printed_name == "Author Example"


@pytest.mark.requirement("P11-200-1", "P11-200-2")
@pytest.mark.parametrize(
    ("proof", "said"),
    [
        (PasswordProof("wrong password", "author"), "password is not right"),
        (PasswordProof("", "author"), "password is not right"),
        (PasswordProof(PASSWORD), "takes your own user name and your password"),
        (PasswordProof(PASSWORD, ""), "takes your own user name and your password"),
        (PasswordProof(PASSWORD, "approver"), "your own user name"),
        (PasswordProof(PASSWORD, "approver", first=False), "only sign as yourself"),
        (PasswordProof("wrong password", first=False), "password is not right"),
        (None, "a token cannot sign"),
    ],
)
def test_a_proof_that_does_not_hold_is_refused(submit: Any, written: Any, proof: Any, said: str) -> None:
    with pytest.raises(ProofRefused, match=said) as caught:
        submit(proof)
    assert caught.value.status == 403
    untouched(written)


@pytest.mark.requirement("P11-200-2")
@pytest.mark.parametrize("proof", [PasswordProof(PASSWORD, "Author"), PasswordProof(PASSWORD, first=False)])
def test_a_proof_that_holds_signs(submit: Any, proof: Any) -> None:
    assert submit(proof).state == "written"


@pytest.mark.requirement("P11-200-3")
def test_somebody_elses_password_signs_nothing(org: Any, submit: Any, written: Any) -> None:
    approver = org["approver"]
    people.reset_password(
        user=org["author"], password="another long password", actor=system_user(), at=written.changed_at
    )  # so that the two differ
    assert approver.check_password(PASSWORD)
    author = org["author"]
    author.must_set_password = False
    author.save()
    for proof in (PasswordProof(PASSWORD, "author"), PasswordProof(PASSWORD, "approver")):
        with pytest.raises(ProofRefused):
            submit(proof)
    untouched(written)


@pytest.mark.requirement("P11-200-3")
def test_a_password_that_an_administrator_set_cannot_sign(org: Any, submit: Any, written: Any, clock: Any) -> None:
    new = "another long password"
    people.reset_password(user=org["author"], password=new, actor=system_user(), at=clock())
    with pytest.raises(ProofRefused, match="Choose a new one"):
        submit(PasswordProof(new, "author"))
    untouched(written)


@pytest.mark.requirement("P11-10j")
def test_the_statement_must_be_accepted_before_the_first_signature(
    trials: Any, org: Any, submit: Any, clock: Any
) -> None:
    org.person("novice", "contributor", accepted=False)
    record = trials.create(actor=org["novice"], at=clock(), title="By a novice", note="n")
    record = trials.perform(record, "open", rev=1, actor=org["novice"], at=clock(), due_on=LATER)
    proof = PasswordProof(PASSWORD, "novice")
    with pytest.raises(ProofRefused, match="Accept the statement"):
        submit(proof, record=record, who="novice")
    people.accept_statement(actor=org["novice"], at=clock())
    assert submit(proof, record=record, who="novice").state == "written"
    event = LedgerRow.objects.get(action="people.accept_statement", subject="novice")
    assert json.loads(bytes(event.body))["details"] == {"version": "1"}


def test_a_challenge_is_bound_to_what_the_page_showed(
    trials: Any, org: Any, submit: Any, written: Any, clock: Any
) -> None:
    author = org["author"]
    t = trials.lifecycle.transitions["submit"]
    shown = preview(written, t, actor=author, at=clock())
    assert (shown.meaning, shown.covers) == ("authorship", "the content")
    assert shown.content["fields"]["note"] == "A first note." and shown.content["number"] == written.number
    right = Target(author.pk, written.pk, written.rev, "submit")
    wrong = [
        Target(org["approver"].pk, right.entry_id, right.rev, right.verb),
        Target(right.signer_id, right.entry_id + 1, right.rev, right.verb),
        Target(right.signer_id, right.entry_id, right.rev - 1, right.verb),
        Target(right.signer_id, right.entry_id, right.rev, "approve"),
    ]
    for target in wrong:
        with pytest.raises(ProofRefused, match="not what would be signed"):
            submit(PasswordProof(PASSWORD, "author", new_challenge(target)))
    for forged in ("nonsense", django_signing.dumps(["x"], salt="other"), shown.challenge[:-1], shown.challenge + "x"):
        with pytest.raises(ProofRefused, match="not genuine"):
            submit(PasswordProof(PASSWORD, "author", forged))
    untouched(written)
    after = submit(PasswordProof(PASSWORD, "author", shown.challenge))
    assert bytes(Signature.objects.get().scope_hash).hex() == shown.scope_hash, "signed is what was shown"
    assert after.state == "written"


def test_a_challenge_expires(submit: Any, org: Any, written: Any, settings: Any) -> None:
    challenge = new_challenge(Target(org["author"].pk, written.pk, written.rev, "submit"))
    settings.QMS_PROOF_MINUTES = -1
    with pytest.raises(ProofRefused, match="open too long"):
        submit(PasswordProof(PASSWORD, "author", challenge))
    untouched(written)


def test_a_proof_is_not_taken_twice(trials: Any, org: Any, submit: Any, written: Any, clock: Any) -> None:
    """Replayed as it is: the record has moved on. Replayed on the same revision: the challenge is spent."""
    challenge = new_challenge(Target(org["author"].pk, written.pk, written.rev, "submit"))
    proof = PasswordProof(PASSWORD, "author", challenge)
    after = submit(proof)
    with pytest.raises(WrongState):
        submit(proof)
    back = trials.perform(after, "back", rev=after.rev, actor=org["approver"], at=clock(), reason="Say more about it.")
    with pytest.raises(Stale):
        submit(proof, record=written)
    with pytest.raises(ProofRefused, match="not what would be signed"):
        submit(proof, record=back)
    for row in (back, back.entry):
        change(row, "rev", written.rev)
    with pytest.raises(ProofRefused, match="used before"):
        submit(proof, record=written)
    assert Signature.objects.count() == 1


@pytest.mark.requirement("P11-10g-2")
def test_the_author_signs_authorship_and_nobody_else_does(
    trials: Any, org: Any, submit: Any, written: Any, clock: Any
) -> None:
    with pytest.raises(Forbidden):
        submit(PasswordProof(PASSWORD, "approver"), who="approver")
    after = submit(PasswordProof(PASSWORD, "author"))
    people.grant_role(user=org["author"], role="approver", unit=org.units["HQ"], actor=system_user(), at=clock())
    with pytest.raises(Forbidden):
        proof = PasswordProof(PASSWORD, "author")
        trials.perform(after, "approve", rev=after.rev, actor=org["author"], at=clock(), proof=proof)
    proof = PasswordProof(PASSWORD, "approver")
    done = trials.perform(after, "approve", rev=after.rev, actor=org["approver"], at=clock(), proof=proof)
    assert [(s.meaning, s.printed_name, valid) for s, valid in signatures_of(done)] == [
        ("authorship", "Author Example", True), ("approval", "Approver Example", True),
    ]  # fmt: skip


@pytest.mark.requirement("P11-70-1")
def test_a_change_inside_the_scope_invalidates_and_back_again_validates(
    trials: Any, org: Any, submit: Any, written: Any, clock: Any
) -> None:
    after = submit(PasswordProof(PASSWORD, "author"))
    author, why = org["author"], "The wording was unclear."

    def edit(**values: Any) -> bool:
        nonlocal after
        after = trials.edit(after, rev=after.rev, actor=author, at=clock(), reason=why, **values)
        return signatures_of(after)[0][1]

    assert edit(result="A result that comes later.", owner=author), "a field outside the scope"
    assert not edit(note="Another note.")
    assert edit(note="A first note.")
    assert not edit(steps=[{"what": "x"}])
    assert edit(steps=[])
    assert not edit(size="1.51")
    assert edit(size="1.5")
    after = trials.attach(after, name="a.txt", data=b"a", rev=after.rev, actor=author, at=clock())
    assert not signatures_of(after)[0][1], "a file is inside"
    file = after.entry.attached["files"][0]["id"]
    after = trials.detach(after, attachment=file, rev=after.rev, actor=author, at=clock(), reason=why)
    assert signatures_of(after)[0][1]
    other = trials.create(actor=author, at=clock(), title="Another")
    after = trials.link(after, kind="concerns", target=other.number, rev=after.rev, actor=author, at=clock())
    assert signatures_of(after)[0][1], "a link is outside"
    after = trials.perform(after, "back", rev=after.rev, actor=org["approver"], at=clock(), reason=why)
    assert signatures_of(after)[0][1], "a lawful later step is outside"


@pytest.mark.requirement("P11-70-2")
def test_a_signature_fits_no_other_record(trials: Any, org: Any, submit: Any, clock: Any) -> None:
    after = submit(PasswordProof(PASSWORD, "author"))
    twin = trials.create(actor=org["author"], at=clock(), title="One trial", note="A first note.", size="1.5")
    with undone():
        change(Signature.objects.get(), "entry", twin.pk)
        ((_row, valid),) = signatures_of(twin)
        assert not valid
        assert any(p.where == "signatures_signature" and p.subject == after.number for p in verify())


def test_values_are_settled_before_they_are_signed(
    trials: Any, org: Any, written: Any, submit: Any, clock: Any
) -> None:
    why = "Measured once more."
    form = {"size": "2.5", "note": "Cafe\u0301\r\nau lait"}
    record = trials.edit(written, rev=2, actor=org["author"], at=clock(), reason=why, **form)
    after = submit(PasswordProof(PASSWORD, "author"), record=record)
    fresh = trials.get(after.number, org["author"])
    assert signatures_of(fresh)[0][1]


def test_only_the_demo_states_instead_of_proving(submit: Any, written: Any) -> None:
    for source in ("page", "api", "import", "job", "command", ""):
        with pytest.raises(ProofRefused, match="not taken here"):
            submit(StatedProof(), source=source)
    untouched(written)
    after = submit(StatedProof(), source="demo")
    assert Signature.objects.get(entry=after.pk).method == "demo"


@pytest.mark.requirement("P11-300d")
def test_a_refused_signing_is_kept_although_the_move_rolls_back(
    own_database: str, trials: Any, org: Any, submit: Any, written: Any, clock: Any
) -> None:
    org.person("boss", "administrator")
    with pytest.raises(ProofRefused):
        submit(PasswordProof("wrong password", "author"), source="page:77")
    untouched(written)
    event = LedgerRow.objects.get(action="signatures.refused")
    assert (event.subject, event.actor_id, event.source) == (written.number, org["author"].pk, "page:77")
    said = json.loads(bytes(event.body))["details"]
    assert said["verb"] == "submit" and "password" in said["why"] and "wrong password" not in str(said)
    told = Notice.objects.get(user=org["boss"])
    assert "Author Example" in told.text and written.number in told.text
    assert list(verify()) == []


@pytest.mark.requirement("P11-300d")
def test_wrong_passwords_lock_signing_for_a_while(
    own_database: str, org: Any, submit: Any, written: Any, clock: Any, settings: Any
) -> None:
    settings.QMS_SIGNING_FAILURES, settings.QMS_SIGNING_LOCK_MINUTES = 3, 15
    for _ in range(3):
        with pytest.raises(ProofRefused):
            submit(PasswordProof("wrong password", "author"))
    with pytest.raises(TooMany, match="locked for 15 minutes") as caught:
        submit(PasswordProof(PASSWORD, "author"))
    assert caught.value.status == 429
    assert Attempt.objects.count() == 3, "a locked account is not asked, so nothing is counted"
    untouched(written)
    clock(minutes=16)
    assert submit(PasswordProof(PASSWORD, "author")).state == "written"


def test_a_reason_may_go_with_a_signature_but_a_bad_value_is_refused_first(
    trials: Any, org: Any, written: Any, submit: Any
) -> None:
    with pytest.raises(Invalid):
        submit(PasswordProof(PASSWORD, "author"), reason="a\x00b")
    untouched(written)
