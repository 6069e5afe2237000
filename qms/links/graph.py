"""The records around a record: finding → nonconformity → action, as far as the reader may see them."""

from dataclasses import dataclass, field
from typing import Any

from qms.records.access import visible_to
from qms.records.models import Entry

from .models import Link

DEPTH, MOST = 3, 30
#: What a record is about is shown beside it and not gone through: one process concerns half the house.
SIDEWAYS = "concerns"


@dataclass
class Graph:
    """Entries by id with their level (0 is the middle, what it leads back to lies below 0), and the links between."""

    entries: dict[int, Entry] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    edges: list[tuple[int, int, str]] = field(default_factory=list)  # source id, target id, kind
    cut: bool = False


def around(entry: Entry, actor: Any) -> Graph:
    """Links up to three steps away and at most thirty records, one query a step. `cut` says that there are more."""
    graph = Graph({entry.pk: entry}, {entry.pk: 0})
    rim: set[int] = {entry.pk}
    known: set[int] = set()
    for step in range(DEPTH):
        links = [k for k in _links_at(rim, actor) if k.pk not in known and (step == 0 or k.kind != SIDEWAYS)]
        known.update(k.pk for k in links)
        rim = set()
        for link in links:
            new = _take(graph, link)
            rim |= new if link.kind != SIDEWAYS else set()
        if not rim:
            break
    return graph


def _links_at(rim: set[int], actor: Any) -> list[Link]:
    seen = visible_to(Entry.objects.all(), actor).values("pk")
    live = Link.objects.filter(removed_at=None, source__in=seen, target__in=seen).select_related("source", "target")
    return list((live.filter(source_id__in=rim) | live.filter(target_id__in=rim)).order_by("pk")[: MOST * 3])


def _take(graph: Graph, link: Link) -> set[int]:
    """Add a link with its far end; gives the ids that are new."""
    new: set[int] = set()
    for here, there, step in ((link.source, link.target, -1), (link.target, link.source, 1)):
        if here.pk in graph.levels and there.pk not in graph.levels:
            if len(graph.entries) >= MOST:
                graph.cut = True
                return new
            graph.entries[there.pk], graph.levels[there.pk] = there, graph.levels[here.pk] + step
            new.add(there.pk)
    if link.source_id in graph.levels and link.target_id in graph.levels:
        graph.edges.append((link.source_id, link.target_id, link.kind))
    return new
