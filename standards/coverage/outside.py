"""What the matrix takes from the other parts of this folder: mappings, and what a statement of applicability leaves
out."""

import datetime
from collections.abc import Iterable

from ..models import Edition


def mapped_from(edition: Edition) -> dict[str, list[tuple[str, bool]]]:
    """Per requirement of this edition those of others that are mapped to it, and whether they pass on in whole."""
    return {}


def exclusions(editions: Iterable[str], *, today: datetime.date) -> set[tuple[str, int]]:
    """(requirement key, unit id) of what statements in force declare not applicable."""
    return set()
