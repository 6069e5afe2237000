"""The opportunity: kept apart from risks, rated by likelihood and benefit."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.models import Record

from ..choices import GAINS, OPPORTUNITY_RATINGS, OPPORTUNITY_STRATEGIES
from .rated import Rated, edition, level, ratings, reviews, step


class Opportunity(Rated):
    """An effect of uncertainty that is wanted (ISO 9001:2015 6.1.2, note 2)."""

    consequence = models.TextField(_("benefit"), blank=True, help_text=_("What is gained, by whom?"))
    inherent_likelihood = step(_("likelihood if nothing is done"))
    inherent_consequence = step(_("benefit if nothing is done"))
    inherent_level = level(_("level if nothing is done"), GAINS)
    inherent_matrix = edition(_("rating if nothing is done made with"))
    current_likelihood = step(_("likelihood now"))
    current_consequence = step(_("benefit now"))
    current_level = level(_("level now"), GAINS)
    target_likelihood = step(_("likelihood aimed at"))
    target_consequence = step(_("benefit aimed at"))
    target_level = level(_("level aimed at"), GAINS)
    ratings = ratings(OPPORTUNITY_RATINGS, GAINS)
    reviews = reviews(GAINS)
    strategy = models.CharField(_("decision"), max_length=8, choices=OPPORTUNITY_STRATEGIES, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
