"""A card that CI pushed: which datasets it names, who may submit it, and what its sender is told."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from qms.accounts.tokens import create_token
from qms.lib.errors import Forbidden, Invalid
from qms.pages.work import waiting_for
from qms.registers import registry
from tests.modelcards.cards.made import README, Cards
from tests.modelcards.cards.test_datasets import approved, dataset
from tests.modelcards.systems.made import HASH


def push(cards: Cards, system: Any, query: str = "", readme: str = README, version: str = "1.0.0") -> Any:
    """As CI does it, with the engineer's token."""
    _row, text = create_token(user=cards.org["engineer"], name="ci", at=timezone.now())
    address = f"/api/v1/model-cards/import/?system={system.number}&version={version}&artifact={HASH}{query}"
    sent = {"content_type": "text/markdown", "HTTP_AUTHORIZATION": f"Bearer {text}"}
    return Client().post(address, readme.encode(), **sent)


def browser(cards: Cards, who: str) -> Client:
    made = Client()
    made.force_login(cards.org[who])
    return made


def test_who_answers_for_the_token_may_submit_the_card_and_is_told_so(cards: Cards) -> None:
    system = cards.approved()
    answer = push(cards, system)
    assert answer.status_code == 201
    told = answer.json()
    number = told["card"]["number"]
    assert "Engineer Example" in told["next"] and "Author Example" in told["next"] and number in told["next"]
    card = registry["model-cards"].get(number, cards.org["engineer"])
    assert card.owner == cards.org["author"]
    assert card.entry in waiting_for(cards.org["engineer"]) and card.entry in waiting_for(cards.org["author"])
    card = registry["model-cards"].edit(
        card, rev=card.rev, validator=cards.org["validator"], actor=cards.org["engineer"], at=timezone.now()
    )
    assert "Submit for review" in browser(cards, "engineer").get(f"/model-cards/{number}/").content.decode()


def test_author_submits_and_is_the_one_whose_authorship_is_signed(cards: Cards) -> None:
    card = cards.do(cards.card(), "submit", "engineer")
    assert card.state == "in_review"
    page = browser(cards, "author").get(f"/model-cards/{card.number}/").content.decode()
    assert "Engineer Example" in page
    with pytest.raises(Forbidden):
        cards.do(card, "approve", "engineer")


def test_datasets_are_named_where_the_card_is_sent(cards: Cards) -> None:
    data = approved(cards)
    cards.policy(title="Asks for data", datasets_needed=True, material=["dataset"])
    system = cards.approved()
    gates = {g["key"]: g for g in push(cards, system).json()["gates"]}
    assert gates["datasets"]["result"] == "failed" and "&dataset=" in gates["datasets"]["reason"]
    for _twice in range(2):
        answer = push(cards, system, f"&dataset={data.number}")
        assert {g["key"]: g["result"] for g in answer.json()["gates"]}["datasets"] == "passed"
    wrong = push(cards, system, "&dataset=DAT-9999")
    assert wrong.status_code == 422 and "DAT-9999" in wrong.content.decode()


def test_the_header_names_a_dataset_by_number_or_by_a_family_with_one_version(cards: Cards) -> None:
    data = approved(cards)
    for named in (data.number, "applications", "acme/applications"):
        brought = cards.sent(README.replace("license: mit", f"license: mit\ndatasets: [{named}, mnist]"))
        assert [link["target"] for link in brought.card.entry.attached["links"]] == [data.number], named
        assert not [said for said in brought.warnings if "dataset" in said]


def test_the_page_of_a_card_links_a_dataset_that_the_gate_counts(cards: Cards) -> None:
    data, card = approved(cards), cards.card()
    form = {"dataset": f"{data.number} {data.title}", "rev": card.rev}
    answer = browser(cards, "engineer").post(f"/model-cards/{card.number}/datasets/", form, follow=True)
    assert f"The card names {data.number} now." in answer.content.decode()


def test_a_link_without_sense_is_refused_and_not_offered(cards: Cards) -> None:
    data, card = dataset(cards), cards.card()
    with pytest.raises(Invalid, match="“raises” makes no sense from"):
        registry["model-cards"].link(
            card, kind="raises", target=data.number, rev=None, actor=cards.org["engineer"], at=cards.clock()
        )
    page = browser(cards, "engineer").get(f"/model-cards/{card.number}/links/").content.decode()
    assert '<option value="concerns">' in page and 'value="raises"' not in page


def test_a_card_of_another_version_or_system_is_taken_with_a_warning(cards: Cards) -> None:
    other = cards.approved(title="Pagewise")
    brought = cards.sent(README.replace("# Applicant ranking", "# Pagewise 2.8.0"), version="2.8.4")
    said = " ".join(brought.warnings)
    assert "“Pagewise 2.8.0”; you sent it as version 2.8.4" in said and other.number in said
    fitting = cards.sent(README.replace("# Applicant ranking", "# Applicant ranking v1.0.0"), version="1.0.0")
    assert not [said for said in fitting.warnings if "calls itself" in said]
