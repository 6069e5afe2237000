"""Minimal cut sets of a fault tree: the smallest combinations of causes that suffice. Pure functions, no database.

IEC 61025 (fault tree analysis): events joined by AND and OR gates. A node is a mapping or an object with `id`, `gate`
and `children`:

    {"id": "top", "gate": "or", "children": [
        {"id": "a"},
        {"id": "g", "gate": "and", "children": [{"id": "b"}, {"id": "c"}]},
    ]}                                              → [{"a"}, {"b", "c"}]

`gate` is "and" or "or" (in any case) and stands where there are children; an event without children is a basic event
and has none. The same id in several places is one event: a repeated gate is the same gate everywhere.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

AND, OR = "and", "or"
GATES = (AND, OR)
#: More nodes than anybody draws; more sets than anybody reads, and than are worked out in a second.
MOST_NODES, MOST_SETS, MOST_STEPS = 5_000, 3_000, 60_000

CutSet = frozenset[Any]


@dataclass
class Event:
    """A node, where a mapping is not at hand. `gate` "" and no children: a basic event."""

    id: Hashable
    gate: str = ""
    children: "list[Event]" = field(default_factory=list)


class TooManyCutSets(ValueError):
    """There are more cut sets than anybody could look at."""


def minimal_cut_sets(tree: Any) -> list[CutSet]:
    """The minimal cut sets of a tree: no event of a set can be left out, and no set contains another.

    Worked out from the leaves up with absorption (MOCUS, Fussell and Vesely 1972, read bottom-up).

    Args:
        tree: the top node, as the module says.

    Returns:
        Sets of ids of basic events, small ones first; a set of one is a single-point cause.

    Raises:
        ValueError: a node without id, an unknown gate, a gate without children, children without a gate, an id that
            means two different things, a cycle, or more than 5,000 nodes.
        TooManyCutSets: a ValueError; more than 3,000 sets, here or on the way.
    """
    top, gates, names = _read(tree)
    bits = {name: 1 << place for place, name in enumerate(names)}
    sets: dict[Hashable, list[int]] = {name: [bit] for name, bit in bits.items()}
    for name, (gate, children) in gates.items():  # children come before their gate
        sets[name] = _joined(gate, [sets[child] for child in children])
    held = list(bits)
    return [frozenset(held[place] for place in _places(mask)) for mask in sets[top]]


def single_points(cut_sets: Iterable[CutSet]) -> list[Any]:
    """Events that alone suffice: cut sets of order 1."""
    return [next(iter(one)) for one in cut_sets if len(one) == 1]


# Reading the tree

Gates = dict[Hashable, tuple[str, tuple[Hashable, ...]]]


def _read(tree: Any) -> tuple[Hashable, Gates, list[Hashable]]:
    """Id of the top, every gate after its children, and the basic events; without recursion: trees may be deep."""
    meant: Gates = {}
    gates: Gates = {}
    leaves: dict[Hashable, None] = {}
    above: set[Hashable] = set()
    todo: list[tuple[Any, bool]] = [(tree, False)]
    seen = 0
    while todo:
        node, done = todo.pop()
        name, gate, children = _parts(node)
        if done:
            above.discard(name)
            gates.setdefault(name, meant[name])
            continue
        if (seen := seen + 1) > MOST_NODES:
            raise ValueError(_("The tree has more than %d nodes.") % MOST_NODES)
        if name in above:
            raise ValueError(_("“%s” stands under itself: a cause cannot explain itself.") % name)
        ids = tuple(dict.fromkeys(_parts(child)[0] for child in children))
        if meant.setdefault(name, (gate, ids)) != (gate, ids):
            raise ValueError(_("“%s” stands in two places and means something different there.") % name)
        if not gate:
            leaves[name] = None
        else:
            above.add(name)
            todo.append((node, True))
            todo.extend((child, False) for child in reversed(children))
    return _parts(tree)[0], gates, list(leaves)


def _parts(node: Any) -> tuple[Hashable, str, list[Any]]:
    """Id, gate and children of a node, checked."""
    get = node.get if isinstance(node, Mapping) else lambda key, default=None: getattr(node, key, default)
    name, gate, children = get("id"), get("gate"), get("children")
    if name is None or name == "":
        raise ValueError(_("A node of the tree has no id."))
    if not isinstance(name, Hashable):
        raise ValueError(_("The id “%s” is no text or number.") % str(name)[:60])
    if children is not None and (isinstance(children, str | Mapping) or not isinstance(children, Iterable)):
        raise ValueError(_("The children of “%s” are no list.") % name)
    gate, held = str(gate or "").strip().lower(), list(children or ())
    if gate and gate not in GATES:
        raise ValueError(_("“%(gate)s” at “%(id)s” is no gate: use “and” or “or”.") % {"gate": gate[:60], "id": name})
    if gate and not held:
        raise ValueError(_("The gate at “%s” has nothing under it.") % name)
    if held and not gate:
        raise ValueError(_("“%s” has causes under it but no gate: say “and” or “or”.") % name)
    return name, gate, held


# Sets of events as bit masks


def _joined(gate: str, inputs: list[list[int]]) -> list[int]:
    """The minimal sets of a gate from those of its inputs."""
    if gate == OR:
        return _minimal({mask for sets in inputs for mask in sets})
    found = [0]
    for sets in sorted(inputs, key=len):
        if len(found) * len(sets) > MOST_STEPS:
            raise TooManyCutSets(_too_many())
        found = _minimal({one | other for one in found for other in sets})
    return found


def _minimal(masks: set[int]) -> list[int]:
    """Those that contain no other one, small ones first. What is kept is looked up by its lowest bit."""
    kept: list[int] = []
    by_lowest: dict[int, list[int]] = {}
    for mask in sorted(masks, key=lambda m: (m.bit_count(), m)):
        if any(one & mask == one for bit in _bits(mask) for one in by_lowest.get(bit, ())):
            continue
        kept.append(mask)
        by_lowest.setdefault(mask & -mask, []).append(mask)
        if len(kept) > MOST_SETS:
            raise TooManyCutSets(_too_many())
    return kept


def _bits(mask: int) -> Iterator[int]:
    while mask:
        yield mask & -mask
        mask &= mask - 1


def _places(mask: int) -> Iterator[int]:
    return (bit.bit_length() - 1 for bit in _bits(mask))


def _too_many() -> str:
    return _("There are more than %d combinations of causes. Split the tree, or look at its branches one by one.") % (
        MOST_SETS
    )
