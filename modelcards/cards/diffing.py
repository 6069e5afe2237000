"""Two cards compared, field by field and metric by metric: what a signed version had, and what the new one has."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from qms.lib.worddiff import word_diff

from . import jsontext, schema, yamledit, yamlread
from .card import LISTS, ParsedCard
from .mctshape import KNOWN
from .metrics import IDENTITY, KEYS, Row, identity
from .modelindex import KEY as INDEX

Change = Literal["added", "removed", "changed"]
Judged = Literal["better", "worse", ""]
#: What is the same measurement although its dataset has a newer version.
_SAME = tuple(key for key in IDENTITY if key != "dataset_version")


@dataclass(frozen=True)
class TextChange:
    """A field or another heading that differs. `words` are the pieces of word_diff."""

    key: str
    label: str
    change: Change
    old: str
    new: str

    @property
    def words(self) -> list[tuple[str, str]]:
        return word_diff(self.old, self.new)


@dataclass(frozen=True)
class MetricChange:
    """A metric that differs: the rows, the keys that differ, the exact difference of the values and what it means."""

    change: Change
    old: Row
    new: Row
    keys: tuple[str, ...] = ()
    difference: Decimal | None = None
    judged: Judged = ""


@dataclass(frozen=True)
class CardDiff:
    """Everything that differs between two cards, in the order of the schema."""

    texts: list[TextChange]
    metrics: list[MetricChange]

    def __bool__(self) -> bool:
        return bool(self.texts or self.metrics)


def diff(old: ParsedCard, new: ParsedCard) -> CardDiff:
    """What changed from `old` to `new`. If only the spelling of the metadata did, they are shown whole."""
    found = CardDiff(_texts(old, new), _metrics(old.metrics, new.metrics))
    if not found and old.metadata != new.metadata:
        found.texts.append(_text("metadata", "metadata", old.metadata, new.metadata))
    return found


def _text(key: str, label: str, old: str, new: str) -> TextChange:
    return TextChange(key, label, "added" if not old else "removed" if not new else "changed", old, new)


def _texts(old: ParsedCard, new: ParsedCard) -> list[TextChange]:
    """Title, fields, the front matter key by key, and other headings."""
    pairs = [("title", "title", old.title, new.title)]
    pairs += [
        (key, f.label, old.sections.get(key, ""), new.sections.get(key, "")) for key, f in schema.fields().items()
    ]
    for kind, read in (("values", _values), ("metadata", _metadata), ("extra", _headed)):
        before, after = read(old), read(new)
        for name in dict.fromkeys([*before, *after]):
            pairs.append((f"{kind}.{name}", name, before.get(name, ""), after.get(name, "")))
    return [_text(*pair) for pair in pairs if pair[2] != pair[3]]


def _values(card: ParsedCard) -> dict[str, str]:
    return {key: "\n".join(texts) for key, texts in card.values.items()}


def _metadata(card: ParsedCard) -> dict[str, str]:
    """Every key of the front matter that is shown nowhere else, as YAML; of other formats the keys nobody knows."""
    if card.format == "mct":
        data = jsontext.load(card.metadata) if card.metadata else {}
        return {key: jsontext.dump(value) for key, value in data.items() if key not in KNOWN}
    data = yamlread.load(card.metadata)
    return {key: yamledit.dump({key: value}) for key, value in data.items() if key not in (*LISTS, INDEX)}


def _headed(card: ParsedCard) -> dict[str, str]:
    """The other headings with their texts; those that stand twice together."""
    found: dict[str, str] = {}
    for one in card.extra:
        heading = one["heading"]
        found[heading] = f"{found[heading]}\n\n{one['text']}" if heading in found else one["text"]
    return found


def _metrics(old: list[Row], new: list[Row]) -> list[MetricChange]:
    """Rows paired by what they measure: first with the same version of the dataset, then with another."""
    exact = _grouped(old, identity)
    pairs = [(exact[identity(row)].pop(0) if exact.get(identity(row)) else None, row) for row in new]
    loose = _grouped([row for rows in exact.values() for row in rows], _without_version)
    changes = []
    for was, row in pairs:
        if was is None and loose.get(_without_version(row)):
            was = loose[_without_version(row)].pop(0)
        if was is None:
            changes.append(MetricChange("added", Row(), row))
        elif was != row:
            changes.append(_compared(was, row))
    return changes + [MetricChange("removed", row, Row()) for rows in loose.values() for row in rows]


def _without_version(row: Row) -> tuple[str, ...]:
    return tuple(str(row.get(key, "")) for key in _SAME)


def _grouped(rows: list[Row], key: Callable[[Row], tuple[str, ...]]) -> dict[tuple[str, ...], list[Row]]:
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _compared(old: Row, new: Row) -> MetricChange:
    """Two rows of one measurement; a difference is computed only in the same unit."""
    keys = tuple(key for key in KEYS if old.get(key) != new.get(key))
    if old.get("unit") != new.get("unit"):
        return MetricChange("changed", old, new, keys)
    difference = Decimal(new["value"]) - Decimal(old["value"])
    judged: Judged = ""
    if difference and (direction := new.get("direction")):
        judged = "better" if (difference > 0) == (direction == "higher") else "worse"
    return MetricChange("changed", old, new, keys, difference, judged)
