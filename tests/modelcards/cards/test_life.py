"""A card from its draft to a release that passes, and every way in which it does not."""

import datetime
from typing import Any

import pytest
from django.test import Client

from modelcards.models import GateAnswer
from modelcards.services import gate
from qms.lib.errors import Forbidden, Unmet, WrongState
from qms.notices.models import Notice
from qms.pages.work import waiting_for
from qms.registers import registry
from qms.registers.signing import signatures_of
from tests.modelcards.cards.made import METRIC, TEXTS, Cards
from tests.modelcards.systems.made import HASH, OTHER_HASH


def asked(cards: Cards, card: Any, version: str = "1.0.0", artifact: str = HASH, **later: float) -> GateAnswer:
    """What the gate says now, or later."""
    at = cards.clock(**later) if later else cards.clock()
    system = cards.fresh(card.system)
    return gate.answer(system, version=version, artifact=artifact, actor=cards.org["engineer"], at=at, source="test")


def codes(row: GateAnswer) -> set[str]:
    return {reason["code"] for reason in row.reasons}


@pytest.mark.requirement("MC-04", "EUA-17")
def test_card_is_submitted_reviewed_approved_and_passes_the_gate(cards: Cards) -> None:
    card = cards.stands()
    row = asked(cards, card)
    assert (row.result, codes(row)) == ("pass", {"card"})
    assert [(s.verb, s.meaning, valid) for s, valid in signatures_of(cards.fresh(card))] == [
        ("submit", "authorship", True), ("sign_validator", "review", True), ("approve", "approval", True)
    ]  # fmt: skip
    assert row.asked_by_name == "Engineer Example"


@pytest.mark.parametrize("state", ["card", "submitted", "signed"])
def test_card_that_is_not_approved_does_not_pass(cards: Cards, state: str) -> None:
    assert asked(cards, getattr(cards, state)()).result == "fail"


@pytest.mark.parametrize(
    ("asked_for", "code"),
    [
        ({"version": "1.0.1"}, "unknown_version"),
        ({"version": "1.0.0 "}, "unknown_version"),
        ({"artifact": OTHER_HASH}, "wrong_artifact"),
        ({"artifact": ""}, "no_artifact"),
        ({"artifact": HASH[:63]}, "wrong_artifact"),
    ],
)
def test_another_version_or_artifact_does_not_pass(cards: Cards, asked_for: dict[str, str], code: str) -> None:
    row = asked(cards, cards.stands(), **asked_for)
    assert row.result == "fail" and code in codes(row)


@pytest.mark.parametrize(
    ("verb", "who", "code"),
    [
        ("look_again", "approver", "card_look_again"),
        ("supersede", "author", "card_superseded"),
        ("retire", "author", "card_retired"),
        ("withdraw", "approver", "card_withdrawn"),
        ("revise", "engineer", "card_draft"),
    ],
)
def test_card_that_stands_no_longer_does_not_pass(cards: Cards, verb: str, who: str, code: str) -> None:
    card = cards.do(cards.stands(), verb, who)
    row = asked(cards, card)
    assert row.result == "fail" and code in codes(row)


def test_version_that_is_superseded_or_system_that_is_not_approved_does_not_pass(cards: Cards) -> None:
    card = cards.stands()
    cards.do(card.version, "make_current", "author")
    assert asked(cards, card).result == "pass"
    cards.do(card.version, "supersede", "author")
    assert "version_state" in codes(asked(cards, card))
    other = cards.stands(cards.version(cards.approved()))
    cards.do(other.system, "reassess", "author")
    assert "system_state" in codes(asked(cards, other))


@pytest.mark.requirement("MC-04")
def test_card_whose_review_is_overdue_does_not_pass(cards: Cards) -> None:
    card = cards.stands()
    assert card.review_on == datetime.date(2027, 1, 5)
    assert asked(cards, card, days=365).result == "pass"
    assert "review_due" in codes(asked(cards, card, days=1))


def test_conditional_approval_ends_on_its_day_and_opens_actions(cards: Cards) -> None:
    card = cards.conditional(datetime.date(2026, 2, 1))
    actions = registry["actions"].model.objects.order_by("pk")
    assert [(a.title, a.owner, a.due_on) for a in actions] == [
        ("Measure recall by age.", cards.org["author"], card.valid_until),
        ("Describe the fallback.", cards.org["author"], card.valid_until),
    ]
    assert asked(cards, card).result == "conditional"
    assert asked(cards, card, days=27).result == "conditional"
    row = asked(cards, card, days=1)
    assert row.result == "fail" and "expired" in codes(row)


def test_conditions_are_lifted_when_their_actions_are_verified(cards: Cards) -> None:
    card = cards.conditional(datetime.date(2026, 2, 1))
    with pytest.raises(Unmet, match="Not verified yet"):
        cards.do(card, "lift_conditions", "boss")
    cards.verify_actions()
    card = cards.do(card, "lift_conditions", "boss")
    assert (card.state, card.valid_until) == ("approved", None)
    assert asked(cards, card, days=60).result == "pass"


@pytest.mark.requirement("P11-10g-2")
def test_who_pushed_the_content_is_an_author_and_cannot_validate(cards: Cards) -> None:
    cards.org.person("both", "validator", "contributor")
    brought = cards.sent(actor=cards.org["both"])
    card = cards.edit(brought.card, "author", metrics=[METRIC], validator=cards.org["both"])
    assert set(card.authors) == {cards.org["both"].pk, cards.org["author"].pk}
    with pytest.raises(Unmet, match="Both Example"):
        cards.do(card, "submit", "author")


