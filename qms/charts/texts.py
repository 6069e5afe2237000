"""Blocks of text in a picture, with the box they take: what a test compares, so that none lies on another."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from .measure import width

SIZE, LINE = 11, 14  # font and line, in units of the picture
ASCENT, DESCENT = 11, 3


#: What a page of A4 leaves for a picture under its heading, standing and lying, in CSS pixels.
UPRIGHT, SIDEWAYS = (672, 800), (1000, 490)


@dataclass(frozen=True)
class Picture:
    """A drawn picture; sizes in its own units, which are pixels on a page that has room."""

    svg: SafeString
    width: float
    height: float

    @property
    def lies(self) -> bool:
        """Whether it is larger on a page that lies."""
        return fitted(self.width, self.height, SIDEWAYS) > fitted(self.width, self.height, UPRIGHT)


def fitted(width: float, height: float, room: tuple[int, int]) -> float:
    """How much smaller a picture becomes in a room; 1: not at all."""
    return min(1, room[0] / width, room[1] / height)


@dataclass(frozen=True)
class Block:
    """Lines under one another; (x, y) is the base line of the first. `kind` is its class, `said` the whole text."""

    x: float
    y: float
    lines: Sequence[str]
    kind: str = ""
    anchor: str = "start"
    bold: bool = False
    said: str = ""

    @property
    def spans(self) -> list[tuple[float, str]]:
        """Base line and text of each line."""
        return [(round(self.y + place * LINE, 1), line) for place, line in enumerate(self.lines)]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        wide = max((width(line, SIZE, bold=self.bold) for line in self.lines), default=0)
        left = {"start": self.x, "middle": self.x - wide / 2, "end": self.x - wide}[self.anchor]
        return left, self.y - ASCENT, left + wide, self.y + (len(self.lines) - 1) * LINE + DESCENT


def overlapping(blocks: Sequence[Block]) -> list[tuple[Block, Block]]:
    """Pairs of blocks whose boxes cut one another."""
    pairs = ((a, b) for place, a in enumerate(blocks) for b in blocks[place + 1 :])
    return [(a, b) for a, b in pairs if _cut(a.box, b.box)]


def _cut(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
