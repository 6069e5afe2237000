"""A version of a system: one artifact, known by its hash."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, RowsField
from qms.records.models import Record

from .choices import MEASURES, MODIFICATIONS
from .systems import System

SHA256 = RegexValidator(r"\A[0-9a-f]{64}\Z", _("A SHA-256 is 64 hexadecimal digits, in small letters."))


class SystemVersion(Record):
    """One version of one system. The same version never has another artifact."""

    system = models.ForeignKey(System, models.PROTECT, verbose_name=_("system"), related_name="versions")
    version = models.CharField(_("version"), max_length=60, help_text=_("As CI names it, e.g. 1.2.0."))
    artifact = models.CharField(
        _("artifact"), max_length=64, validators=[SHA256], help_text=_("SHA-256 of what is released.")
    )
    changes = models.TextField(_("changes"), blank=True, help_text=_("What is different from the version before."))
    components = models.TextField(
        _("data and components"), blank=True, help_text=_("Data, pre-trained parts and services, with their suppliers.")
    )
    modification = models.CharField(
        _("modification"), max_length=11, choices=MODIFICATIONS, default="ordinary",
        help_text=_("A substantial one needs a new assessment of the system (Art. 43(4))."),
    )  # fmt: skip
    measure = models.CharField(_("measure"), max_length=8, choices=MEASURES, blank=True, help_text=_("Art. 20(1)."))
    informed = RowsField(
        _("who was informed"),
        columns=(
            Column("party", _("Party"), required=True),
            Column("on", _("On"), kind="date", required=True),
            Column("how", _("How")),
        ),
        help_text=_(
            "Distributors, deployers, importers, the representative; authorities where there is a risk (Art. 20)."
        ),
    )

    class Meta(Record.Meta):
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["system", "version"], name="system_version_once", condition=~Q(state="void"),
                violation_error_message=_("This version of the system is registered already."),
            ),
        ]  # fmt: skip
