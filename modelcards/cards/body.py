"""The Markdown of a card read: from headings and labelled lines to fields (bodywrite.py goes the other way)."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from . import schema
from .headings import Heading, ancestors, field_at, headings, norm, settled, trimmed
from .labels import take_labelled
from .refusal import at_line

MOST_HEADINGS = 2_000
MOST_SIGNS = 500_000
LEAD_CHAPTER = "Model Details"  # what the labelled lines under the title are about
_COMMENTS = re.compile(r"<!--(?:.*?-->|.*)", re.DOTALL)  # one that never ends goes to the end: linear in time


@dataclass
class Body:
    """What the Markdown of a card says."""

    title: str = ""
    sections: dict[str, str] = field(default_factory=dict)
    extra: list[dict[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass
class _Piece:
    """A stretch of text and where it belongs: a field, or a heading nobody knows."""

    key: str | None
    heading: Heading | None
    lines: list[str] = field(default_factory=list)

    def text(self) -> str:
        return trimmed("\n".join(self.lines))


def says_something(text: str) -> bool:
    """Whether more than comments stands there. A placeholder does: it was written, and placeholders.py judges it."""
    return bool(_COMMENTS.sub("", text).strip())


def read_body(text: str, *, first_line: int = 1) -> Body:
    """The title, the fields of the schema and the other headings in a Markdown text that begins at `first_line`.

    A heading that nobody knows stays with the one above it, or is kept in `extra` if there is none. Headings inside a
    text are moved to #### and below. Raises CardRefused for more than 2,000 headings or 500,000 characters.
    """
    if len(text) > MOST_SIGNS:
        line = first_line + text.count("\n", 0, MOST_SIGNS)
        raise at_line(line, _("here the text reaches %d characters. Keep data and pictures in files.") % MOST_SIGNS)
    lines, found = text.split("\n"), headings(text)
    if len(found) > MOST_HEADINGS:
        line = first_line + found[MOST_HEADINGS].start
        raise at_line(line, _("the card has more than %d headings.") % MOST_HEADINGS)
    body = Body()
    if found and found[0].level == 1 and not field_at(found[0].text, []):
        body.title = found[0].text
    lead = _Piece("summary", None, lines[: found[0].start if found else len(lines)])
    pieces, owners = [lead], dict[Heading, _Piece]()
    for number, (heading, above) in enumerate(ancestors(found)):
        until = found[number + 1].start if number + 1 < len(found) else len(lines)
        if number == 0 and body.title:
            lead.lines += lines[heading.end : until]
            continue
        owner = next((owners[one] for one in reversed(above) if one in owners), None)
        key = field_at(heading.text, [one.text for one in above])
        if key or owner is None:
            owner = _Piece(key, heading)
            pieces.append(owner)
        else:
            gap = [""] if owner.lines and owner.lines[-1].strip() else []
            owner.lines += [*gap, *lines[heading.start : heading.end]]
        owners[heading] = owner
        owner.lines += lines[heading.end : until]
    _gather(body, pieces, first_line)
    return body


def _gather(body: Body, pieces: list[_Piece], first_line: int) -> None:
    """Put the pieces into the body; a field met twice gets both texts."""
    seen: dict[tuple[str, str], int] = {}
    for piece in pieces:
        text = piece.text()
        if piece.key is None:
            if piece.heading and says_something(text := settled(text)):
                body.extra.append({"heading": piece.heading.text, "text": text})
            continue
        chapter = schema.field(piece.key).chapter or LEAD_CHAPTER
        text, said = take_labelled(text, chapter)
        for key, value in {**{k: settled(v) for k, v in said.items()}, piece.key: settled(text)}.items():
            if says_something(value):
                body.sections[key] = f"{body.sections[key]}\n\n{value}" if key in body.sections else value
        if piece.heading:
            line = first_line + piece.heading.start
            earlier = seen.setdefault((piece.key, norm(piece.heading.text)), line)
            if earlier != line:
                told = _("“%(heading)s” stands twice, in lines %(first)d and %(second)d: both texts are in one field.")
                body.warnings.append(told % {"heading": piece.heading.text, "first": earlier, "second": line})
