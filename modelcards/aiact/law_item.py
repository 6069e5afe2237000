"""One item that an annex of the regulation asks for."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class LawItem:
    """`number` in the annex, the `field` of the record that answers it, what it asks in our own short words.

    `optional`: the annex asks for it only where there is one.
    """

    number: str
    field: str
    label: Any
    optional: bool = False
