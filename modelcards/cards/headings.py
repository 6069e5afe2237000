"""Headings of Markdown: where they stand, what they mean, and at which level they are kept."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from . import schema

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_OPTIONAL = re.compile(r"[\[(]\s*optional\s*[\])]", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:\d+\s+)+")
NESTED = 4  # headings inside a field begin at ####; ## and ### belong to chapters and fields


@dataclass(frozen=True)
class Heading:
    """A heading: its level 1–6, its text as written, its first line and the line after it, counted from 0."""

    level: int
    text: str
    start: int
    end: int


@cache
def _markdown() -> object:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").disable("inline")


def headings(text: str) -> list[Heading]:
    """The headings of a Markdown text that stand for themselves: none in code, lists, quotes or HTML."""
    tokens = _markdown().parse(text)  # type: ignore[attr-defined]
    found = []
    for token, inline in zip(tokens, tokens[1:], strict=False):
        if token.type == "heading_open" and token.level == 0:
            said = " ".join(inline.content.split())
            if said:
                found.append(Heading(int(token.tag[1]), said, *token.map))
    return found


def norm(heading: str) -> str:
    """A heading as it is looked up: without markup, emoji, number, “[optional]” and case."""
    text = unicodedata.normalize("NFKC", _OPTIONAL.sub(" ", _LINK.sub(r"\1", heading))).casefold()
    text = re.sub(r"&(?:amp;)?", " and ", text.replace("'", "").replace("’", ""))
    words = " ".join(re.sub(r"[\W_]+", " ", text).split())
    return _NUMBER.sub("", words)


@cache
def _known() -> dict[tuple[str, ...], str]:
    """Normalised path of a heading (its ancestor and itself, or itself alone) → key of a field."""
    found: dict[tuple[str, ...], str] = {}
    for key, field in schema.fields().items():
        for spelling in filter(None, field.hf):
            path = tuple(norm(part) for part in spelling.split(" / "))
            found.setdefault(path, key)
    return found


def field_at(heading: str, above: list[str]) -> str | None:
    """The key of the field that a heading opens below the headings `above`; None for one nobody knows."""
    said = norm(heading)
    for ancestor in reversed(above):
        if key := _known().get((norm(ancestor), said)):
            return key
    return _known().get((said,))


def atx(level: int, text: str) -> str:
    """A heading as a line of Markdown; at most six signs."""
    said = re.sub(r"(^|\s)(#+)$", r"\1\\\2", " ".join(text.split()))
    return f"{'#' * min(6, level)} {said}"


def relevel(text: str, top: int = NESTED) -> str:
    """`text` with its headings moved so that the highest stands at level `top`; below 6 there is no further down."""
    found = headings(text)
    if not found:
        return text
    shift = top - min(heading.level for heading in found)
    lines = text.split("\n")
    for heading in reversed(found):
        lines[heading.start : heading.end] = [atx(heading.level + shift, heading.text)]
    return "\n".join(lines)


def ancestors(found: list[Heading]) -> Iterator[tuple[Heading, list[Heading]]]:
    """Every heading with those above it, the highest first."""
    above: list[Heading] = []
    for heading in found:
        while above and above[-1].level >= heading.level:
            above.pop()
        yield heading, list(above)
        above.append(heading)
