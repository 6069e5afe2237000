"""Metric rows made ready for reading: figures with their units, what was needed, and places on a small scale."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from .gates import plain

WHOLE = {"fraction": Decimal(1), "percent": Decimal(100)}
NICE = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
Row = dict[str, Any]


@dataclass(frozen=True)
class Scale:
    """Places of 0 to 100 on the scale of a row: value, interval, and what was needed; `until` is its end in words."""

    at: float
    low: float | None
    high: float | None
    needed: float | None
    until: str


@dataclass(frozen=True)
class Line:
    """One metric."""

    row: Row
    verified: bool
    scale: Scale | None

    @property
    def value(self) -> str:
        """The figure with its unit."""
        return _figure(self.row.get("value"), self.row)

    @property
    def interval(self) -> str:
        """`9.5 – 10.1`; "" without one."""
        low, high = (self.row.get(name) for name in ("lower", "upper"))
        return f"{low or '…'} – {high or '…'}" if low or high else ""

    @property
    def needed(self) -> str:
        """`≤ 12 %`; "" where nothing was asked."""
        if not self.row.get("threshold"):
            return ""
        sign = {"higher": "≥ ", "lower": "≤ "}.get(self.row.get("direction", ""), "")
        return sign + _figure(self.row["threshold"], self.row)

    @property
    def cases(self) -> str:
        """n, in groups of three."""
        return f"{int(self.row['n']):,}" if self.row.get("n") else ""

    @property
    def on(self) -> datetime.date | None:
        """When it was measured."""
        return datetime.date.fromisoformat(self.row["date"]) if self.row.get("date") else None

    @property
    def words(self) -> str:
        """The picture in words."""
        said = [self.value, self.interval, self.needed]
        if self.scale:
            said.append(_("on a scale that ends at %s") % self.scale.until)
        return ", ".join(filter(None, said))


@dataclass(frozen=True)
class Group:
    """The metrics of one dataset, version and split."""

    dataset: str
    version: str
    split: str
    lines: list[Line] = field(default_factory=list)


def groups_of(rows: Sequence[Row], files: set[str]) -> list[Group]:
    """Metric rows under what they were measured on, in the order they came. `files` are hashes of what is attached."""
    ends = _ends(rows)
    found: dict[tuple[str, ...], Group] = {}
    for row in rows:
        key = tuple(str(row.get(name) or "") for name in ("dataset", "dataset_version", "split"))
        verified = bool(row.get("file")) and row["file"] in files
        found.setdefault(key, Group(*key)).lines.append(Line(row, verified, _scale(row, ends.get(_kind(row)))))
    return list(found.values())


def _figure(value: Any, row: Row) -> str:
    unit = row.get("unit") or ""
    shown = {"fraction": "", "percent": " %"}.get(unit, f" {unit}" if unit else "")
    return f"{value}{shown}" if value else "–"


def _kind(row: Row) -> tuple[str, str]:
    return row.get("type", ""), row.get("unit") or ""


def _ends(rows: Iterable[Row]) -> dict[tuple[str, str], Decimal]:
    """Where the scale of each measure ends: at the whole, or, where less is better, at the next round figure."""
    largest: dict[tuple[str, str], Decimal] = {}
    for row in rows:
        if row.get("unit") in WHOLE and row.get("direction") == "lower":
            figures = [Decimal(row[name]) for name in ("value", "upper", "threshold") if row.get(name)]
            largest[_kind(row)] = max([*figures, largest.get(_kind(row), Decimal(0))])
    return {kind: min(_nice(most), WHOLE[kind[1]]) for kind, most in largest.items() if most > 0}


def _nice(number: Decimal) -> Decimal:
    """The next of 1, 2, 5, 10 … that is not smaller."""
    power = Decimal(10) ** number.adjusted()
    return next(step * power for step in NICE if step * power >= number)


def _scale(row: Row, end: Decimal | None) -> Scale | None:
    """The places of a share; None for what lies on no scale."""
    whole = end or WHOLE.get(row.get("unit") or "")
    if whole is None or not row.get("value") or Decimal(row["value"]) < 0:
        return None
    low, high, needed = (_place(row.get(name), whole) for name in ("lower", "upper", "threshold"))
    return Scale(_place(row["value"], whole) or 0.0, low, high, needed, _figure(plain(whole), row))


def _place(text: Any, whole: Decimal) -> float | None:
    if not text:
        return None
    return round(float(min(max(Decimal(text) / whole, Decimal(0)), Decimal(1)) * 100), 2)
