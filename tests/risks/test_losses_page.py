"""The page of yearly losses: the same address gives the same numbers, always with what they rest on."""

import re

from django.test import Client

from tests.risks.made import Story

ASKED = {
    "often_low": "0.5", "often_likely": "1", "often_high": "3", "loss_low": "1000", "loss_likely": "5000",
    "loss_high": "20000", "currency": "eur", "shape": "pert", "years": "2000", "seed": "7",
}  # fmt: skip


def page(story: Story, **changed: str) -> tuple[int, str]:
    client = Client()
    client.force_login(story.org["author"])
    answer = client.get("/risks/losses/", {**ASKED, **changed})
    return answer.status_code, answer.content.decode()


def amounts(text: str) -> list[str]:
    return re.findall(r"([\d,.]+) EUR</td>", text)


def test_the_same_address_gives_the_same_numbers_with_their_assumptions(story: Story) -> None:
    status, once = page(story)
    assert status == 200 and amounts(once) == amounts(page(story)[1]) != amounts(page(story, seed="8")[1])
    assert len(amounts(once)) == 6 and "2000 years were drawn with the seed 7." in once
    assert "Half of the years cost more than" in once


def test_what_makes_no_sense_is_refused_in_words(story: Story) -> None:
    for changed, said in (
        ({"often_likely": "9"}, "The likeliest value lies between"),
        ({"loss_low": "-1"}, "greater than or equal to 0"),
        ({"years": "10000000"}, "less than or equal to 50000"),
        ({"often_high": "5000", "often_likely": "4000"}, "a running cost and no risk"),
        ({"currency": "E1"}, "at least 3 characters"),
    ):
        status, text = page(story, **changed)
        assert status == 422 and said in text and not amounts(text), changed


def test_the_empty_form_is_offered_from_the_overviews(story: Story) -> None:
    client = Client()
    client.force_login(story.org["author"])
    assert "Say how often and how much" in client.get("/risks/losses/").content.decode()
    assert 'href="/risks/losses/"' in client.get("/risks/trend/").content.decode()
    assert "losses" not in client.get("/opportunities/trend/").content.decode()
