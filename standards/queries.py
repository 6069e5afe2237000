"""What speaks about a clause: the records of any register that name it, as far as the reader may see them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast

from qms.lib.natural import natural_key
from qms.registers.registry import registry

from .models import ClausesField, Edition, Requirement

MOST = 50


@dataclass(frozen=True)
class Naming:
    """Records of one register that name a clause. `total` counts all of them, `records` are the first MOST."""

    register: Any
    records: list[Any]
    total: int


def editions() -> list[Edition]:
    """Every edition with its counts, in natural order."""
    counted = Edition.objects.select_related("standard").annotate(
        nodes=Count("requirements"),
        assessable=Count("requirements", filter=Q(requirements__assessable=True)),
        controls=Count("requirements", filter=Q(requirements__kind="control")),
    )
    return sorted(counted, key=lambda e: natural_key(e.key))


def path_to(requirement: Requirement) -> list[Requirement]:
    """The headings above a requirement, from the chapter down; one query."""
    pieces = requirement.ref.split(".")
    above = [".".join(pieces[:n]) for n in range(1, len(pieces))]
    return list(Requirement.objects.filter(edition_id=requirement.edition_id, ref__in=above))


def records_naming(key: str, actor: Any) -> list[Naming]:
    """The visible records that name this requirement or a point below it, register by register."""
    return [naming for register in registry if (naming := _naming(register, key, actor)).total]


def _naming(register: Any, key: str, actor: Any) -> Naming:
    found = _rows_naming(register, key, actor)
    if found is None:
        return Naming(register, [], 0)
    found = found.order_by("-changed_at", "-pk")
    records = list(found[: MOST + 1])
    return Naming(register, records[:MOST], len(records) if len(records) <= MOST else found.order_by().count())


def ids_naming(register: Any, key: str, actor: Any) -> list[int]:
    """Ids of the visible records of a register that name this edition, requirement, or a point below it."""
    found = _rows_naming(register, key, actor)
    return [] if found is None else list(found.order_by("pk").values_list("pk", flat=True))


def _rows_naming(register: Any, key: str, actor: Any) -> QuerySet[Any] | None:
    """None for a register that names no clauses. `key` may be that of a whole edition."""
    found, wanted, below = register.visible(actor), Q(), f"{key}." if ":" in key else f"{key}:"
    for field in register.model._meta.concrete_fields:
        if isinstance(field, ClausesField):
            found = found.alias(**{f"{field.name}_text": Cast(field.name, TextField())})
            wanted |= _listed(field.name, key, below)
        elif field.related_model is Requirement:
            wanted |= Q(**{f"{field.name}__key": key}) | Q(**{f"{field.name}__key__startswith": below})
    return found.filter(wanted) if wanted else None


def _listed(name: str, key: str, below: str) -> Q:
    """That a JSON list holds the key or one below it. SQLite cannot look into such a list, so its text is searched:

    the mark in front keeps 4.1 from meeting 14.1, the mark or point behind keeps it from meeting 4.10.
    """
    return Q(**{f"{name}_text__contains": f'"{key}"'}) | Q(**{f"{name}_text__contains": f'"{below}'})
