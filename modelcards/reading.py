"""A card's content made ready for reading: its lead, sections in the order of the schema, metrics by dataset."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .cards import schema
from .cards.placeholders import is_empty, is_unknown
from .metric_lines import Group, groups_of

#: Metric rows on the page of a card; all of them are in its exports.
MOST_SHOWN = 200
LEAD = "summary"  # stands on top, in larger letters


@dataclass(frozen=True)
class Text:
    """One field with what it says. `empty`: also where only a placeholder stands."""

    key: str
    label: str
    help: str
    text: str
    kind: str
    empty: bool
    unknown: bool

    @property
    def on(self) -> datetime.date | None:
        """The day that it says, where it says one."""
        try:
            return datetime.date.fromisoformat(self.text) if self.kind == "date" else None
        except ValueError:
            return None


@dataclass(frozen=True)
class Block:
    """One section of the card: texts to read, and short facts."""

    key: str
    label: str
    said: Sequence[Text]

    @property
    def texts(self) -> list[Text]:
        """What is read as prose."""
        return [t for t in self.said if t.kind == "text" and not t.empty and t.key != LEAD]

    @property
    def facts(self) -> list[Text]:
        """What fits on a line."""
        return [t for t in self.said if t.kind != "text" and not t.empty]

    @property
    def filled(self) -> bool:
        """Whether it says anything besides the lead."""
        return bool(self.texts or self.facts)

    @property
    def vacant(self) -> list[Text]:
        """What it does not say."""
        return [t for t in self.said if t.empty]


@dataclass(frozen=True)
class Content:
    """Everything on the page of a card."""

    card: Any
    lead: str
    blocks: Sequence[Block]
    extra: Sequence[dict[str, Any]]
    groups: Sequence[Group]
    more: int  # metric rows that are only in the exports
    datasets: Sequence[Any] = field(default_factory=list)

    @property
    def vacant(self) -> list[Block]:
        """Sections that say nothing."""
        return [block for block in self.blocks if not block.filled]


def content_of(card: Any, datasets: Sequence[Any] = ()) -> Content:
    """The content of a card; `datasets` are the entries of those it names and the reader sees."""
    files = {f["sha256"] for f in card.entry.attached.get("files", [])}
    blocks = blocks_of(card.sections)
    lead = next((t.text for b in blocks for t in b.said if t.key == LEAD and not t.empty), "")
    shown = card.metrics[:MOST_SHOWN]
    return Content(card, lead, blocks, card.extra, groups_of(shown, files), len(card.metrics) - len(shown), datasets)


def blocks_of(rows: Iterable[dict[str, Any]]) -> list[Block]:
    """Every section of the schema with its fields."""
    texts = {row["id"]: row["text"] for row in rows}
    return [Block(s.key, s.label, [_text(f, texts.get(f.key, "")) for f in s.fields]) for s in schema.sections()]


def _text(held: schema.Field, text: str) -> Text:
    empty = is_empty(text, none_is_answer=held.none)
    return Text(held.key, held.label, held.help, text, held.kind, empty, not empty and is_unknown(text))
