"""The EU declaration of conformity of a system (Reg. (EU) 2024/1689 Art. 47, Annex V), edition by edition."""

import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.models import Record

from .choices import RISK_CLASSES
from .systems import System
from .versions import SystemVersion


def _text(label: Any, help_text: Any = "") -> models.TextField:
    return models.TextField(label, blank=True, help_text=help_text)


class ConformityDeclaration(Record):
    """One edition. The next one supersedes it; all are kept."""

    system = models.ForeignKey(System, models.PROTECT, verbose_name=_("system"), related_name="declarations")
    version = models.ForeignKey(
        SystemVersion, models.PROTECT, verbose_name=_("version"), null=True, blank=True, related_name="declarations"
    )
    edition = models.PositiveSmallIntegerField(_("edition"), default=1, editable=False)
    identification = _text(_("identification"), _("Name, type and what else tells it apart. Annex V, 1."))
    provider = _text(_("provider"), _("Name and address; or those of the authorised representative. Annex V, 2."))
    responsibility = _text(_("responsibility"), _("Annex V, 3."))
    conforms = _text(_("conformity"), _("With this regulation, and with other law that asks for it. Annex V, 4."))
    personal_data = _text(
        _("personal data"), _("That it conforms with the law on data protection, or that there is none. Annex V, 5.")
    )
    standards = _text(_("standards"), _("Harmonised standards, common specifications. Annex V, 6."))
    notified_body = _text(_("notified body"), _("Name, number, procedure, certificate; or that none was. Annex V, 7."))
    place = models.CharField(_("place of issue"), max_length=100, blank=True, help_text=_("Annex V, 8."))
    signatory = models.CharField(_("function of who signs"), max_length=150, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True, editable=False)
    risk_class = models.CharField(
        _("risk class declared"), max_length=15, choices=RISK_CLASSES, blank=True, editable=False
    )
    stale_because = _text(_("why it is out of date"))

    class Meta(Record.Meta):
        verbose_name = _("declaration of conformity")
        verbose_name_plural = _("declarations of conformity")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["system", "edition"], name="declaration_edition_once"),
        ]

    @property
    def kept_until(self) -> datetime.date | None:
        """Ten years after the system was placed on the market (Art. 47(1)); None while it was not."""
        return self.system.kept_until
