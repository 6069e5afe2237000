"""Cause diagrams (Ishikawa): bones with their causes along a spine that leads to the problem.

Units are those of the SVG's viewBox, about one screen pixel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.template.loader import render_to_string

from .measure import width, wrapped
from .palette import FONTS, PALETTE
from .texts import ASCENT, LINE, SIZE, Block, Picture

ROOM, INDENT, DEEPEST = 164, 12, 3  # width of a cause's text; a cause of a cause stands further in, at most so often
SLANT, GAP, BESIDE = 46, 14, 8  # how far a bone leans; between columns; between text and bone
PITCH = ROOM + BESIDE + SLANT + GAP
UNDER, BETWEEN, LOOSE = 5, 9, 16  # text to its twig; twig to the next text, and what is added where there is room
LABEL, LEAST = 24, 150  # height of a bone's name; the least height of a bone
HEAD, EDGE = 168, 12  # width of the problem; margin


@dataclass(frozen=True)
class Twig:
    """One cause on a bone. `depth` 1 and more: it explains the one above it. `kind` is a class, `mark` a sign."""

    text: str
    depth: int = 0
    kind: str = ""
    mark: str = ""

    @property
    def bold(self) -> bool:
        return self.kind == "root"


@dataclass(frozen=True)
class Bone:
    """One category and its causes, each followed by those that explain it."""

    label: str
    twigs: Sequence[Twig] = ()


@dataclass
class Fishbone:
    """Where everything stands."""

    width: float = 0
    height: float = 0
    spine: float = 0
    bones: list[str] = field(default_factory=list)
    twigs: list[str] = field(default_factory=list)
    plates: list[tuple[float, float, float, float]] = field(default_factory=list)
    head: tuple[float, float, float, float] = (0, 0, 0, 0)
    texts: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class _Set:
    """A cause with its lines, ready to be placed."""

    twig: Twig
    lines: list[str]

    @property
    def deep(self) -> int:
        return min(self.twig.depth, DEEPEST)

    @property
    def tall(self) -> float:
        return len(self.lines) * LINE + UNDER + BETWEEN


def fishbone(problem: str, bones: Sequence[Bone]) -> Fishbone:
    """Place the bones in turn above and below the spine."""
    drawn = Fishbone()
    sides = [[_laid(bone) for bone in bones[side::2]] for side in (0, 1)]
    above, below = (max((_need(laid) for laid in side), default=0) for side in sides)
    head = wrapped(problem, HEAD - 2 * BESIDE, SIZE, most=7, bold=True)
    half = len(head) * LINE / 2 + BESIDE
    drawn.spine = EDGE + max(above + LABEL if above else 0, half)
    drawn.height = drawn.spine + max(below + LABEL if below else 0, half) + EDGE
    columns = (len(bones) + 1) // 2
    start = EDGE + SLANT + ROOM + BESIDE
    for side, tall in ((0, above), (1, below)):
        for column, (bone, laid) in enumerate(zip(bones[side::2], sides[side], strict=True)):
            _place(drawn, bone, laid, start + column * PITCH, tall, up=side == 0)
    right = start + max(columns - 1, 0) * PITCH + 30
    drawn.width = right + HEAD + EDGE
    drawn.head = (right, drawn.spine - half, HEAD, 2 * half)
    drawn.texts.append(
        Block(right + HEAD / 2, drawn.spine - half + BESIDE + ASCENT, head, "problem", "middle", True, problem)
    )
    return drawn


def _laid(bone: Bone) -> list[_Set]:
    made = []
    for twig in bone.twigs:
        room = ROOM - INDENT * min(twig.depth, DEEPEST)
        text = f"{twig.mark} {twig.text}".strip()
        made.append(_Set(twig, wrapped(text, room, SIZE, bold=twig.bold)))
    return made


def _need(laid: Sequence[_Set]) -> float:
    return max(LEAST, sum(one.tall for one in laid) + 2 * BETWEEN)


def _place(drawn: Fishbone, bone: Bone, laid: list[_Set], joint: float, tall: float, *, up: bool) -> None:
    """One bone: from its name to the joint on the spine; causes are read from top to bottom."""
    end = drawn.spine - tall if up else drawn.spine + tall
    drawn.bones.append(f"M{joint - SLANT:.1f} {end:.1f}L{joint:.1f} {drawn.spine:.1f}")
    _name(drawn, bone.label, joint - SLANT, end, up=up)

    def at(y: float) -> float:
        return joint - SLANT * abs(drawn.spine - y) / tall

    groups = _groups(laid)
    used = sum(one.tall for one in laid)
    loose = min(LOOSE, max(0, tall - used - 2 * BETWEEN) / (len(groups) + 1))
    y = (end if up else drawn.spine) + BETWEEN + loose
    for group in groups:
        bottom = y + sum(one.tall for one in group)
        left = (at(y) if up else at(bottom)) - BESIDE - ROOM
        y = _group(drawn, group, left, y, at) + loose


def _group(drawn: Fishbone, group: list[_Set], left: float, y: float, at: Callable[[float], float]) -> float:
    """A cause and those that explain it, each on its twig, joined to the one it explains. Gives where it ends."""
    twig_of: dict[int, float] = {}
    for one in group:
        x, base = left + INDENT * one.deep, y + len(one.lines) * LINE + UNDER
        drawn.texts.append(Block(x, y + ASCENT, one.lines, one.twig.kind, "start", one.twig.bold, one.twig.text))
        end = at(base) if one.deep == 0 else x + max(width(t, SIZE, bold=one.twig.bold) for t in one.lines)
        drawn.twigs.append(f"M{x:.1f} {base:.1f}H{end:.1f}")
        if one.deep and one.deep - 1 in twig_of:
            drawn.twigs.append(f"M{x - INDENT / 2:.1f} {twig_of[one.deep - 1]:.1f}V{base:.1f}H{x:.1f}")
        twig_of[one.deep] = base
        y += one.tall
    return y


def _groups(laid: Sequence[_Set]) -> list[list[_Set]]:
    found: list[list[_Set]] = []
    for one in laid:
        if one.twig.depth == 0 or not found:
            found.append([])
        found[-1].append(one)
    return found


def _name(drawn: Fishbone, label: str, x: float, end: float, *, up: bool) -> None:
    said = wrapped(label, PITCH - 3 * BESIDE, SIZE, most=1, bold=True)
    wide = width(said[0] if said else "", SIZE, bold=True) + 2 * BESIDE
    top = end - LABEL if up else end
    left = max(x - wide / 2, 2)
    drawn.plates.append((left, top, wide, LABEL))
    drawn.texts.append(Block(left + wide / 2, top + 16, said, "name", "middle", True, label))


def fishbone_svg(problem: str, bones: Sequence[Bone], *, ident: str, title: str, said: str) -> Picture:
    """The picture. `ident` begins the ids inside; `title` and `said` are what is read out instead of it."""
    d = fishbone(problem, bones)
    context = {
        "d": d, "ident": ident, "title": title, "said": said, "c": PALETTE, "fonts": FONTS,
        "size": SIZE,
    }  # fmt: skip
    return Picture(render_to_string("charts/fishbone.svg", context), d.width, d.height)
