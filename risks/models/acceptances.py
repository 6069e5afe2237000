"""The acceptance of a risk: a signed decision of its own, with an end."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms.records.models import Record

from ..choices import LEVELS


class Acceptance(Record):
    """That one risk is borne as it is rated, until a day (RM-02). What was accepted is kept here, as it was."""

    risk = models.ForeignKey("risks.Risk", verbose_name=_("risk"), on_delete=models.PROTECT, related_name="acceptances")
    rationale = models.TextField(_("reasons"), help_text=_("Why it is borne, and what was weighed against it."))
    conditions = models.TextField(_("conditions"), blank=True, help_text=_("What has to hold while it is borne."))
    ends_on = models.DateField(_("ends on"), help_text=_("The matrix sets how long each level may be accepted."))
    level = models.CharField(_("level"), max_length=10, choices=LEVELS, editable=False)
    likelihood = models.PositiveSmallIntegerField(_("likelihood"), editable=False)
    consequence = models.PositiveSmallIntegerField(_("consequence"), editable=False)
    matrix = models.ForeignKey(
        "risks.RiskMatrix", verbose_name=_("rated with"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("risk acceptance")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["risk"], name="risk_accepted_once", condition=Q(state="in_force"),
                violation_error_message=_("Another acceptance of this risk is in force."),
            ),
        ]  # fmt: skip
