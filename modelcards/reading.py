"""A card's content made ready for reading: sections in the order of the schema, metrics grouped by dataset."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from .cards import schema
from .cards.placeholders import is_empty, is_unknown
from .gates import plain

#: Metric rows on the page of a card; all of them are in its exports.
MOST_SHOWN = 200


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


@dataclass(frozen=True)
class Block:
    """One section of the card."""

    key: str
    label: str
    texts: list[Text]

    @property
    def filled(self) -> list[Text]:
        return [t for t in self.texts if not t.empty]

    @property
    def vacant(self) -> list[Text]:
        return [t for t in self.texts if t.empty]


@dataclass(frozen=True)
class Line:
    """One metric. `at`, `low` and `high` are places on a scale of 0 to 100 for its little picture, None without one."""

    row: dict[str, Any]
    verified: bool
    at: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Group:
    """The metrics of one dataset."""

    dataset: str
    lines: list[Line] = field(default_factory=list)


def content_of(card: Any) -> dict[str, Any]:
    """Blocks, further sections, metric groups, and how many metrics there are besides those shown."""
    files = {f["sha256"] for f in card.entry.attached.get("files", [])}
    shown = card.metrics[:MOST_SHOWN]
    return {
        "blocks": blocks_of(card.sections), "extra": card.extra, "groups": groups_of(shown, files),
        "metrics_total": len(card.metrics), "metrics_more": len(card.metrics) - len(shown), "card": card,
    }  # fmt: skip


def blocks_of(rows: Iterable[dict[str, Any]]) -> list[Block]:
    """Every section of the schema with its fields."""
    texts = {row["id"]: row["text"] for row in rows}
    return [Block(s.key, s.label, [_text(f, texts.get(f.key, "")) for f in s.fields]) for s in schema.sections()]


def _text(held: schema.Field, text: str) -> Text:
    empty = is_empty(text, none_is_answer=held.none)
    return Text(held.key, held.label, held.help, text, held.kind, empty, not empty and is_unknown(text))


def groups_of(rows: Iterable[dict[str, Any]], files: set[str]) -> list[Group]:
    """Metric rows under the dataset and version they were measured on, in the order they came."""
    found: dict[str, Group] = {}
    for row in rows:
        name = " ".join(filter(None, (row.get("dataset"), row.get("dataset_version"), row.get("split"))))
        found.setdefault(name, Group(name)).lines.append(_line(row, files))
    return list(found.values())


def _line(row: dict[str, Any], files: set[str]) -> Line:
    verified = bool(row.get("file")) and row["file"] in files
    whole = {"fraction": Decimal(1), "percent": Decimal(100)}.get(row.get("unit") or "")
    if whole is None or not row.get("value"):
        return Line(row, verified)
    places = [_place(row.get(name), whole) for name in ("value", "lower", "upper")]
    return Line(row, verified, *places)


def _place(text: Any, whole: Decimal) -> float | None:
    if not text:
        return None
    return round(float(min(max(Decimal(text) / whole, Decimal(0)), Decimal(1)) * 100), 2)


def short(text: Any) -> str:
    """A number for a table: at most six places."""
    number = Decimal(str(text))
    places = max(-int(number.as_tuple().exponent), 0)  # type: ignore[arg-type]
    return plain(round(number, 6) if places > 6 else number)
