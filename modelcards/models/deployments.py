"""Where a version runs: environment, share of the traffic, since when, on which answer of the gate it rested."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.models import Record

from .gate import GateAnswer
from .versions import SystemVersion

ENVIRONMENTS = (("staging", _("Staging")), ("shadow", _("Shadow")), ("production", _("Production")))


class Deployment(Record):
    """One version in one environment."""

    version = models.ForeignKey(SystemVersion, models.PROTECT, verbose_name=_("version"), related_name="deployments")
    environment = models.CharField(_("environment"), max_length=10, choices=ENVIRONMENTS)
    share = models.PositiveSmallIntegerField(
        _("share, %"), default=100, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    since = models.DateTimeField(_("running since"), null=True, blank=True, editable=False)
    until = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    answer = models.ForeignKey(
        GateAnswer, models.PROTECT, null=True, blank=True, verbose_name=_("answer of the gate"), related_name="+",
        editable=False,
    )  # fmt: skip
    rolled_back_because = models.TextField(_("why it was rolled back"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("deployment")
        verbose_name_plural = _("deployments")
