"""Every way to a “pass” that would be none: the ground moves under a signed card, lawfully or behind the program."""

import datetime
import logging
from typing import Any

import pytest

from modelcards.jobs import look_again
from modelcards.models import GateAnswer
from modelcards.services import gate
from qms.accounts.people import system_user
from qms.lib.errors import Unmet, WrongState
from qms.registers import people, registry
from qms.signatures.models import Signature
from tests.engine.tampering import change, remove
from tests.modelcards.cards.made import METRIC, TEXTS, Cards
from tests.modelcards.cards.test_life import asked, codes
from tests.modelcards.systems.made import HASH, OTHER_HASH, answered

ALL = ["dataset", "risk", "nonconformity", "monitor", "policy"]
TALKS = answered(transparency="50-1")
END = datetime.date(2026, 2, 1)


@pytest.mark.requirement("MC-04")
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title", "Applicant ranking 1.0.1"),
        ("sections", [*TEXTS, {"id": "limitations", "text": "None that we know of."}]),
        ("metrics", [{**METRIC, "value": "0.99"}]),
        ("extra", [{"heading": "Notes", "text": "Added later."}]),
        ("metadata", "license: mit\n"),
    ],
)
def test_content_that_changes_under_the_approval_takes_the_signatures_with_it(
    cards: Cards, column: str, value: Any
) -> None:
    card = cards.stands()
    change(card, column, value)
    row = asked(cards, card)
    assert row.result == "fail" and "signature" in codes(row)


def test_artifact_that_is_swapped_in_the_database_does_not_pass(cards: Cards) -> None:
    card = cards.stands()
    change(card.version, "artifact", OTHER_HASH)
    row = asked(cards, card, artifact=OTHER_HASH)
    assert row.result == "fail" and codes(row) == {"signature"}


def test_metric_file_that_is_taken_off_does_not_pass(cards: Cards) -> None:
    draft = cards.card()
    common: dict[str, Any] = {"rev": None, "actor": cards.org["engineer"]}
    register = registry["model-cards"]
    register.attach(draft, name="accuracy.json", data=b'{"accuracy": 0.93}', at=cards.clock(), **common)
    cards.do(cards.do(draft, "submit", "author"), "sign_validator", "validator")
    card = cards.do(draft, "approve", "boss")
    assert asked(cards, card).result == "pass"
    [held] = card.entry.attached["files"]
    with pytest.raises(WrongState):
        register.detach(card, attachment=held["id"], at=cards.clock(), reason="Too large to keep.", **common)
    change(card.entry, "attached", {"files": []})
    assert codes(asked(cards, card)) == {"signature"}


@pytest.mark.parametrize("verb", ["submit", "sign_validator", "approve"])
def test_signature_that_is_gone_does_not_pass(cards: Cards, verb: str) -> None:
    card = cards.stands()
    remove(Signature.objects.get(entry=card.pk, verb=verb))
    assert codes(asked(cards, card)) == {"signature"}


@pytest.mark.parametrize(
    ("column", "value"), [("state", "approved"), ("valid_until", "2027-02-01"), ("conditions", "")]
)
def test_condition_that_is_taken_away_in_the_database_does_not_pass(cards: Cards, column: str, value: str) -> None:
    card = cards.conditional(END)
    change(card, column, value)
    row = asked(cards, card, days=60) if column == "valid_until" else asked(cards, card)
    assert row.result == "fail" and "signature" in codes(row)


def test_card_that_was_never_approved_does_not_pass_by_its_state(cards: Cards) -> None:
    card = cards.signed()
    change(card, "state", "approved")
    assert {"signature", "review_due"} <= codes(asked(cards, card))
    change(card, "policy", None)
    assert {"signature", "review_due", "policy"} <= codes(asked(cards, card))


def test_card_without_a_day_of_review_does_not_pass(cards: Cards) -> None:
    card = cards.stands()
    change(card, "review_on", None)
    assert codes(asked(cards, card)) == {"review_due"}


@pytest.mark.parametrize("column", ["material", "signers"])
def test_policy_that_is_weakened_in_the_database_does_not_pass(cards: Cards, column: str) -> None:
    card = cards.stands()
    change(cards.policies().get(), column, [])
    assert codes(asked(cards, card)) == {"policy"}


@pytest.mark.parametrize("sent", [HASH.upper(), f" {HASH}\n", f"sha256:{HASH}", f"SHA256:{HASH.upper()}"])
def test_the_same_hash_in_another_spelling_is_the_same(cards: Cards, sent: str) -> None:
    assert asked(cards, cards.stands(), artifact=sent).result == "pass"


@pytest.mark.parametrize("sent", [f"{HASH}a", f"{HASH[:32]} {HASH[32:]}", "  ", "sha256:", HASH[:-1] + "а", "*", "%"])
def test_what_only_looks_like_the_hash_is_another_one(cards: Cards, sent: str) -> None:
    row = asked(cards, cards.stands(), artifact=sent)
    assert row.result == "fail" and codes(row) <= {"wrong_artifact", "no_artifact"}


@pytest.mark.parametrize(("verb", "who"), [("retire", "author"), ("withdraw", "approver")])
def test_version_that_is_used_no_longer_does_not_pass(cards: Cards, verb: str, who: str) -> None:
    card = cards.stands()
    said = {"measure": "disable"} if verb == "withdraw" else {}
    cards.do(card.version, verb, who, **said)
    assert codes(asked(cards, card)) == {"version_state"}


