"""The nodes of a file as a tree: every defect of it is named, and every node gets its reference, depth and place.

References become paths, because a key says by its beginning what a requirement stands below: `ID.AM-1` below `ID.AM`
is kept as `ID.AM.1`, and shown as its publisher writes it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .limits import LONGEST_REF, MOST_DEPTH
from .shapes import Node, Refusal
from .values import MARKUP

_OUTSIDE = re.compile(r"[^A-Za-z0-9._-]+")
PIECE = 30


@dataclass(frozen=True)
class Placed:
    """A node in its place. `above` is the file's identity of the one above it or ""."""

    node: Node
    ref: str
    depth: int
    position: int


def defects(nodes: list[Node]) -> tuple[list[Refusal], int]:
    """What is wrong with the nodes, and how many are orphans: they name a parent that the file does not have."""
    found, ids = [], {}
    for node in nodes:
        if node.file_id in ids:
            found.append(Refusal(node.file_id, _("The id stands twice in the file.")))
        ids[node.file_id] = node
        if MARKUP.search(node.title):
            found.append(Refusal(node.file_id, _("The title holds markup (“%s”). Write plain text.") % node.title[:60]))
    orphans = [n for n in nodes if n.parent_id and n.parent_id not in ids]
    found += [Refusal(n.file_id, _("Its parent “%s” is not in the file.") % n.parent_id[:120]) for n in orphans]
    found += [Refusal(n.file_id, _("It stands below itself.")) for n in nodes if _is_cyclic(n, ids)]
    return found, len(orphans)


def _is_cyclic(node: Node, ids: dict[str, Node]) -> bool:
    """Whether the way up comes back to the node within as many levels as are taken at all."""
    above, steps = ids.get(node.parent_id), 0
    while above is not None and steps <= MOST_DEPTH:
        if above.file_id == node.file_id:
            return True
        above, steps = ids.get(above.parent_id), steps + 1
    return False


def place(nodes: list[Node], taken: dict[str, str]) -> tuple[list[Placed], list[Refusal]]:
    """Every node of a sound tree in its place, parents first; what is too deep or too long is refused.

    `taken`: references by the identity of requirements that are there already. They keep theirs, whatever changed.
    """
    below: dict[str, list[Node]] = {}
    for node in nodes:
        below.setdefault(node.parent_id, []).append(node)
    used, placed, refused = set(taken.values()), [], []
    for node, above, depth, index in _walk(below):
        if depth >= MOST_DEPTH:
            said = _("It stands %(n)d levels deep; at most %(most)d are taken.")
            refused.append(Refusal(node.file_id, said % {"n": depth + 1, "most": MOST_DEPTH}))
            break
        parent = placed[above] if above is not None else None
        ref = taken.get(node.file_id) or _free(_path(node, parent, index), used)
        used.add(ref)
        if len(ref) > LONGEST_REF:
            refused.append(Refusal(node.file_id, _("Its reference, with those above it, is too long.")))
        placed.append(Placed(node, ref, depth, len(placed) + 1))
    if not refused and len(placed) < len(nodes):
        reached = {p.node.file_id for p in placed}
        lost = next(n for n in nodes if n.file_id not in reached)
        refused.append(Refusal(lost.file_id, _("It stands below itself, or below one that does.")))
    return placed, refused


def _walk(below: dict[str, list[Node]]) -> Iterator[tuple[Node, int | None, int, int]]:
    """Depth first in the order of the file: node, place of its parent, depth, place among its siblings."""
    count = 0
    waiting = [(n, None, 0, i) for i, n in reversed(list(enumerate(below.get("", []), 1)))]
    while waiting:
        node, above, depth, index = waiting.pop()
        yield node, above, depth, index
        here, count = count, count + 1
        children = reversed(list(enumerate(below.get(node.file_id, []), 1)))
        waiting += [(child, here, depth + 1, i) for i, child in children]


def _path(node: Node, parent: Placed | None, index: int) -> str:
    own = node.number or str(index)
    if parent is None:
        return _clean(own) or str(index)
    above = parent.node.number
    if above and own != above and own.startswith(above):
        own = own[len(above) :]
    return f"{parent.ref}.{_clean(own) or index}"


def _clean(number: str) -> str:
    return _OUTSIDE.sub("-", number).strip(".-_")[:PIECE].strip(".-_")


def _free(ref: str, used: set[str]) -> str:
    found, n = ref, 2
    while found in used:
        found, n = f"{ref}-{n}", n + 1
    return found
