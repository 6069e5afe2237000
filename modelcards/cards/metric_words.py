"""A metric row in words, with everything that it says: for signing, history and PDF."""

from collections.abc import Iterable
from typing import Any

from .metrics import IDENTITY, KEYS, Row, label

#: What the columns of a table say of every row; the rest stands behind them.
_IN_COLUMNS = {
    "name", "slice", "value", "lower", "upper", "level", "threshold", "n", "dataset", "dataset_version", "split",
    "date",
}  # fmt: skip
_SIGNS = {"higher": "≥ ", "lower": "≤ "}


def key(row: Row) -> str:
    """What the row measures: the same in the next version of the card, also on a newer version of the dataset."""
    return "|".join(str(row.get(name, "")) for name in IDENTITY if name != "dataset_version")


def line(row: Row) -> str:
    """`Recall, under 30: 0.91 fraction · dataset: … · n: 4000`."""
    head = ", ".join(filter(None, (label(row), row.get("slice", "")))) + f": {_figure(row, 'value')}"
    return " · ".join([head, *_rest(row, ("type", "name", "slice", "value", "unit"))])


def told(row: Row) -> dict[str, Any]:
    """The cells of a table, and what none of them holds."""
    low, high = row.get("lower"), row.get("upper")
    sign = _SIGNS.get(row.get("direction", ""), "")
    return {
        "name": label(row), "slice": row.get("slice", ""), "n": f"{row['n']:,}" if row.get("n") else "",
        "value": _figure(row, "value"), "interval": f"{low or '…'} – {high or '…'}" if low or high else "",
        "needed": sign + _figure(row, "threshold") if row.get("threshold") else "",
        "on": " · ".join(row[k] for k in ("dataset", "dataset_version", "split") if row.get(k)),
        "level": row.get("level", ""), "date": row.get("date", ""), "rest": _rest(row, _in_columns(row)),
    }  # fmt: skip


def _in_columns(row: Row) -> set[str]:
    """The keys that the columns say: a fraction bears no unit, and the direction is the sign before what is needed."""
    also = {"type": not row.get("name"), "unit": row.get("unit") != "fraction", "direction": bool(row.get("threshold"))}
    return _IN_COLUMNS | {key for key, said in also.items() if said}


def _figure(row: Row, name: str) -> str:
    unit = row.get("unit", "")
    return f"{row.get(name, '–')}" + {"percent": " %", "fraction": ""}.get(unit, f" {unit}" if unit else "")


def _rest(row: Row, told: Iterable[str]) -> list[str]:
    return [f"{words}: {row[name]}" for name, words in KEYS.items() if name not in told and row.get(name)]
