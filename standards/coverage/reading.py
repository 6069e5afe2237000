"""What the matrix is made of: the requirements of an edition, the units it is asked for, the records that speak."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q

from qms.accounts.models import Unit
from qms.records.access import visible_to
from qms.records.models import Citation, Entry

from ..models import Edition, Requirement
from .levels import Node, Tally

#: Units beside one another; more are asked for one level down.
MOST_UNITS = 12
#: Registers whose open records say that somebody is at work on a gap.
MENDING = ("actions", "evidence-items")


@dataclass(frozen=True)
class Column:
    """One column of the matrix. `code` is "" over the whole organisation, where the records of any unit speak.

    `whole`: units whose records speak for all of this one, itself and those above it. `part`: those below it.
    """

    code: str
    label: str
    whole: frozenset[int] = frozenset()
    part: frozenset[int] = frozenset()


def columns_of(above: Unit | None, overall: str) -> list[Column]:
    """The organisation and the units right below the top; or `above`, the units right below it, and the organisation.

    The first is the one that is asked about: sums, filters and gaps are its own.
    """
    units = list(Unit.objects.order_by("path"))
    roots = frozenset(u.pk for u in units if u.parent_id is None)
    whole = Column("", overall, roots)
    if above is None:
        below = [u for u in units if u.parent_id in roots]
        return [whole, *(_column(unit, units) for unit in below[:MOST_UNITS])]
    shown = [u for u in units if u.pk == above.pk] + [u for u in units if u.parent_id == above.pk]
    return [*(_column(unit, units) for unit in shown[:MOST_UNITS]), whole]


def _column(unit: Unit, units: Iterable[Unit]) -> Column:
    below = frozenset(u.pk for u in units if u.path.startswith(unit.path) and u.pk != unit.pk)
    return Column(unit.code, unit.name, frozenset(unit.ancestor_ids), below)


@dataclass(frozen=True)
class Said:
    """How many records of one unit and audience name a requirement, by what they are worth today."""

    key: str
    unit_id: int
    everyone: bool
    current: int
    stale: int
    lapsed: int


def said_about(editions: Iterable[str], *, actor: Any, today: datetime.date) -> list[Said]:
    """What the records that `actor` may see say about these editions; one query."""
    wanted = Q(pk__in=[])
    for key in editions:
        wanted |= Q(key__startswith=f"{key}:")
    holds = Q(until=None) | Q(until__gte=today)
    fresh = Q(stale_on=None) | Q(stale_on__gte=today)
    found = (
        Citation.objects.filter(wanted, counts=True, entry__in=visible_to(Entry.objects.all(), actor))
        .values("key", unit=F("entry__unit_id"), audience=F("entry__audience"))
        .annotate(
            current=Count("pk", filter=holds & fresh),
            stale=Count("pk", filter=holds & ~fresh),
            lapsed=Count("pk", filter=~holds),
        )
        .order_by()
    )
    return [
        Said(r["key"], r["unit"], r["audience"] == "everyone", r["current"], r["stale"], r["lapsed"]) for r in found
    ]


def under_way(keys: Iterable[str], *, actor: Any) -> dict[str, int]:
    """How many open actions and requests for evidence name each requirement, as far as `actor` sees them; one query."""
    rows = Citation.objects.filter(
        key__in=list(keys), counts=False, entry__register__in=MENDING, entry__phase__in=("draft", "open"),
        entry__in=visible_to(Entry.objects.all(), actor),
    )  # fmt: skip
    return dict(rows.values("key").annotate(n=Count("pk")).order_by().values_list("key", "n"))


def tallies(said: Iterable[Said], column: Column) -> dict[str, Tally]:
    """What counts in one column, by requirement."""
    found: dict[str, Tally] = {}
    for one in said:
        if not column.code or one.everyone or one.unit_id in column.whole:
            worth = Tally(one.current, 0, one.stale, one.lapsed)
        elif one.unit_id in column.part:
            worth = Tally(0, one.current, one.stale, one.lapsed)
        else:
            continue
        found[one.key] = found.get(one.key, Tally()) + worth
    return found


def requirements_of(edition: Edition) -> list[Requirement]:
    """All of an edition in its order, without what a newer copy of its file no longer has; one query."""
    found = list(Requirement.objects.filter(edition=edition, withdrawn_at=None).order_by("position"))
    for requirement in found:
        requirement.edition = edition
    return found


def nodes_of(requirements: Iterable[Requirement]) -> list[Node]:
    """The same as the rules see them."""
    keys: dict[int, str] = {}
    nodes = []
    for r in requirements:
        keys[r.pk] = r.key
        nodes.append(Node(r.key, keys.get(r.parent_id or 0, ""), r.assessable, r.kind == "point"))
    return nodes


def nodes_by_edition(keys: Iterable[str]) -> list[list[Node]]:
    """The requirements of other editions as the rules see them, edition by edition; one query."""
    found: dict[int, list[Requirement]] = {}
    rows = Requirement.objects.filter(edition__key__in=list(keys), withdrawn_at=None).order_by("edition_id", "position")
    for row in rows.only("key", "parent_id", "assessable", "kind", "edition_id"):
        found.setdefault(row.edition_id, []).append(row)
    return [nodes_of(rows) for rows in found.values()]
