"""What the matrix takes from the other parts of this folder: mappings, and what a statement of applicability leaves
out."""

import datetime
from collections.abc import Iterable

from .. import applicability
from ..mapping import FULL, passes_on
from ..models import Edition, MappingRow


def mapped_from(edition: Edition) -> dict[str, list[tuple[str, bool]]]:
    """Per requirement of this edition those of others that are mapped to it, and whether they pass on in whole.

    Mappings are read in both directions; two queries.
    """
    rows = MappingRow.objects.values_list("source__key", "target__key", "relation", "strength")
    found: dict[str, list[tuple[str, bool]]] = {}
    for source, target, relation, strength in rows.filter(mapping__target=edition):
        found.setdefault(target, []).append((source, passes_on(relation, strength) == FULL))
    for source, target, relation, strength in rows.filter(mapping__source=edition):
        found.setdefault(source, []).append((target, passes_on(relation, strength, backwards=True) == FULL))
    return found


def exclusions(editions: Iterable[str], *, today: datetime.date) -> set[tuple[str, int]]:
    """(requirement key, unit id) of what statements in force declare not applicable; one query."""
    return applicability.exclusions(*editions, on=today)
