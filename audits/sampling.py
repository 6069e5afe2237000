"""Drawing a sample so that anybody can draw the same one again.

Every item gets one number from `random.Random(seed).random()`, in the order of the population; the items with the
smallest numbers are the sample, given in the order of the population. Python promises that this sequence of numbers
stays the same for a seed across versions, which it does not promise for `random.sample`.
"""

import random
import secrets
from collections.abc import Sequence

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

LARGEST = 1_000_000


def new_seed() -> str:
    """A seed that nobody chose."""
    return secrets.token_hex(4)


def draw(population: int | Sequence[str], size: int, seed: str) -> list[str]:
    """`size` items of the population: of the texts given, or of the numbers 1 to `population`.

    Raises Invalid: an empty or very large population, an item that stands twice, a size outside the population.
    """
    if isinstance(population, int):
        if not 1 <= population <= LARGEST:
            raise Invalid(fields={"population": [_("The population is a number from 1 to %d.") % LARGEST]})
        items: Sequence[str] = [str(n) for n in range(1, population + 1)]
    else:
        items = [text for item in population if (text := item.strip())]
        if not items or len(set(items)) < len(items):
            raise Invalid(fields={"population": [_("Name each item of the population once, one per line.")]})
    if not 1 <= size <= len(items):
        raise Invalid(fields={"size": [_("Of %d items, draw between 1 and all of them.") % len(items)]})
    numbers = random.Random(seed)
    keyed = sorted((numbers.random(), place) for place in range(len(items)))
    return [items[place] for place in sorted(place for _key, place in keyed[:size])]
