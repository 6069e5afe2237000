"""Cost of quality in sums: prevention and appraisal (good), internal and external failure (poor), for each currency.

PAF model (CQ-01). Currencies are never added: rates are a decision, and nobody has taken it here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count

from qms.records.access import visible_to

from ..models import QualityCost
from ..models.costs import CATEGORIES
from .period import Period

ZERO = Decimal(0)
GOOD, POOR = ("prevention", "appraisal"), ("internal", "external")


@dataclass
class Sums:
    """What was spent in one currency. Shares are in per cent, None where there is nothing to divide by."""

    currency: str
    by: dict[str, Decimal] = field(default_factory=lambda: dict.fromkeys(dict(CATEGORIES), ZERO))
    revenue: Decimal | None = None
    count: int = 0

    @property
    def good(self) -> Decimal:
        """Cost of good quality: prevention and appraisal."""
        return sum((self.by[key] for key in GOOD), ZERO)

    @property
    def poor(self) -> Decimal:
        """Cost of poor quality: internal and external failure."""
        return sum((self.by[key] for key in POOR), ZERO)

    @property
    def total(self) -> Decimal:
        return self.good + self.poor

    @property
    def rows(self) -> list[tuple[Any, Decimal, Decimal | None, Decimal | None]]:
        """(label, amount, share of the total, share of revenue) of each category."""
        return [(label, self.by[key], *self.shares(self.by[key])) for key, label in CATEGORIES]

    def shares(self, amount: Decimal) -> tuple[Decimal | None, Decimal | None]:
        """In per cent of the total, and of the revenue."""
        return _percent(amount, self.total), _percent(amount, self.revenue)

    @property
    def ends(self) -> list[tuple[str, Decimal, Decimal | None, Decimal | None]]:
        """The three sums, with their shares."""
        named = (("good", self.good), ("poor", self.poor), ("total", self.total))
        return [(name, amount, *self.shares(amount)) for name, amount in named]


def _percent(amount: Decimal, whole: Decimal | None) -> Decimal | None:
    return (100 * amount / whole).quantize(Decimal("0.1")) if whole else None


def sums(period: Period, actor: Any, *, revenue: dict[str, Decimal] | None = None) -> list[Sums]:
    """The sums of each currency over what the actor may see, void ones left out; in one query, added exactly.

    Args:
        revenue: of the period, by currency, for the share of revenue.
    """
    rows = visible_to(QualityCost.objects.exclude(state="void"), actor)
    rows = rows.filter(spent_on__range=(period.first, period.last), amount__isnull=False).exclude(category="")
    counted = rows.order_by().values_list("currency", "category", "amount").annotate(n=Count("pk"))
    return added(counted.iterator(), revenue or {})


def added(counted: Iterable[tuple[str, str, Decimal, int]], revenue: dict[str, Decimal]) -> list[Sums]:
    """(currency, category, amount, how often) rows to sums, currencies in alphabetical order."""
    found: dict[str, Sums] = {}
    for currency, category, amount, n in counted:
        one = found.setdefault(currency, Sums(currency, revenue=revenue.get(currency)))
        one.by[category] += amount * n
        one.count += n
    return [found[currency] for currency in sorted(found)]
