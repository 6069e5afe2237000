"""A system that does not conform: what is done about it, and who was told (Reg. (EU) 2024/1689 Art. 20)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, RowsField
from qms.records.models import Record

from .choices import MEASURES, YES_NO
from .systems import System
from .versions import SystemVersion

PARTIES = (
    ("distributor", _("Distributor")),
    ("deployer", _("Deployer")),
    ("representative", _("Authorised representative")),
    ("importer", _("Importer")),
    ("authority", _("Market surveillance authority")),
    ("notified_body", _("Notified body")),
)


class NonconformingSystem(Record):
    """One case of a system, or of one of its versions, that is offered or used and does not conform."""

    system = models.ForeignKey(System, models.PROTECT, verbose_name=_("system"), related_name="cases")
    version = models.ForeignKey(
        SystemVersion, models.PROTECT, verbose_name=_("version"), null=True, blank=True, related_name="cases",
        help_text=_("Left empty: all that are in use."),
    )  # fmt: skip
    why = models.TextField(_("what does not conform"), blank=True)
    affected = models.TextField(_("who and what is affected"), blank=True, help_text=_("Customers, places, numbers."))
    risk = models.CharField(
        _("presents a risk"), max_length=3, choices=YES_NO, blank=True,
        help_text=_("To health, safety or fundamental rights (Art. 79(1)): the authority is informed at once."),
    )  # fmt: skip
    measure = models.CharField(_("measure"), max_length=8, choices=MEASURES, blank=True, help_text=_("Art. 20(1)."))
    how = models.TextField(_("what is done"), blank=True)
    due_on = models.DateField(_("done by"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True, editable=False)
    causes = models.TextField(_("causes"), blank=True, help_text=_("Looked into with the deployer who reported it."))
    informed = RowsField(
        _("who was informed"),
        columns=(
            Column("party", _("Party"), kind="choice", choices=PARTIES, required=True),
            Column("name", _("Name"), required=True),
            Column("on", _("On"), kind="date", required=True),
            Column("how", _("How, reference")),
        ),
    )

    class Meta(Record.Meta):
        verbose_name = _("nonconforming system")
        verbose_name_plural = _("nonconforming systems")
