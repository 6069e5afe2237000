"""Cards for these tests: read from text, without what does not travel."""

import dataclasses
import datetime
from collections.abc import Callable

import pytest

from modelcards.cards.card import ParsedCard
from modelcards.cards.hf import read_readme
from modelcards.cards.mct import read_mct
from modelcards.cards.refusal import CardRefused

TODAY = datetime.date(2026, 11, 27)
RESULT = "model-index:\n- name: m\n  results:\n  - task: {type: t}\n    dataset: {type: d, name: D}\n    metrics:\n"


def readme(text: str) -> ParsedCard:
    return read_readme(text.encode(), today=TODAY)


def toolkit(text: str) -> ParsedCard:
    return read_mct(text.encode(), today=TODAY)


def front(yaml: str, body: str = "# A model\n") -> str:
    """A README with this front matter."""
    return f"---\n{yaml.rstrip()}\n---\n{body}"


def refused(text: str | bytes, read: Callable[..., ParsedCard] = read_readme) -> CardRefused:
    """The refusal that reading gives."""
    with pytest.raises(CardRefused) as caught:
        read(text if isinstance(text, bytes) else text.encode(), today=TODAY)
    return caught.value


def content(card: ParsedCard) -> ParsedCard:
    """The card without remarks and pictures, which an export does not carry."""
    return dataclasses.replace(card, warnings=[], files=[])
