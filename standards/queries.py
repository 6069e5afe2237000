"""What speaks about a clause: the records of any register that name it, as far as the reader may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from qms.lib.errors import NotVisible
from qms.lib.natural import natural_key
from qms.records.models import Citation
from qms.registers.registry import registry

from .models import ClausesField, Edition, Requirement

MOST = 50


@dataclass(frozen=True)
class Naming:
    """Records of one register that name a clause. `total` counts all of them, `records` are the first MOST."""

    register: Any
    records: list[Any]
    total: int


def edition_of(key: str) -> Edition:
    """The edition with this key. Raises NotVisible when there is none."""
    found = Edition.objects.select_related("standard").filter(key=key).first()
    if found is None:
        raise NotVisible(_("There is no edition “%s” of a standard here.") % key[:60])
    return found


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
    found = [_naming(register, key, actor) for register in registers_naming([key])]
    return [naming for naming in found if naming.total]


def registers_naming(keys: Iterable[str]) -> list[Any]:
    """The registers that hold a record which names one of these, seen or not; one query for all registers."""
    named = set(Citation.objects.filter(_named(keys)).values_list("entry__register", flat=True).distinct())
    return [r for r in registry if r.key in named or _refers(r)]


def _named(keys: Iterable[str]) -> Q:
    """That a citation is of one of these or of a point below it."""
    named = Q(pk__in=[])
    for key in keys:
        named |= Q(key=key) | Q(key__startswith=f"{key}.")
    return named


def _refers(register: Any) -> list[str]:
    """The fields by which records refer to one requirement."""
    return [f.name for f in register.model._meta.concrete_fields if f.related_model is Requirement]


def _naming(register: Any, key: str, actor: Any) -> Naming:
    found = naming_any(register, [key], actor).order_by("-changed_at", "-pk")
    records = list(found[: MOST + 1])
    return Naming(register, records[:MOST], len(records) if len(records) <= MOST else found.order_by().count())


def naming_any(register: Any, keys: Iterable[str], actor: Any) -> QuerySet[Any]:
    """The visible records of a register that name one of the requirements or a point below it."""
    keys = list(keys)
    wanted = Q(entry__in=Citation.objects.filter(_named(keys)).values("entry"))
    for name in _refers(register):
        for key in keys:
            wanted |= Q(**{f"{name}__key": key}) | Q(**{f"{name}__key__startswith": f"{key}."})
    return register.visible(actor).filter(wanted)
