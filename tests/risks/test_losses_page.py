"""The page of yearly losses: the same address gives the same numbers, always with what they rest on."""

import re

import pytest
from django.test import Client

from qms.lib.errors import Unmet
from tests.factories.risks import ESTIMATE
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


def test_estimates_are_kept_with_the_risk_and_give_the_same_again(story: Story) -> None:
    risk, author = story.risk(), Client()
    with pytest.raises(Unmet, match="The likeliest value lies between"):
        story.do(risk, "estimate_losses", "author", losses=[{**ESTIMATE, "often_likely": "9"}])
    risk = story.do(risk, "estimate_losses", "author", losses=[{**ESTIMATE, "seed": "3"}])
    author.force_login(story.org["author"])
    sent = {**ASKED, "risk": risk.number}
    seen = author.get("/risks/losses/", sent).content.decode()
    assert f"Keep with {risk.number}" in seen
    there = author.post(f"/risks/{risk.number}/do/estimate_losses/", {**ASKED, "rev": risk.rev})["Location"]
    record = author.get(there).content.decode()
    assert "2000 years, seed 7" in record and amounts(seen)[0] in record
    kept = author.get(f"/api/v1/risks/{risk.number}/").json()["losses"]
    assert [(row["by"], row["seed"], row["currency"]) for row in kept] == [
        ("author", 3, "EUR"), ("author", 7, "EUR"),
    ], "those kept before stay"  # fmt: skip
    again = re.search(r'href="(/risks/losses/[^"]+)"', record)
    assert again and amounts(author.get(again[1].replace("&amp;", "&")).content.decode()) == amounts(seen)
    reader = Client()
    reader.force_login(story.org["signer"])
    assert "Keep with" not in reader.get("/risks/losses/", sent).content.decode()


def test_the_curve_agrees_with_the_table_on_round_marks(story: Story) -> None:
    """Rare and heavy: most years cost nothing, and the tail is long."""
    rare = {"often_low": "0.1", "often_likely": "0.5", "often_high": "2", "loss_high": "200,000 EUR", "years": "10000"}
    _status, text = page(story, **rare)
    within = float(amounts(text)[-1].replace(",", ""))  # 99 of 100 years stay within
    [line] = re.findall(r'<polyline class="curve" points="([^"]+)"', text)
    places = [tuple(map(float, pair)) for pair in re.findall(r"([\d.]+) ([\d.]+)", line)]
    marks = [(float(x), float(n.replace(",", ""))) for x, n in re.findall(r'x="([\d.]+)" y="256"[^>]*>([\d,]+)<', text)]
    assert len(marks) > 3 and all(n % 10_000 == 0 for _x, n in marks), marks
    (left, _zero), (right, most) = marks[0], marks[-1]
    x = left + (right - left) * within / most
    _near, y = min(places, key=lambda place: abs(place[0] - x))
    assert 0.005 < (256 - y) / (256 - 16) < 0.015, "one year of a hundred costs more"


def test_amounts_are_read_as_people_write_them(story: Story) -> None:
    plain = amounts(page(story)[1])
    for written in ("20,000", "20 000", "20'000.00", "EUR 20,000", "20000€"):
        assert amounts(page(story, loss_high=written)[1]) == plain, written
    assert "Write a number, such as 20,000" in page(story, loss_high="twenty")[1]


def test_what_makes_no_sense_is_refused_in_words(story: Story) -> None:
    for changed, said in (
        ({"often_likely": "9"}, "The likeliest value lies between"),
        ({"loss_low": "-1"}, "greater than or equal to 0"),
        ({"years": "10000000"}, "less than or equal to 50000"),
        ({"often_high": "5000", "often_likely": "4000"}, "a running cost and no risk"),
        ({"often_high": "100", "often_likely": "20", "years": "50000"}, "draw fewer years"),
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
