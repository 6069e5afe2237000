"""Formats by their names, and what a card is called."""

import pytest

from modelcards.cards.formats import guess, name_of, read_card, write_card
from qms.lib.errors import BadRequest
from tests.modelcards.cards.reading import TODAY, readme

JSON = b'{"model_details": {"name": "x"}}'


@pytest.mark.parametrize(
    ("data", "format"),
    [(JSON, "mct"), (b"\xef\xbb\xbf \n" + JSON, "mct"), (b"# T", "hf"), (b"---\na: b\n---", "hf"), (b"", "hf")],
)
def test_format_is_found_out(data: bytes, format: str) -> None:
    assert guess(data) == format


@pytest.mark.requirement("MC-02", "MC-03")
def test_card_is_read_and_written_in_either_format() -> None:
    card = read_card(JSON, format="", today=TODAY)
    assert (card.title, card.format) == ("x", "mct")
    assert read_card(write_card(card, format="hf").encode(), format="hf", today=TODAY).title == "x"
    assert read_card(write_card(card, format="mct").encode(), format="mct", today=TODAY).title == "x"


def test_another_format_is_a_bad_request() -> None:
    with pytest.raises(BadRequest, match="hf, mct"):
        read_card(JSON, format="pdf", today=TODAY)
    with pytest.raises(BadRequest, match="hf, mct"):
        write_card(readme("# T"), format="pdf")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("# Model Card for **Ward** [triage](https://example.org)", "Ward triage"),
        ('<h1 align="center">Ward\n <b>triage</b></h1>\n\ntext', "Ward triage"),
        ("no title", ""),
    ],
)
def test_name_is_the_title_without_markup(text: str, name: str) -> None:
    assert name_of(readme(text)) == name
