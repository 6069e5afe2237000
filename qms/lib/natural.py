"""Natural order: 8.10 stands after 8.9."""

import re

_PIECES = re.compile(r"(\d+)")


def natural_key(text: str) -> list[tuple[int, int, str]]:
    """A sort key in which runs of digits count as numbers."""
    return [(0, int(p), "") if p.isdigit() else (1, 0, p.casefold()) for p in _PIECES.split(text) if p]