def test_version_that_is_voided_is_unknown_and_its_name_given_anew_has_no_card(cards: Cards) -> None:
    draft = cards.card()
    cards.do(draft, "void", "engineer")
    cards.do(draft.version, "void", "author")
    assert codes(asked(cards, draft)) == {"unknown_version"}
    cards.version(draft.system, artifact=OTHER_HASH)
    assert codes(asked(cards, draft, artifact=OTHER_HASH)) == {"no_card"}


@pytest.mark.parametrize(
    ("verb", "who", "said"),
    [
        ("restrict", "approver", {"restrictions": "Not for positions abroad."}),
        ("reassess", "author", {}),
        ("retire", "boss", {}),
    ],
)
def test_system_that_is_not_approved_does_not_pass(cards: Cards, verb: str, who: str, said: dict[str, str]) -> None:
    card = cards.stands()
    cards.do(card.system, verb, who, **said)
    assert codes(asked(cards, card)) == {"system_state"}


def test_system_that_is_voided_behind_the_program_does_not_pass(cards: Cards) -> None:
    card = cards.stands()
    change(card.system, "state", "void")
    assert codes(asked(cards, card)) == {"system_state"}


def reclassified(cards: Cards, system: Any) -> Any:
    """The system is found to talk to people: classified, tested and approved anew."""
    system = cards.edit(cards.do(system, "reassess", "author"), answers=TALKS)
    cards.do(cards.do(system, "approve_classification", "compliance"), "test", "author")
    return cards.do(system, "approve", "boss", review_on=datetime.date(2027, 1, 1))


@pytest.mark.requirement("MC-04")
@pytest.mark.parametrize("material", [[], ALL], ids=["nothing material", "everything material"])
def test_card_that_was_approved_for_another_class_does_not_pass(cards: Cards, material: list[str]) -> None:
    cards.policy(title="Minimal, once more", material=material)
    card = cards.stands()
    cards.policy(title="Transparency", risk_class="transparency", material=material)
    reclassified(cards, card.system)
    row = asked(cards, card)
    assert codes(row) == {"look_again"} and "the card was approved for “Minimal”" in row.reasons[0]["text"]
    assert look_again(at=cards.clock(days=20)) == 1, "however long ago it was"
    assert codes(asked(cards, card)) == {"card_look_again"}
    card = cards.do(card, "confirm", "boss", reason="It was looked at under the new class.")
    assert card.policy.risk_class == "transparency" and asked(cards, card).result == "pass"


def test_class_that_is_changed_behind_the_program_does_not_pass(cards: Cards) -> None:
    card = cards.stands()
    change(card.system, "risk_class", "out_of_scope")
    assert codes(asked(cards, card)) == {"class", "look_again"}


@pytest.mark.parametrize("material", [[], ALL], ids=["nothing material", "everything material"])
def test_class_without_a_policy_in_force_does_not_pass(cards: Cards, material: list[str]) -> None:
    policy = cards.policy(title="The only one", material=material)
    card = cards.stands()
    change(policy, "state", "superseded")
    row = asked(cards, card)
    assert row.result == "fail" and "No release policy is in force" in row.reasons[0]["text"]


def test_conditions_are_not_met_by_cancelling_their_actions(cards: Cards) -> None:
    card = cards.conditional(END)
    for action in registry["actions"].model.objects.all():
        cards.do(action, "cancel", "approver")
    with pytest.raises(Unmet, match="2 conditions were set and 0 actions are verified"):
        cards.do(card, "lift_conditions", "boss")
    assert asked(cards, card).result == "conditional"
    assert codes(asked(cards, card, days=40)) == {"expired"}


def test_conditions_outlive_another_look(cards: Cards) -> None:
    card = cards.do(cards.conditional(END), "look_again", "approver")
    with pytest.raises(Unmet, match="Not verified yet"):
        cards.do(card, "confirm", "boss")
    cards.verify_actions()
    card = cards.do(card, "confirm", "boss")
    assert (card.state, asked(cards, card).result) == ("approved", "pass")


def test_signer_who_left_has_signed_all_the_same(cards: Cards) -> None:
    card = cards.stands()
    cards.org.person("admin", "administrator", unit="HQ")
    for name in ("validator", "boss"):
        people.deactivate(
            user=cards.org[name], actor=cards.org["admin"], at=cards.clock(), reason="Left the company today."
        )
    assert asked(cards, card).result == "pass"


def test_row_that_cannot_be_read_counts_as_no_and_the_log_says_why(
    cards: Cards, caplog: pytest.LogCaptureFixture
) -> None:
    card = cards.stands()
    change(card, "rested_on", [{"number": "DAT-0001"}])
    with caplog.at_level(logging.ERROR):
        row = asked(cards, card)
    assert (row.result, codes(row)) == ("fail", {"not_evaluated"})
    assert GateAnswer.objects.get(pk=row.pk).result == "fail", "the answer is kept like any other"
    [record] = [r for r in caplog.records if r.name == "modelcards.services.gate"]
    assert card.system.number in record.getMessage() and record.exc_info and record.exc_info[0] is KeyError


def test_whoever_asks_gets_the_same_answer(cards: Cards) -> None:
    """The answer is about the version; a machine of the house and a person who may see it hear the same."""
    card = cards.stands()
    cards.do(card, "look_again", "approver")
    at, system = cards.clock(), cards.fresh(card.system)
    rows = [
        gate.answer(system, version="1.0.0", artifact=HASH, actor=actor, at=at)
        for actor in (cards.org["engineer"], cards.org["approver"], system_user())
    ]
    assert len({gate.etag(row) for row in rows}) == 1 and {row.result for row in rows} == {"fail"}
