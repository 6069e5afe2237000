"""What speaks about a clause: the records of any register that name it, as far as the reader may see them."""

from collections.abc import Iterable
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
    there = Q(requirements__withdrawn_at=None)
    counted = Edition.objects.select_related("standard").annotate(
        nodes=Count("requirements", filter=there),
        assessable=Count("requirements", filter=there & Q(requirements__assessable=True)),
        controls=Count("requirements", filter=there & Q(requirements__kind="control")),
    )
    return sorted(counted, key=lambda e: natural_key(e.key))


def path_to(requirement: Requirement) -> list[Requirement]:
    """The headings above a requirement, from the chapter down; one query."""
    pieces = requirement.ref.split(".")
    above = [".".join(pieces[:n]) for n in range(1, len(pieces))]
    found = Requirement.objects.filter(edition_id=requirement.edition_id, ref__in=above)
    return list(found.select_related("edition__standard"))


def clause_fields(register: Any) -> list[ClausesField]:
    """The fields of a register's records that name clauses."""
    return [f for f in register.model._meta.concrete_fields if isinstance(f, ClausesField)]


def records_naming(key: str, actor: Any) -> list[Naming]:
    """The visible records that name this requirement or a point below it, register by register."""
    return [naming for register in registry if (naming := _naming(register, key, actor)).total]


def _naming(register: Any, key: str, actor: Any) -> Naming:
    found = naming_any(register, [key], actor)
    if found is None:
        return Naming(register, [], 0)
    found = found.order_by("-changed_at", "-pk")
    records = list(found[: MOST + 1])
    return Naming(register, records[:MOST], len(records) if len(records) <= MOST else found.order_by().count())


def naming_any(register: Any, keys: Iterable[str], actor: Any) -> QuerySet[Any] | None:
    """The visible records of a register that name one of the requirements or a point below it; None: it names none."""
    found, wanted, keys = register.visible(actor), Q(), list(keys)
    for field in register.model._meta.concrete_fields:
        if isinstance(field, ClausesField):
            found = found.alias(**{f"{field.name}_text": Cast(field.name, TextField())})
            for key in keys:
                wanted |= listed(field.name, key)
        elif field.related_model is Requirement:
            for key in keys:
                wanted |= Q(**{f"{field.name}__key": key}) | Q(**{f"{field.name}__key__startswith": f"{key}."})
    return found.filter(wanted) if wanted else None


def listed(name: str, key: str) -> Q:
    """That a JSON list holds the key or one below it. SQLite cannot look into such a list, so its text is searched:

    the mark in front keeps 4.1 from meeting 14.1, the mark or point behind keeps it from meeting 4.10.
    """
    return Q(**{f"{name}_text__contains": f'"{key}"'}) | Q(**{f"{name}_text__contains": f'"{key}.'})