@pytest.mark.requirement("P11-10g-2")
def test_who_adds_a_metric_file_is_an_author_and_cannot_validate(cards: Cards) -> None:
    cards.org.person("both", "validator", "contributor")
    system = cards.approved(team=[cards.org["engineer"].pk])
    card = cards.card(cards.version(system), validator=cards.org["both"], owner=cards.org["both"])
    register = registry["model-cards"]
    common: dict[str, Any] = {"rev": None, "actor": cards.org["both"]}
    card = register.attach(card, name="accuracy.json", data=b"{}", at=cards.clock(), **common)
    assert card.authors == [cards.org["engineer"].pk, cards.org["both"].pk]
    card = cards.edit(card, "engineer", owner=cards.org["author"])
    with pytest.raises(Unmet, match="Both Example"):
        cards.do(card, "submit", "author")


def test_team_does_not_validate(cards: Cards) -> None:
    cards.org.person("mate", "validator")
    system = cards.approved(team=[cards.org["engineer"].pk, cards.org["mate"].pk])
    card = cards.card(cards.version(system), validator=cards.org["mate"])
    with pytest.raises(Unmet, match="Mate Example"):
        cards.do(card, "submit", "author")


def test_submitting_waits_for_every_gate_and_says_which(cards: Cards) -> None:
    card = cards.card(sections=[{"id": "primary_uses", "text": "[More Information Needed]"}])
    with pytest.raises(Unmet, match="1 gates are not passed"):
        cards.do(card, "submit", "author")
    assert cards.do(cards.edit(card, "engineer", sections=TEXTS), "submit", "author").state == "in_review"


def test_content_is_locked_while_it_is_signed_and_requests_lead_back_to_the_draft(cards: Cards) -> None:
    card = cards.submitted()
    with pytest.raises(WrongState, match="signed or being signed"):
        cards.edit(card, "engineer", title="Another title")
    asked_for = [{"section": "primary_uses", "text": "Say for which positions."}]
    card = cards.do(card, "request_changes", "validator", requests=asked_for)
    assert card.state == "draft"
    assert (card.requests[0]["by"], card.requests[0]["on"]) == (cards.org["validator"].pk, "2026-01-05")


def told(card: Any, rule: str = "turn") -> list[str]:
    """Who was told that it is his turn, in the order of telling."""
    rows = Notice.objects.filter(entry=card.pk, rule__startswith=rule).order_by("pk")
    return list(rows.values_list("user__username", flat=True))


@pytest.mark.requirement("EUA-17")
def test_card_waits_for_everybody_who_is_asked_to_sign_and_then_for_the_approver(cards: Cards) -> None:
    def waits(name: str) -> bool:
        return waiting_for(cards.org[name]).filter(pk=card.pk).exists()

    cards.policy(title="Two look at it", signers=["peer", "validator"])
    card = cards.submitted(peer=cards.org["peer"])
    assert sorted(told(card)) == ["peer", "validator"]
    assert waits("peer") and waits("validator") and not waits("second")
    card = cards.do(card, "sign_peer", "peer")
    assert not waits("peer") and waits("validator") and len(told(card)) == 2, "nobody is told the same twice"
    unread = Notice.objects.filter(entry=card.pk, rule__startswith="turn", read_at=None)
    assert [n.user.username for n in unread] == ["validator"], "what somebody has done is no news to him"
    cards.edit(card, "author", validator=cards.org.person("other", "validator"))
    assert waits("other") and not waits("validator")
    card = cards.do(card, "sign_validator", "other")
    assert not waits("other") and waits("second") and "second" in told(card)
    card = cards.do(card, "request_changes", "boss", requests=[{"section": "metrics", "text": "Say n."}])
    assert waits("author") and not waits("second")


def test_signature_of_a_text_that_changed_holds_no_longer(cards: Cards) -> None:
    card = cards.do(cards.signed(), "request_changes", "boss", requests=[{"section": "metrics", "text": "Say n."}])
    card = cards.edit(card, "engineer", metrics=[{**METRIC, "n": 1999}])
    card = cards.do(card, "submit", "author")
    with pytest.raises(Unmet, match="Validator"):
        cards.do(card, "approve", "boss")


def test_nobody_approves_what_he_owns_or_wrote(cards: Cards) -> None:
    card = cards.signed()
    for who in ("author", "engineer", "validator"):
        with pytest.raises(Forbidden):
            cards.do(card, "approve", who)


def test_withdrawing_is_signed_and_keeps_the_card(cards: Cards) -> None:
    card = cards.do(cards.stands(), "withdraw", "approver")
    assert card.state == "withdrawn"
    assert [s.verb for s, _valid in signatures_of(card)][-1] == "withdraw"


def test_every_answer_is_kept(cards: Cards) -> None:
    card = cards.stands()
    asked(cards, card)
    asked(cards, card, artifact=OTHER_HASH)
    kept = gate.answers_of(card.system)
    assert [(row.result, row.artifact) for row in kept] == [("fail", OTHER_HASH), ("pass", HASH)]


def test_etag_changes_with_the_answer_and_only_then(cards: Cards) -> None:
    card = cards.stands()
    first, second = asked(cards, card), asked(cards, card)
    assert gate.etag(first) == gate.etag(second)
    cards.do(card, "look_again", "approver")
    assert gate.etag(asked(cards, card)) != gate.etag(first)


def test_who_has_signed_is_not_told_that_the_signature_waits(cards: Cards) -> None:
    card = cards.signed()
    browser = Client()
    browser.force_login(cards.org["validator"])
    page = browser.get(f"/model-cards/{card.number}/").content.decode()
    assert "This part is signed" not in page and "waits.</b>" not in page
