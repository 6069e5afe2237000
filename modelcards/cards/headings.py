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
_MAYBE = re.compile(r"^ {0,3}(?:#{1,6}(?:[ \t]|$)|=+[ \t]*$|-+[ \t]*$)", re.MULTILINE)
_MAYBE_OPEN = re.compile(r"```|~~~|<")
_CLOSERS = ("```", "~~~", "````", "~~~~", "-->", "</pre>", "</script>", "</style>", "</textarea>", "?>", ">", "]]>")
_SENTINEL = "closed-here"
LONGEST = 300  # of a heading that is looked up
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
    if not _MAYBE.search(text):
        return []
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
    text = _OPTIONAL.sub(" ", _LINK.sub(r"\1", heading[:LONGEST]))
    text = unicodedata.normalize("NFKC", text).casefold()
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


def trimmed(text: str) -> str:
    """The text without blank lines before it, blanks after it and blanks alone on a line."""
    lines = [line if line.strip() else "" for line in text.split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines).rstrip()


def settled(text: str) -> str:
    """A text as it may stand between two headings: trimmed, its own headings below them, nothing left open."""
    return _closed(relevel(trimmed(text)))


def _closed(text: str) -> str:
    """The text with whatever it leaves open (a code block, a comment) closed, so that what follows is read."""
    if not _MAYBE_OPEN.search(text) or _is_closed(text):
        return text
    for closer in _CLOSERS:
        if _is_closed(f"{text}\n{closer}"):
            return f"{text}\n{closer}"
    return "\n".join(f"    {line}" for line in text.split("\n"))  # as code: nothing in it can be open


def _is_closed(text: str) -> bool:
    return any(heading.text == _SENTINEL for heading in headings(f"{text}\n\n# {_SENTINEL}")[-1:])
