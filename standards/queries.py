"""What speaks about a clause: the records of any register that name it, as far as the reader may see them."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from qms.lib.errors import NotVisible
from qms.lib.natural import natural_key
from qms.records.models import Citation
from qms.registers.registry import registry

from .models import ClausesField, Edition, Requirement

MOST = 50
WORTH = ("current", "stale", "lapsed", "")


@dataclass(frozen=True)
class Naming:
    """Records of one register that name a clause. `total` counts all of them, `records` are the first MOST.

    `worth` says by entry whether a record speaks for the clause: "current", "stale" or "lapsed"; most only name it.
    """

    register: Any
    records: list[Any]
    total: int
    worth: dict[int, str] = field(default_factory=dict)

    @property
    def rows(self) -> list[tuple[Any, str]]:
        """Each record with what it is worth; those that speak now come first."""
        pairs = [(record, self.worth.get(record.pk, "")) for record in self.records]
        return sorted(pairs, key=lambda pair: WORTH.index(pair[1]))

    @property
    def speaks(self) -> bool:
        """Whether one of them says something about the clause being met."""
        return bool(self.worth)


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


def records_naming(key: str, actor: Any, *, above: Iterable[str] = (), today: datetime.date) -> list[Naming]:
    """The visible records that name this requirement, a point below it or one of those `above`, register by register;
    registers whose records speak for it come first."""
    above = list(above)
    found = [_naming(r, key, above, actor, today) for r in registers_naming([key], above)]
    return sorted((naming for naming in found if naming.total), key=lambda naming: not naming.speaks)


def registers_naming(keys: Iterable[str], above: Iterable[str] = ()) -> list[Any]:
    """The registers that hold a record which names one of these, seen or not; one query for all registers."""
    cited = Citation.objects.filter(_named(keys) | Q(key__in=above))
    named = set(cited.values_list("entry__register", flat=True).distinct())
    return [r for r in registry if r.key in named or _refers(r)]


def _named(keys: Iterable[str]) -> Q:
    """That a citation is of one of these or of a point below it."""
    named = Q(pk__in=[])
    for key in keys:
        named |= Q(key=key) | Q(key__startswith=below(key))
    return named


def below(key: str) -> str:
    """How the keys of what stands below a requirement begin, or of everything in an edition."""
    return f"{key}." if ":" in key else f"{key}:"


def _refers(register: Any) -> list[str]:
    """The fields by which records refer to one requirement."""
    return [f.name for f in register.model._meta.concrete_fields if f.related_model is Requirement]


def _naming(register: Any, key: str, above: list[str], actor: Any, today: datetime.date) -> Naming:
    found = naming_any(register, [key], actor, above=above).order_by("-changed_at", "-pk")
    records = list(found[: MOST + 1])
    total = len(records) if len(records) <= MOST else found.order_by().count()
    return Naming(register, records[:MOST], total, _worth(records, key, above, today))


def _worth(records: list[Any], key: str, above: list[str], today: datetime.date) -> dict[int, str]:
    """By entry, whether it speaks for the clause today; of several citations the best."""
    found: dict[int, str] = {}
    cited = Citation.objects.filter(_named([key]) | Q(key__in=above), entry__in=[r.pk for r in records], counts=True)
    for c in cited:
        lapsed, stale = c.until and c.until < today, c.stale_on and c.stale_on < today
        worth = "lapsed" if lapsed else "stale" if stale else "current"
        found[c.entry_id] = min(found.get(c.entry_id, ""), worth, key=WORTH.index)
    return found


def naming_any(register: Any, keys: Iterable[str], actor: Any, *, above: Iterable[str] = ()) -> QuerySet[Any]:
    """The visible records of a register that name one of the requirements, a point below it, or one of those above."""
    keys = list(keys)
    wanted = Q(entry__in=Citation.objects.filter(_named(keys) | Q(key__in=above)).values("entry"))
    for name in _refers(register):
        for key in keys:
            wanted |= Q(**{f"{name}__key": key}) | Q(**{f"{name}__key__startswith": below(key)})
    return register.visible(actor).filter(wanted)


def ids_naming(key: str, actor: Any) -> set[int]:
    """Ids of the visible records of all registers that name this edition, requirement, or a point below it."""
    registers = registers_naming([key])
    return {pk for r in registers for pk in naming_any(r, [key], actor).values_list("pk", flat=True)}
