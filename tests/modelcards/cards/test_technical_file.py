"""What a card says stands under its headings of the technical file (EU AI Act Annex IV)."""

import html
import re

import pytest
from django.test import Client

from tests.modelcards.cards.made import TEXTS, Cards


@pytest.mark.requirement("EUA-11")
def test_card_fills_headings_of_the_technical_file_and_a_placeholder_fills_none(cards: Cards) -> None:
    more = [
        {"id": "data_provenance", "text": "Applications that HQ received from 2020 to 2025."},
        {"id": "cybersecurity", "text": "TBD"},
    ]
    card = cards.stands(sections=[*TEXTS, *more])
    client = Client()
    client.force_login(cards.org["engineer"])
    page = client.get(f"/systems/{card.system.number}/technical-file/?version=1.0.0").content.decode()
    said = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
    assert "Applications that HQ received from 2020 to 2025." in said and card.number in said
    assert "Validator Example" in said, "signatures on the card are dated test evidence (2(g))"
    assert "TBD" not in said
