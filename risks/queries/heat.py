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


def counts(rows: QuerySet[Any], kind: str) -> dict[int, dict[tuple[int, int], int]]:
    """Records by edition and (likelihood, consequence) of a rating, in one query: editions do not mix."""
    fields = (f"{kind}_matrix", f"{kind}_likelihood", f"{kind}_consequence")
    found: dict[int, dict[tuple[int, int], int]] = {}
    rated = rows.exclude(**{f"{kind}_matrix": None}).order_by().values_list(*fields)
    for edition, likelihood, consequence, n in rated.annotate(n=Count("pk")):
        found.setdefault(edition, {})[likelihood, consequence] = n
    return found


def highest_first(rows: QuerySet[Any]) -> QuerySet[Any]:
    """By level, then by consequence, then by likelihood; nothing is multiplied."""
    ranks = [When(current_level=key, then=Value(rank)) for key, rank in RANKS.items()]
    rank = Case(*ranks, default=Value(-1), output_field=IntegerField())
    return rows.annotate(rank=rank).order_by("-rank", "-current_consequence", "-current_likelihood", "pk")
