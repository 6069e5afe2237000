"""The declaration of the register of costs of quality."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.lib.text import says_nothing
from qms.registers import Register, Section, register

from ..currencies import CODES
from ..lifecycle.costs import lifecycle
from ..models import QualityCost
from ..models.costs import BY_DETECTION
from ..rules import costs as rules


@register
class QualityCosts(Register):
    key = "quality-costs"
    prefix = "QCO"
    label = _("Cost of quality")
    label_plural = _("Costs of quality")
    purpose = _("What preventing, finding and repairing failures costs, and what failures cost at the customer.")
    menu = "check"
    order = 70
    icon = "coins"
    model = QualityCost
    lifecycle = lifecycle
    columns = ("category", "amount", "currency", "spent_on")
    filters = ("category", "currency")
    sections = (
        Section(
            "what", _("Cost"),
            ("title", "nonconformity", "category", "category_reason", "amount", "currency", "spent_on", "details"),
        ),
        Section("order", _("Owner"), ("owner", "unit")),
    )  # fmt: skip
    search = ("details",)
    list_template = "quality_costs/list.html"
    first_phase = "all"
    api_extra = ("contradicts",)
    may_add = rules.may_add
    may_edit = rules.may_edit

    def begins_with(self, actor: Any) -> dict[str, Any]:
        """The currency that was used last."""
        last = self.visible(actor).exclude(currency="").order_by("-pk").values_list("currency", flat=True).first()
        return {"currency": last} if last else {}

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Whoever enters it owns it; a failure is internal or external by where it was noticed."""
        record.owner = record.owner or actor
        if not record.category and record.nonconformity is not None:
            record.category = BY_DETECTION.get(record.nonconformity.detected, "")
        _check(record, at)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """See prepare."""
        _check(record, at)


def _check(record: Any, at: datetime.datetime) -> None:
    """Raises Invalid for no category, an unknown currency, a day to come, and a contradiction without a reason."""
    errors: dict[str, list[str]] = {}
    record.currency = record.currency.strip().upper()
    if not record.category:
        errors["category"] = [_t("Say which kind of cost it is; nothing says where the failure was noticed.")]
    if record.currency and record.currency not in CODES:
        errors["currency"] = [_t("“%s” is no currency. Use its three letters, such as EUR.") % record.currency]
    if record.amount is not None and not record.currency:
        errors["currency"] = [_t("An amount needs its currency.")]
    if record.spent_on and record.spent_on > timezone.localdate(at):
        errors["spent_on"] = [_t("This day has not come yet.")]
    if record.contradicts and says_nothing(record.category_reason):
        noticed = str(record.nonconformity.get_detected_display()).lower()
        said = _t("%(number)s was noticed %(noticed)s. Choose the other kind of failure, or say why not.")
        errors["category_reason"] = [said % {"number": record.nonconformity.number, "noticed": noticed}]
    if errors:
        raise Invalid(fields=errors)
