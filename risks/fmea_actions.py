"""What is done about the lines of a worksheet: the actions that address them, found by their links."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from qms.links.models import Link
from qms.registers import registry

VERIFIED, CANCELLED = "verified", "cancelled"


def actions_of(line: Any) -> list[Any]:
    """The actions that address a line and are not cancelled, oldest first."""
    return actions_by_line([line.pk])[line.pk]


def actions_by_line(pks: Iterable[int]) -> dict[int, list[Any]]:
    """The same for many lines, in two queries; a line without action has an empty list."""
    return _grouped(Link.objects.filter(target__in=list(pks)))


def actions_on(worksheet: Any) -> dict[int, list[Any]]:
    """The same for all lines of a worksheet, in two queries."""
    return _grouped(Link.objects.filter(target__in=worksheet.lines.values("pk")))


def _grouped(links: QuerySet[Link]) -> dict[int, list[Any]]:
    links = links.filter(kind="addresses", removed_at=None, source__register="actions")
    pairs = list(links.order_by("source").values_list("target", "source"))
    held = registry["actions"].model.objects.exclude(state=CANCELLED).select_related("owner", "entry")
    known = held.in_bulk({source for _target, source in pairs})
    found: dict[int, list[Any]] = defaultdict(list)
    for target, source in pairs:
        if source in known:
            found[target].append(known[source])
    return found


def is_planned(action: Any) -> bool:
    """Whether somebody has to do it by a day (FM-03)."""
    return action.owner_id is not None and action.due_on is not None
