"""Verdicts on quality results: pure functions over rows, exact in decimal arithmetic.

A row says: the value of a rule, what it is compared with, and for which file. The newest result of a rule counts, by
its date and then by the order in which they came.
"""

from decimal import Decimal
from typing import Any

Row = dict[str, Any]
SIGNS = {"ge": "≥", "le": "≤", "eq": "="}


def passes(row: Row) -> bool:
    """Whether the value meets its threshold. Both are texts of decimal numbers, compared as they are written."""
    value, threshold = Decimal(row["value"]), Decimal(row["threshold"])
    match row["comparison"]:
        case "ge":
            return value >= threshold
        case "le":
            return value <= threshold
        case _:
            return value == threshold


def rule_of(row: Row) -> str:
    """The name of a rule as it is compared."""
    return " ".join(row["rule"].casefold().split())


def newest(rows: list[Row]) -> dict[str, Row]:
    """The result that counts for each rule."""
    found: dict[str, Row] = {}
    for row in sorted(rows, key=lambda r: r.get("on") or ""):  # stable: equal days keep their order
        found[rule_of(row)] = row
    return found


def judged(rows: list[Row]) -> list[Row]:
    """Each row with `passed` and `counts` (no newer result of its rule)."""
    last = newest(rows)
    return [row | {"passed": passes(row), "counts": last[rule_of(row)] is row} for row in rows]


def words(row: Row) -> str:
    """`completeness 0.97, should be ≥ 0.99`."""
    return f"{row['rule']} {row['value']}, {SIGNS[row['comparison']]} {row['threshold']}"


def failing_required(rows: list[Row]) -> list[str]:
    """Required rules whose newest result fails, in words. A rule once required stays so for all its results."""
    required = {rule_of(row) for row in rows if row["required"]}
    return [words(row) for name, row in newest(rows).items() if name in required and not passes(row)]
