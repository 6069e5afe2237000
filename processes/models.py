"""The process: fields, choices and database constraints."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.fields import StringsField
from qms.records.models import Record
from standards.models import ClausesField

IMPORTANCES = (("high", _("High")), ("normal", _("Normal")), ("low", _("Low")))
LONGEST_INTERVAL = 60  # months


class Process(Record):
    """A process of the management system. What a review sets is not edited afterwards (see register.py)."""

    purpose = models.TextField(_("purpose"), max_length=5000, help_text=_("What this process is there to achieve."))
    importance = models.CharField(
        _("importance"), max_length=10, choices=IMPORTANCES, default="normal",
        help_text=_("How much depends on it; the audit programme takes its frequency from this."),
    )  # fmt: skip
    inputs = StringsField(_("inputs"), help_text=_("What the process needs, one per line."))
    outputs = StringsField(_("outputs"), help_text=_("What the process delivers, one per line."))
    clauses = ClausesField(_("clauses"), help_text=_("Requirements that this process fulfils."))
    review_months = models.PositiveSmallIntegerField(
        _("months between reviews"), default=12, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_INTERVAL)],
        help_text=_("1 to 60; a completed review sets the next one."),
    )  # fmt: skip
    reviewed_on = models.DateField(_("last review"), null=True, blank=True)
    next_review = models.DateField(_("next review"), null=True, blank=True)
    review_result = models.TextField(
        _("result of the review"), max_length=5000, blank=True,
        help_text=_("What was looked at, what changes and what stays as it is."),
    )  # fmt: skip

    class Meta(Record.Meta):
        verbose_name = _("process")
        verbose_name_plural = _("processes")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="process_interval",
                condition=models.Q(review_months__gte=1, review_months__lte=LONGEST_INTERVAL),
                violation_error_message=_("Reviews are 1 to 60 months apart."),
            ),
        ]
