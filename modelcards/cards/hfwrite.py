"""A card written as a Hugging Face README that huggingface_hub reads."""

import datetime
from typing import Any

from . import front, yamlread
from .bodywrite import write_body
from .card import LISTS, ParsedCard
from .hf import answered, lists_of
from .indexwrite import index_of
from .modelindex import KEY, rows_of
from .yamledit import edit

#: Front matter whose values are texts by definition: `language: no` leaves with quotes, so that no reader sees False.
TEXTS = (*LISTS, "metrics", "license_name", "pretty_name")


def write_readme(card: ParsedCard) -> str:
    """The README of a card: its front matter with what was edited merged in, then its text.

    Keys nobody knows keep their place and spelling. The model-index is written anew if metrics changed. A field that
    only repeats the front matter (the licence) is not written a second time.
    """
    text = card.metadata if card.format == "hf" else ""
    meta = yamlread.load(text)
    before, _odd = lists_of(meta)
    changes: dict[str, Any] = {key: value for key, value in meta.items() if key in TEXTS and _is_read_as_bool(value)}
    for key in LISTS:
        if card.values.get(key, []) != before.get(key, []):
            changes[key] = _merged(meta.get(key), card.values.get(key, []))
    kept = rows_of(meta, text, first_line=1, today=datetime.date.max)
    if kept != card.metrics:
        changes[KEY] = index_of(card.metrics, meta, kept, card.title or "model") or None
    yaml = edit(text, changes)
    derived = (answered(before), answered(card.values))
    sections = {k: said for k, said in card.sections.items() if said not in (answers.get(k) for answers in derived)}
    body = write_body(card.title, sections, card.extra)
    if not yaml.strip():
        return f"---\n{{}}\n---\n\n{body}" if front.opens(body) else body
    return f"---\n{yaml}\n---\n\n{body}"


def _merged(old: Any, texts: list[str]) -> Any:
    """The new texts in the shape of the old value: one alone stays alone; what is no text stays."""
    others = [one for one in old if not isinstance(one, str) and one is not None] if isinstance(old, list) else []
    if len(texts) == 1 and not isinstance(old, list):
        return texts[0]
    return [*texts, *others] or None


def _is_read_as_bool(value: Any) -> bool:
    """Whether huggingface_hub would read a text in `value` as true or false."""
    items = value if isinstance(value, list) else [value]
    return any(isinstance(one, str) and yamlread.tag_of(one) == "bool" for one in items)
