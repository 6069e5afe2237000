"""Keys of clauses, pure functions over their text: `iso9001-2015:9.2.2.f` is a point of `iso9001-2015:9.2.2`."""

import re
from collections.abc import Iterable

_POINT = re.compile(r"\.[a-z](?:\.\d+)*$")


def numbered(key: str) -> str:
    """The clause with a number that a point belongs to; a clause is its own."""
    return _POINT.sub("", key)


def is_under(key: str, above: str) -> bool:
    """Whether `key` is `above` or stands below it."""
    return key == above or key.startswith(f"{above}.")


def touches(row: str, keys: Iterable[str]) -> bool:
    """Whether one of the keys is the row's clause, stands below it, or is a heading over it."""
    return any(is_under(key, row) or is_under(row, key) for key in keys)
