"""What a row of a mapping passes on. Pure functions: coverage matrix, clause page and edition change ask here.

A row says how its *source* requirement S stands to its *target* T. Somebody meets S; what does that say of T?

| relation     | in words                                | strength        | T         | backwards: T met, for S |
|--------------|-----------------------------------------|-----------------|-----------|-------------------------|
| `equal`      | both ask for the same                   | none, or ≥ WEAK | full      | full, as `equal`        |
| `superset`   | S asks for all of T, and for more       | none, or ≥ WEAK | full      | partial, as `subset`    |
| `subset`     | S asks for a part of T                  | any             | partial   | as `superset`           |
| `intersects` | they share something, each asks for more | any            | partial   | partial                 |
| any          |                                         | < WEAK          | partial   | partial                 |

So a weak mapping is never full coverage; and many partial ones never add up to a full one, because nobody has judged
that together they leave nothing open. A mapping is not followed further: what T passes on is not passed on again.
"""

from collections.abc import Iterable

FULL, PARTIAL, NONE = "full", "partial", "none"
WEAK = 7  # of 10: below it even “equal” is a guess
_INVERSE = {"equal": "equal", "subset": "superset", "superset": "subset", "intersects": "intersects"}
_ORDER = (NONE, PARTIAL, FULL)


def inverse(relation: str) -> str:
    """The relation read from the target's side. Raises KeyError for an unknown one."""
    return _INVERSE[relation]


def passes_on(relation: str, strength: int | None, *, backwards: bool = False) -> str:
    """FULL or PARTIAL: what meeting the source says of the target, or with `backwards` the other way round.

    `strength` is 1 to 10, or None where the author of the mapping states none. Raises KeyError for an unknown relation.
    """
    other = inverse(relation)
    read = other if backwards else relation
    if strength is not None and strength < WEAK:
        return PARTIAL
    return FULL if read in ("equal", "superset") else PARTIAL


def is_weak(relation: str, strength: int | None, *, backwards: bool = False) -> bool:
    """Whether the row passes on less than everything, so that a person has to look."""
    return passes_on(relation, strength, backwards=backwards) != FULL


def together(passed: Iterable[str]) -> str:
    """What several rows pass on to one requirement: the best of them, NONE without any."""
    return max(passed, key=_ORDER.index, default=NONE)
