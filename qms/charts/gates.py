"""Fault trees, read from left to right: an event, the gate that joins its causes, and the causes beside it.

Units are those of the SVG's viewBox, about one screen pixel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.template.loader import render_to_string

from .measure import wrapped
from .palette import FONTS, PALETTE
from .texts import ASCENT, LINE, SIZE, Block, Picture

WIDE, GAP, BETWEEN, EDGE = 132, 52, 10, 12  # a box; between columns; between rows; margin
INSIDE, MOST_LINES = 6, 4
GATE, BUS = 22, 10  # width of a gate; from the gate to the line that its inputs share
END = 14  # room of the sign behind a basic event


@dataclass(frozen=True)
class Cause:
    """An event. `gate` "and" or "or" joins its causes; `kind` is a class, `note` its last line (a probability).

    `open`: nobody has looked into it yet, which its sign says.
    """

    text: str
    gate: str = ""
    causes: Sequence[Cause] = ()
    kind: str = ""
    note: str = ""
    open: bool = False


@dataclass
class FaultTree:
    """Where everything stands. Boxes: (x, y, width, height, kind); gates: (x, y, gate); ends: (x, y, kind, open)."""

    width: float = 0
    height: float = 0
    boxes: list[tuple[float, float, float, float, str]] = field(default_factory=list)
    gates: list[tuple[float, float, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    ends: list[tuple[float, float, str, bool]] = field(default_factory=list)
    texts: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class _Set:
    """An event with its lines and its causes; `need` is the height of the whole branch."""

    event: Cause
    lines: list[str]
    causes: list[_Set]

    @property
    def tall(self) -> float:
        return len(self.lines) * LINE + 2 * INSIDE

    @property
    def branches(self) -> float:
        return sum(cause.need for cause in self.causes)

    @property
    def need(self) -> float:
        return max(self.tall + BETWEEN, self.branches)


def fault_tree(top: Cause) -> FaultTree:
    """Place the tree: columns by depth, basic events under one another, each event in the middle of its causes."""
    drawn, laid = FaultTree(), _laid(top)
    _place(drawn, laid, 0, EDGE)
    drawn.height = laid.need - BETWEEN + 2 * EDGE
    drawn.width = max(x + w for x, _y, w, _h, _k in drawn.boxes) + 2 * END + EDGE
    return drawn


def _laid(event: Cause) -> _Set:
    lines = wrapped(event.text, WIDE - 2 * INSIDE, SIZE, most=MOST_LINES, bold=event.kind == "top")
    note = wrapped(event.note, WIDE - 2 * INSIDE, SIZE, most=1)
    return _Set(event, [*lines, *note], [_laid(cause) for cause in event.causes])


def _place(drawn: FaultTree, laid: _Set, depth: int, top: float) -> float:
    """Draw a branch from `top` down; gives the middle of its event."""
    x, y, middles = EDGE + depth * (WIDE + GAP), top + (laid.need - laid.branches) / 2, []
    for cause in laid.causes:
        middles.append(_place(drawn, cause, depth + 1, y))
        y += cause.need
    least, most = top + laid.tall / 2, top + laid.need - BETWEEN - laid.tall / 2
    middle = min(max((middles[0] + middles[-1]) / 2, least), most) if middles else least
    kind, base = laid.event.kind, middle - laid.tall / 2 + INSIDE + ASCENT - 1
    drawn.boxes.append((x, middle - laid.tall / 2, WIDE, laid.tall, kind))
    drawn.texts.append(Block(x + WIDE / 2, base, laid.lines, kind, "middle", kind == "top", laid.event.text))
    if middles:
        _join(drawn, laid.event.gate if len(middles) > 1 else "", x + WIDE, middle, middles)
    else:
        drawn.lines.append(f"M{x + WIDE} {middle:.1f}h{END / 2}")
        drawn.ends.append((x + WIDE + END, middle, kind, laid.event.open))
    return middle


def _join(drawn: FaultTree, gate: str, x: float, middle: float, middles: Sequence[float]) -> None:
    """From an event through its gate to each of its causes; one cause alone needs no gate."""
    start = x + BUS
    if gate:
        drawn.gates.append((start, middle, gate))
        drawn.lines.append(f"M{x} {middle:.1f}H{start}")
    bus = start + (GATE if gate else 0) + BUS / 2
    drawn.lines.append(f"M{start + GATE - 1 if gate else x} {middle:.1f}H{bus}")
    ends = [*middles, middle]
    drawn.lines.append(f"M{bus} {min(ends):.1f}V{max(ends):.1f}")
    drawn.lines += [f"M{bus} {one:.1f}H{x + GAP}" for one in middles]


def fault_tree_svg(top: Cause, *, ident: str, title: str, said: str) -> Picture:
    """The picture. `ident` begins the ids inside; `title` and `said` are what is read out instead of it."""
    d = fault_tree(top)
    context = {
        "d": d, "ident": ident, "title": title, "said": said, "c": PALETTE, "fonts": FONTS, "size": SIZE,
    }  # fmt: skip
    return Picture(render_to_string("charts/faulttree.svg", context), d.width, d.height)
