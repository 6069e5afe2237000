"""Where the boxes and lines of a link graph stand: one column per step away, the record itself in the middle."""

from dataclasses import dataclass
from typing import Any

from qms.links.graph import Graph
from qms.links.kinds import KINDS
from qms.records.models import Entry

BOX_W, BOX_H, GAP_X, GAP_Y, LONGEST = 176, 44, 56, 12, 24


@dataclass(frozen=True)
class Box:
    """One record: its place in pixels, and its title as far as it fits."""

    entry: Entry
    x: int
    y: int
    title: str
    here: bool


@dataclass(frozen=True)
class Line:
    """One link from the right edge of a box to the left edge of the next, as an SVG path."""

    path: str
    words: Any


@dataclass(frozen=True)
class Drawing:
    """The whole picture in pixels."""

    width: int
    height: int
    boxes: list[Box]
    lines: list[Line]


def drawing(graph: Graph, here: int) -> Drawing | None:
    """The picture of a graph with at least one link; None otherwise."""
    if not graph.edges:
        return None
    columns: dict[int, list[int]] = {}
    for pk, level in sorted(graph.levels.items(), key=lambda pair: (pair[1], pair[0])):
        columns.setdefault(level, []).append(pk)
    tallest = max(len(c) for c in columns.values())
    height = tallest * (BOX_H + GAP_Y) - GAP_Y
    places = {}
    for place, level in enumerate(sorted(columns)):
        top = (height - len(columns[level]) * (BOX_H + GAP_Y) + GAP_Y) // 2
        for row, pk in enumerate(columns[level]):
            places[pk] = (place * (BOX_W + GAP_X), top + row * (BOX_H + GAP_Y))
    boxes = [_box(graph.entries[pk], *places[pk], pk == here) for pk in places]
    lines = [Line(_path(places[target], places[source]), KINDS[kind][0]) for source, target, kind in graph.edges]
    return Drawing(len(columns) * (BOX_W + GAP_X) - GAP_X, height, boxes, lines)


def _box(entry: Entry, x: int, y: int, here: bool) -> Box:
    title = entry.title if len(entry.title) <= LONGEST else f"{entry.title[: LONGEST - 1]}…"
    return Box(entry, x, y, title, here)


def _path(start: tuple[int, int], end: tuple[int, int]) -> str:
    (x1, y1), (x2, y2) = (start[0] + BOX_W, start[1] + BOX_H // 2), (end[0], end[1] + BOX_H // 2)
    if start[0] == end[0]:  # both in one column: around the right side
        return f"M{x1} {y1} C{x1 + 28} {y1} {x1 + 28} {y2} {x1} {y2}"
    middle = (x1 + x2) // 2
    return f"M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}"
