"""Cost of quality: sums by category and currency, and their share of the revenue."""

from decimal import Decimal, InvalidOperation

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest
from qms.pages.front import RegisterPage

from ..currencies import CODES
from ..figures.costs import sums
from ..figures.period import period


class CostFigures(RegisterPage):
    """`/quality-costs/figures/?from=&to=&revenue=&currency=`"""

    template = "quality_costs/figures.html"
    allowed_parameters = frozenset({"from", "to", "revenue", "currency"})

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        asked = period(request.GET, timezone.localdate(self.at))
        revenue = self.revenue()
        return self.show(
            period=asked, found=sums(asked, self.actor, revenue=revenue), revenue=request.GET.get("revenue", ""),
            currency=request.GET.get("currency", ""),
        )  # fmt: skip

    def revenue(self) -> dict[str, Decimal]:
        """The revenue of the period in its currency. Raises BadRequest."""
        amount, currency = self.request.GET.get("revenue", "").strip(), self.request.GET.get("currency", "").strip()
        if not amount:
            return {}
        try:
            value = Decimal(amount)
        except InvalidOperation:
            raise BadRequest(_("“%s” is no amount such as 1250000.00.") % amount[:40]) from None
        if not value.is_finite() or value <= 0:
            raise BadRequest(_("The revenue must be more than zero."))
        if currency.upper() not in CODES:
            raise BadRequest(_("Say the currency of the revenue, such as EUR."))
        return {currency.upper(): value}
