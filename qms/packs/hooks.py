"""What other folders add to packs, in the `ready()` of their apps. Packs know no register and no standard by name.

`kinds` are ways to ask for records by something else than their register or number: an audit, a clause of a standard.
`contributions` add files of their own, such as the coverage matrix.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .order import Order


@dataclass(frozen=True)
class Kind:
    """A way to ask: `find(reference, actor)` gives the ids of entries, or raises Invalid with a sentence where there is
    no such thing *that the actor may see*. Whether each record may be seen is asked again afterwards.

    `choices(actor)` proposes (reference, words), a bounded list, for the form.
    """

    key: str
    label: Any
    help: Any
    find: Callable[[str, Any], Iterable[int]]
    choices: Callable[[Any], Sequence[tuple[str, str]]] | None = None
    name: Callable[[str], str] | None = None  # what a reference means, in words, for titles
    register: str = ""  # records of this register are asked for in this way from their own page


class Contribution(Protocol):
    """Files that belong into a pack besides its records: (path such as `coverage/iso9001-2015.pdf`, bytes).

    Made of what `actor` may see, with the same bytes for the same content. May yield nothing.
    """

    def __call__(self, order: Order, *, actor: Any, at: datetime.datetime) -> Iterable[tuple[str, bytes]]: ...


kinds: dict[str, Kind] = {}
contributions: list[Contribution] = []


def settled(said: dict[str, Any], actor: Any) -> dict[str, Any]:
    """What was asked for, with the words of a choice replaced by its reference: “ISO/IEC 42001” as well as its key."""
    found = dict(said)
    for key, kind in kinds.items():
        text = str(found.get(key, "")).strip().casefold()
        if text and kind.choices:
            offered = [(ref, str(words).casefold()) for ref, words in kind.choices(actor)]
            known = [ref for ref, words in offered if words.startswith(text)]
            if len(known) == 1 and text not in {ref.casefold() for ref, _words in offered}:
                found[key] = known[0]
    return found


def add_kind(kind: Kind) -> None:
    """Add a way to ask. Raises ValueError where an order has no place for it."""
    if kind.key not in Order.KINDS:
        raise ValueError(f"an order has no {kind.key!r}")
    kinds[kind.key] = kind
