"""A cost of quality: fields and constraints."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.models import Record

#: Prevention, appraisal, failure (Feigenbaum; BS 6143-2, ISO/TR 10014): PAF.
CATEGORIES = (
    ("prevention", _("Prevention: keeps failures from happening")),
    ("appraisal", _("Appraisal: finds out whether there are any")),
    ("internal", _("Internal failure: found before delivery")),
    ("external", _("External failure: found after delivery")),
)
#: What a failure is by where it was found (Nonconformity.detected).
BY_DETECTION = {"before": "internal", "after": "external"}


class QualityCost(Record):
    """Money spent for quality, or lost for want of it, on one day in one currency."""

    category = models.CharField(
        _("category"), max_length=10, choices=CATEGORIES, blank=True, default="",
        help_text=_("Left open, it follows from where the nonconformity was noticed."),
    )  # fmt: skip
    amount = models.DecimalField(
        _("amount"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="", help_text=_("Such as EUR."))
    spent_on = models.DateField(_("day"), null=True, blank=True)
    nonconformity = models.ForeignKey(
        "nonconformities.Nonconformity", verbose_name=_("nonconformity"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="costs", help_text=_("What it was spent for, if it is a failure."),
    )  # fmt: skip
    details = models.TextField(
        _("what for"), blank=True, help_text=_("Hours, material, credits; where the figure comes from.")
    )
    category_reason = models.TextField(
        _("why this category"), blank=True,
        help_text=_("Needed where it contradicts where the nonconformity was noticed."),
    )  # fmt: skip

    class Meta(Record.Meta):
        verbose_name = _("cost of quality")
        verbose_name_plural = _("costs of quality")
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["spent_on", "currency", "category"], name="qualitycost_sums"),
        ]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="qualitycost_amount",
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0),
                violation_error_message=_("An amount is not negative."),
            ),
        ]

    @property
    def contradicts(self) -> bool:
        """Whether a failure is counted on the other side of delivery than where it was noticed."""
        found = BY_DETECTION.get(self.nonconformity.detected, "") if self.nonconformity is not None else ""
        return bool(found) and self.category in BY_DETECTION.values() and self.category != found
