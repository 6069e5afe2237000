"""Which fields of a card belong under which heading of the technical file: asked of the card's schema."""

import re
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec

HEADING = re.compile(r"([1-9])\W*([a-h])?\W*$")


def card_fields() -> Mapping[str, Sequence[str]]:
    """Heading (`2d`) → keys of the card's fields, in the order of the schema; none while there is no schema."""
    if find_spec("modelcards.cards") is None or find_spec("modelcards.cards.schema") is None:
        return {}
    found: dict[str, list[str]] = {}
    for point, keys in import_module("modelcards.cards.schema").annex_iv().items():
        if match := HEADING.search(str(point)):
            found.setdefault(match.group(1) + (match.group(2) or ""), []).extend(keys)
    return found


def field_words(key: str) -> str:
    """A field's key in words."""
    words = key.rpartition(".")[2].replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]
