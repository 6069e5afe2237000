"""Ageing, time to close, extensions and repeat rate."""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum

from qms.links.models import Link
from qms.records.access import visible_to
from qms.registers import registry

from ..models import Nonconformity
from ..repeats import months_before
from ..states import OPEN
from .period import Period, start_of

Rows = QuerySet[Nonconformity]
CLOSED = ("closed", "closed_short")
#: Days from which an open nonconformity is older than the group before.
AGES = (0, 7, 30, 90, 180, 365)
#: Rows that durations and repetitions are worked out from; of more, the newest.
READ = 50_000


@dataclass(frozen=True)
class Age:
    """Open nonconformities from `least` days on, to below `below` (None: no end)."""

    least: int
    below: int | None
    count: int


@dataclass(frozen=True)
class Duration:
    """Days from report to closing: the middle one, and that which nine of ten do not exceed; None without any."""

    count: int
    median: float | None
    p90: float | None


@dataclass(frozen=True)
class Share:
    """Some of all; per cent is None where there is nothing to divide by: no data, never 0 or 100."""

    some: int
    whole: int

    @property
    def percent(self) -> float | None:
        return 100 * self.some / self.whole if self.whole else None


@dataclass(frozen=True)
class Extensions:
    """Actions with a due date, how many were extended at all, and how often altogether."""

    actions: int
    extended: int
    times: int


def ages(actor: Any, at: datetime.datetime) -> list[Age]:
    """What is open now, whenever it was reported, by age. One query."""
    rows = visible_to(Nonconformity.objects.filter(state__in=OPEN), actor)
    edges: list[tuple[int, int | None]] = [*pairwise(AGES), (AGES[-1], None)]
    asked = {f"from_{least}": Count("pk", filter=_aged(least, below, at)) for least, below in edges}
    counted = rows.order_by().aggregate(**asked)
    return [Age(least, below, counted[f"from_{least}"]) for least, below in edges]


def _aged(least: int, below: int | None, at: datetime.datetime) -> Q:
    since = Q(created_at__lte=at - datetime.timedelta(days=least)) if least else Q()
    return since & Q(created_at__gt=at - datetime.timedelta(days=below)) if below else since


def time_to_close(rows: Rows) -> Duration:
    """Of those that are closed. The last change of a closed record is its closing: nothing is edited after it."""
    pairs = rows.filter(state__in=CLOSED).order_by("-pk").values_list("created_at", "changed_at")[:READ]
    days = sorted((closed - made).total_seconds() / 86_400 for made, closed in pairs)
    return Duration(len(days), percentile(days, 50), percentile(days, 90))


def percentile(ordered: Sequence[float], share: int) -> float | None:
    """The smallest value that `share` per cent of the values do not exceed (nearest rank); the middle for 50 of an
    even number of values."""
    if not ordered:
        return None
    if share == 50 and len(ordered) % 2 == 0:
        return (ordered[len(ordered) // 2 - 1] + ordered[len(ordered) // 2]) / 2
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def extensions(rows: Rows, actor: Any) -> Extensions:
    """Of the actions that address these nonconformities and that the actor may see. One query."""
    linked = Link.objects.filter(kind="addresses", removed_at=None, target_id__in=rows.order_by().values("pk"))
    held = visible_to(registry["actions"].model.objects.filter(pk__in=linked.values("source_id")), actor)
    counted = held.order_by().aggregate(
        actions=Count("pk", filter=Q(original_due_on__isnull=False)), extended=Count("pk", filter=Q(extensions__gt=0)),
        times=Sum("extensions"),
    )  # fmt: skip
    return Extensions(counted["actions"], counted["extended"], counted["times"] or 0)


def repeat_rate(period: Period, actor: Any) -> Share:
    """CA-08: of those reported in the period, how many repeat an earlier one.

    It repeats when it is linked as a recurrence, when one of its own cycles did not work, or when another one with the
    same cause code, in the same process or at the same place, was reported within QMS_REPEATS_MONTHS before it. Three
    queries.
    """
    since = months_before(start_of(period.first), settings.QMS_REPEATS_MONTHS)
    earlier = visible_to(Nonconformity.objects.filter(created_at__gte=since), actor).exclude(
        state__in=("draft", "void")
    )
    within = period.rows(actor)
    links = Link.objects.filter(removed_at=None, source_id__in=earlier.order_by().values("pk"))
    known = list(links.filter(Q(kind="recurs") | Q(kind="concerns", target__register="processes"))
                 .values_list("source_id", "kind", "target_id")[:READ])  # fmt: skip
    linked = {source for source, kind, _target in known if kind == "recurs"}
    process: dict[int, list[int]] = {}
    for source, kind, target in known:
        if kind == "concerns":
            process.setdefault(source, []).append(target)
    rows = earlier.order_by("-pk").values_list("pk", "cause_code", "place", "created_at", "recurrences")[:READ]
    again = linked | _again(list(rows)[::-1], process)
    ids = set(within.order_by("-pk").values_list("pk", flat=True)[:READ])
    return Share(len(ids & again), len(ids))


def _again(rows: list[tuple[int, str, str, datetime.datetime, int]], process: dict[int, list[int]]) -> set[int]:
    """Ids of those whose cause was seen at their place or in their process within the window, oldest first."""
    seen: dict[tuple[str, str | int], datetime.datetime] = {}
    found: set[int] = set()
    for pk, code, place, at, recurrences in rows:
        keys: list[tuple[str, str | int]] = []
        if code := code.strip().casefold():
            places = [place.strip().casefold()] if place.strip() else []
            keys = [(code, near) for near in (*places, *process.get(pk, []))]
        since = months_before(at, settings.QMS_REPEATS_MONTHS)
        if recurrences or any(key in seen and seen[key] >= since for key in keys):
            found.add(pk)
        seen.update(dict.fromkeys(keys, at))
    return found
