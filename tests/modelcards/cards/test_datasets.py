"""What a card rests on: datasets that are recorded, approved and without a required check that failed."""

from decimal import Decimal
from typing import Any

import pytest

from modelcards.jobs import look_again
from modelcards.services.datasets import next_version, report_quality
from qms.lib.errors import Unmet
from qms.links.models import Link
from qms.registers import registry
from tests.engine.tampering import change
from tests.factories.datasets import SHEET
from tests.modelcards.cards.made import Cards
from tests.modelcards.cards.test_another_look import problem
from tests.modelcards.cards.test_life import asked, codes

FAILED = {
    "rule": "missing values", "value": Decimal("0.2"), "comparison": "le", "threshold": Decimal("0.05"),
    "required": True, "file": "e" * 64, "tool": "checks 1.0", "on": "2026-01-04",
}  # fmt: skip


def dataset(cards: Cards, **values: Any) -> Any:
    given = {"title": "Applications 2025", "family": "applications", "version": "1", "version_hash": "d" * 64}
    given |= {"licence": "internal", "personal": "yes", "owner": cards.org["author"], **SHEET, **values}
    return registry["datasets"].create(actor=cards.org["author"], at=cards.clock(), **given)


def approved(cards: Cards, **values: Any) -> Any:
    return cards.do(cards.do(dataset(cards, **values), "submit", "author"), "approve", "approver")


def card_on(cards: Cards, data: Any) -> Any:
    """A draft that names the dataset."""
    card = cards.card()
    return registry["model-cards"].link(
        cards.fresh(card), kind="concerns", target=data.number, rev=None, actor=cards.org["engineer"], at=cards.clock()
    )


def stands_on(cards: Cards, data: Any) -> Any:
    """An approved card that names the dataset."""
    card = cards.do(cards.do(card_on(cards, data), "submit", "author"), "sign_validator", "validator")
    return cards.do(card, "approve", "boss")


@pytest.fixture(autouse=True)
def needed(cards: Cards) -> None:
    cards.policy(title="Asks for data", datasets_needed=True, material=["dataset"])


def test_card_without_a_dataset_or_with_one_that_is_not_approved_is_not_submitted(cards: Cards) -> None:
    with pytest.raises(Unmet, match="Link the datasets"):
        cards.do(cards.card(), "submit", "author")
    draft = dataset(cards)
    with pytest.raises(Unmet, match=f"{draft.number}.*not approved"):
        cards.do(card_on(cards, draft), "submit", "author")


@pytest.mark.requirement("EUA-10")
def test_required_check_that_fails_later_keeps_a_card_back_and_turns_one_that_stands(cards: Cards) -> None:
    data = approved(cards)
    waiting, standing = card_on(cards, data), stands_on(cards, data)
    report_quality(data, [FAILED], actor=cards.org["author"], at=cards.clock())
    with pytest.raises(Unmet, match="missing values"):
        cards.do(waiting, "submit", "author")
    assert "look_again" in codes(asked(cards, standing))
    assert look_again(at=cards.clock()) == 1
    assert "missing values" in cards.fresh(standing).look_again_because


def test_dataset_that_is_withdrawn_closes_the_gate_and_turns_the_card(cards: Cards) -> None:
    data = approved(cards)
    card = stands_on(cards, data)
    assert asked(cards, card).result == "pass"
    cards.do(data, "withdraw", "approver")
    assert "look_again" in codes(asked(cards, card))
    assert look_again(at=cards.clock()) == 1
    assert data.number in cards.fresh(card).look_again_because


def test_dataset_that_is_superseded_closes_the_gate_and_turns_the_card(cards: Cards) -> None:
    data = approved(cards)
    card = stands_on(cards, data)
    new = next_version(data, version="2", version_hash="f" * 64, actor=cards.org["author"], at=cards.clock())
    assert asked(cards, card).result == "pass", "a draft supersedes nothing"
    cards.do(cards.do(new, "submit", "author"), "approve", "approver")
    row = asked(cards, card)
    assert codes(row) == {"look_again"} and "Superseded" in str(row.reasons)
    assert look_again(at=cards.clock()) == 1


def test_open_nonconformity_about_a_dataset_is_one_about_the_card(cards: Cards) -> None:
    cards.policy(title="Problems count", material=["nonconformity"])
    data = approved(cards)
    card = stands_on(cards, data)
    found = problem(cards, data, title="Labels of March are swapped")
    assert codes(asked(cards, card)) == {"look_again"}
    assert look_again(at=cards.clock()) == 1
    assert found.number in cards.fresh(card).look_again_because


def test_dataset_that_is_unlinked_in_the_database_does_not_pass(cards: Cards) -> None:
    card = stands_on(cards, approved(cards))
    change(Link.objects.get(source=card.pk, kind="concerns"), "removed_at", cards.clock())
    row = asked(cards, card)
    assert {"signature", "look_again"} == codes(row) and "is no longer linked" in str(row.reasons)
