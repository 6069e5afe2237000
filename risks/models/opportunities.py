"""The opportunity: kept apart from risks, rated by likelihood and benefit."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.models import Record

from ..choices import OPPORTUNITY_STRATEGIES
from .rated import Rated


class Opportunity(Rated):
    """An effect of uncertainty that is wanted (ISO 9001:2015 6.1.2, note 2)."""

    consequence = models.TextField(_("benefit"), blank=True, help_text=_("What is gained, by whom?"))
    strategy = models.CharField(_("decision"), max_length=8, choices=OPPORTUNITY_STRATEGIES, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
