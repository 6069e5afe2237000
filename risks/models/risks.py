"""The risk, and its fields of ISO 14971."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.fields import RowsField
from qms.records.models import Record

from ..choices import RISK_STRATEGIES
from ..losses import LOSSES
from .rated import Rated


class Risk(Rated):
    """An effect of uncertainty that is not wanted. Acceptances of it are records of their own."""

    strategy = models.CharField(_("treatment"), max_length=8, choices=RISK_STRATEGIES, blank=True)
    hazard = models.TextField(_("hazard"), blank=True, help_text=_("The source of harm (ISO 14971:2019 3.4)."))
    sequence = models.TextField(
        _("sequence of events"), blank=True, help_text=_("How it comes about in use, and in misuse one can foresee.")
    )
    situation = models.TextField(
        _("hazardous situation"), blank=True, help_text=_("Who or what is exposed to the hazard (3.5).")
    )
    harm = models.TextField(_("harm"), blank=True, help_text=_("Injury, or damage to health, property or environment."))
    benefit = models.TextField(
        _("benefit against residual risk"), blank=True, help_text=_("Where the residual risk is not acceptable (7.4).")
    )
    new_risks = models.TextField(
        _("new risks from the controls"), blank=True, help_text=_("What the measures bring about themselves (7.5).")
    )

    losses = RowsField(_("yearly losses"), columns=LOSSES, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("risk")
        indexes = [
            *Record.Meta.indexes,
            models.Index(
                fields=["current_matrix", "state", "current_likelihood", "current_consequence"], name="risk_heat"
            ),
        ]
