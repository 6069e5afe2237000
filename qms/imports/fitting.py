"""Whether a column's values are of the kind that a field holds."""

from collections.abc import Callable, Sequence

from .amounts import MARKS, read_number
from .dates import STYLES, read_date
from .lookups import Lookups
from .targets import Target
from .values import read_bool
from .words import fold

ENOUGH = 0.5  # share of the filled cells


def fits(target: Target, cells: Sequence[str], lookups: Lookups) -> bool:
    """Whether most filled cells can become the field; an empty column fits anything."""
    filled = [c for c in cells if c.strip()]
    if not filled:
        return True
    readable = sum(_reads(target, c, lookups) for c in filled)
    return readable >= max(1, ENOUGH * len(filled)) or (target.kind == "choice" and readable > 0)


def _reads(target: Target, cell: str, lookups: Lookups) -> bool:
    match target.kind:
        case "date" | "moment":
            return any(_works(read_date, cell, style) for style in ("", *STYLES))
        case "number" | "whole":
            return any(_works(read_number, cell, mark) for mark in ("", *MARKS))
        case "bool":
            return _works(read_bool, cell)
        case "choice" | "state":
            return fold(cell) in dict(target.values)
        case "person" | "people":
            return lookups.people.find(cell) is not None
        case "unit":
            return lookups.units.find(cell) is not None
        case _:
            return True


def _works(read: Callable[..., object], *arguments: str) -> bool:
    try:
        read(*arguments)
    except ValueError:
        return False
    return True
