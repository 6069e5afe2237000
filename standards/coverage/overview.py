"""How far each standard in use is covered, at one look: the sums of the matrices, an edition a row."""

import datetime
from dataclasses import dataclass
from typing import Any

from qms.records.access import visible_to
from qms.records.models import Citation, Entry

from ..models import Edition
from ..queries import editions
from .levels import COVERED
from .matrix import matrix_of

#: Each costs as much as its own page.
MOST = 12


@dataclass(frozen=True)
class Standing:
    """The sums of one edition over the organisation. `partly`: whoever asks does not see the whole of it."""

    edition: Edition
    sums: dict[str, int]
    counted: int
    partly: bool

    @property
    def covered(self) -> int:
        """How many of the counted requirements are covered."""
        return self.sums[COVERED]


def in_use(actor: Any) -> list[Edition]:
    """Editions, retired ones left out, that a record which `actor` may see speaks for; two queries."""
    seen = Citation.objects.filter(counts=True, entry__in=visible_to(Entry.objects.all(), actor))
    keys = {key.partition(":")[0] for key in seen.order_by().values_list("key", flat=True).distinct()}
    return [edition for edition in editions() if edition.retired_at is None and edition.key in keys][:MOST]


def overview(actor: Any, today: datetime.date) -> list[Standing]:
    """The editions in use with their sums, equal to those of their own pages."""
    found = [matrix_of(edition, actor=actor, today=today, by_unit=False) for edition in in_use(actor)]
    return [Standing(m.edition, m.sums[0], m.counted, m.partly) for m in found]
