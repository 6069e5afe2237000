"""How many risks stand in which cell: one GROUP BY over what the reader may see."""

from typing import Any

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from ..choices import RANKS


def living(register: Any, actor: Any, *, unit: int | None = None, category: str = "") -> QuerySet[Any]:
    """Open records that the actor may see, of one unit and category where they are given."""
    states = [s.key for s in register.lifecycle.states.values() if s.phase == "open"]
    rows = register.visible(actor).filter(state__in=states)
    if unit is not None:
        rows = rows.filter(unit_id=unit)
    return rows.filter(category=category) if category else rows


def counts(rows: QuerySet[Any], kind: str, matrix: int) -> dict[tuple[int, int], int]:
    """Records by (likelihood, consequence) of a rating that was made with this edition."""
    likelihood, consequence = f"{kind}_likelihood", f"{kind}_consequence"
    found = rows.filter(**{f"{kind}_matrix": matrix}).order_by().values_list(likelihood, consequence)
    return {(row[0], row[1]): row[2] for row in found.annotate(n=Count("pk"))}


def elsewhere(rows: QuerySet[Any], kind: str, matrix: int) -> list[tuple[int, str, int]]:
    """(id, number, records) of other editions that ratings of this kind were made with."""
    field = f"{kind}_matrix"
    found = rows.exclude(**{field: None}).exclude(**{field: matrix}).order_by()
    return list(found.values_list(field, f"{field}__number").annotate(n=Count("pk")).order_by(field)[:10])


def highest_first(rows: QuerySet[Any]) -> QuerySet[Any]:
    """By level, then by consequence, then by likelihood; nothing is multiplied."""
    ranks = [When(current_level=key, then=Value(rank)) for key, rank in RANKS.items()]
    rank = Case(*ranks, default=Value(-1), output_field=IntegerField())
    return rows.annotate(rank=rank).order_by("-rank", "-current_consequence", "-current_likelihood", "pk")
