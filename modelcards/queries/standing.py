"""How systems stand: which versions are in use, signed, stale, watched, and with which open problems.

The number of queries does not depend on the number of systems.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from qms.records.access import visible_to
from qms.records.models import Entry

from ..models import Deployment, ModelCard, Monitor, System, SystemVersion
from .problems import open_problems
from .unsigned import SIGNED, in_use


@dataclass
class VersionStanding:
    """One version that counts: where it is live, its card, whether that is signed, and why it is stale."""

    version: SystemVersion
    live: list[Deployment] = field(default_factory=list)
    card: ModelCard | None = None
    card_seen: bool = False
    monitors: int = 0
    stale: list[str] = field(default_factory=list)

    @property
    def signed(self) -> bool:
        """Whether an approval stands behind it."""
        return self.card is not None and self.card.state in SIGNED


@dataclass
class Standing:
    """One system with the versions that count and the problems that are open."""

    system: System
    versions: list[VersionStanding] = field(default_factory=list)
    problems: list[Entry] = field(default_factory=list)

    @property
    def monitors(self) -> int:
        """How many monitors watch what is in use."""
        return sum(one.monitors for one in self.versions)


def standings(systems: Iterable[System], actor: Any, *, today: datetime.date) -> list[Standing]:
    """How each of the systems stands, as `actor` sees it."""
    found = {system.pk: Standing(system) for system in systems}
    for one in _versions(list(found)):
        found[one.version.system_id].versions.append(one)
    versions = {one.version.pk: one for standing in found.values() for one in standing.versions}
    _read_cards(versions, actor, today)
    for pk, n in _monitors(list(versions)):
        versions[pk].monitors = n
    for pk, entries in open_problems(list(found), actor).items():
        found[pk].problems = entries
    return list(found.values())


def _versions(system_ids: list[int]) -> list[VersionStanding]:
    """Versions in use; of a system where none is, the one registered last."""
    used = in_use().filter(system_id__in=system_ids).values("pk")
    rows = SystemVersion.objects.filter(system_id__in=system_ids, state="registered").values("system_id")
    last = rows.order_by().annotate(last=Max("pk")).values("last")
    chosen = list(SystemVersion.objects.filter(Q(pk__in=used) | Q(pk__in=last)).order_by("-pk"))
    live: dict[int, list[Deployment]] = defaultdict(list)
    for deployment in Deployment.objects.filter(version__in=chosen, state="live").order_by("pk"):
        live[deployment.version_id].append(deployment)
    in_use_now = {v.system_id for v in chosen if v.state == "current" or live[v.pk]}
    return [
        VersionStanding(v, live[v.pk]) for v in chosen
        if v.state == "current" or live[v.pk] or v.system_id not in in_use_now
    ]  # fmt: skip


def _read_cards(versions: dict[int, VersionStanding], actor: Any, today: datetime.date) -> None:
    cards = list(ModelCard.objects.filter(version__in=list(versions)).exclude(state="void").order_by("pk"))
    seen = set(visible_to(ModelCard.objects.filter(pk__in=[c.pk for c in cards]), actor).values_list("pk", flat=True))
    newest = dict(
        SystemVersion.objects.filter(system__in={v.version.system_id for v in versions.values()})
        .exclude(state__in=("void", "withdrawn", "retired")).order_by().values_list("system_id").annotate(Max("pk"))
    )  # fmt: skip
    for card in cards:
        one = versions[card.version_id]
        one.card, one.card_seen = card, card.pk in seen
    for one in versions.values():
        one.stale = list(_stale(one, newest.get(one.version.system_id), today))


def _stale(one: VersionStanding, newest: int | None, today: datetime.date) -> Iterable[str]:
    """MC-04: a card beyond its review, or older than the model."""
    card = one.card
    if card is None:
        return
    if card.valid_until and card.valid_until < today:
        yield _("approved only until %s") % card.valid_until.isoformat()
    if card.review_on and card.review_on < today:
        yield _("review was due %s") % card.review_on.isoformat()
    if card.look_again_because:
        yield _("needs another look")
    if newest is not None and newest > one.version.pk:
        yield _("a newer version is registered")


def _monitors(version_ids: list[int]) -> Iterable[tuple[int, int]]:
    rows = Monitor.objects.filter(version_id__in=version_ids, entry__phase__in=("draft", "open")).order_by()
    return list(rows.values_list("version_id").annotate(Count("pk")))
