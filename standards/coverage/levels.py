"""How far each requirement of an edition is covered, from what speaks for it. Pure functions, no database.

1. A record speaks for a requirement that it names while it counts: an effective document, accepted evidence that has
   not expired. What is past its review is stale, what has lapsed is worth no more than that.
2. Naming a clause speaks for its points. Naming a heading speaks only in part for each thing below it.
3. What speaks only in a part of the unit speaks in part.
4. A mapped requirement passes on how far it is covered itself: in whole or in part, as the mapping says. No chains.
5. A clause whose points are all covered is covered; one with some of them, in part.
6. What the statement of applicability excludes is not applicable, with everything below it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

MISSING, STALE, PARTIAL, COVERED, NOT_APPLICABLE = "missing", "stale", "partial", "covered", "not_applicable"
_RANK = {MISSING: 0, STALE: 1, PARTIAL: 2, COVERED: 3}
LEVELS = (COVERED, PARTIAL, STALE, MISSING, NOT_APPLICABLE)


@dataclass(frozen=True)
class Node:
    """One requirement: its key, that of its parent ("" at the top), whether it can be assessed, whether it is a
    point."""

    key: str
    parent: str = ""
    assessable: bool = True
    point: bool = False


@dataclass(frozen=True)
class Tally:
    """Numbers of records that name one requirement: speaking now, speaking in a part of the unit only, past their
    review, lapsed."""

    current: int = 0
    in_part: int = 0
    stale: int = 0
    lapsed: int = 0

    @property
    def level(self) -> str:
        """How far these cover it."""
        if self.current:
            return COVERED
        return PARTIAL if self.in_part else STALE if self.stale or self.lapsed else MISSING

    @property
    def old(self) -> int:
        """Those that once spoke for it."""
        return self.stale + self.lapsed

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.current + other.current, self.in_part + other.in_part, self.stale + other.stale,
            self.lapsed + other.lapsed,
        )  # fmt: skip


def levels(
    nodes: Sequence[Node], spoken: Mapping[str, Tally], passed: Mapping[str, Sequence[str]] | None = None,
    excluded: Collection[str] = (),
) -> dict[str, str]:  # fmt: skip
    """The level of every node by its key. `nodes` stand in their order, parents before children; `passed` holds, by
    key, the levels that mappings pass on."""
    found: dict[str, str] = {}
    out: set[str] = set()
    assessable = {node.key for node in nodes if node.assessable}
    for node in nodes:
        if node.key in excluded or node.parent in out:
            out.add(node.key)
        above = found.get(node.parent, MISSING)
        if node.parent not in assessable:
            above = _at_most(above, PARTIAL)
        own = spoken.get(node.key, Tally()).level
        found[node.key] = best([own, above, *(passed or {}).get(node.key, ())])
    _from_points(nodes, found, out)
    return {key: NOT_APPLICABLE if key in out else level for key, level in found.items()}


def pass_on(level: str, *, whole: bool) -> str:
    """What a mapping passes on of a requirement that is covered so far."""
    return level if whole or level == NOT_APPLICABLE else _at_most(level, PARTIAL)


def best(found: Iterable[str]) -> str:
    """The highest of some levels; missing where there is none."""
    return max(found, key=lambda level: _RANK.get(level, 0), default=MISSING)


def is_counted(node: Node, by_key: Mapping[str, Node]) -> bool:
    """Whether sums count this node: what can be assessed, but not the points of a clause that is counted itself."""
    parent = by_key.get(node.parent)
    return node.assessable and not (node.point and parent is not None and parent.assessable)


def _at_most(level: str, most: str) -> str:
    return level if _RANK.get(level, 0) <= _RANK[most] else most


def _from_points(nodes: Sequence[Node], found: dict[str, str], out: set[str]) -> None:
    """Rule 5, from the lowest points up."""
    points: dict[str, list[str]] = {}
    for node in reversed(nodes):
        if node.assessable and (below := points.get(node.key)):
            found[node.key] = best([found[node.key], _together(below)])
        if node.point and node.key not in out:
            points.setdefault(node.parent, []).append(found[node.key])


def _together(below: list[str]) -> str:
    if all(level == COVERED for level in below):
        return COVERED
    return _at_most(best(below), PARTIAL)
