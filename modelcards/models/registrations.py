"""What is registered of a system in the database of the Union (Reg. (EU) 2024/1689 Art. 49, 71, Annex VIII)."""

from typing import Any

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.fields import StringsField
from qms.records.models import Record

from ..aiact.annex_viii import SECTIONS
from .countries import MEMBER_STATES
from .declarations import ConformityDeclaration
from .systems import System

STATUSES = (
    ("market", _("Placed on the market")),
    ("service", _("Put into service")),
    ("ended", _("No longer on the market or in service")),
    ("recalled", _("Recalled")),
)


def _text(label: Any, help_text: Any = "") -> models.TextField:
    return models.TextField(label, blank=True, help_text=help_text)


class Registration(Record):
    """One registration, by one section of Annex VIII."""

    system = models.ForeignKey(System, models.PROTECT, verbose_name=_("system"), related_name="registrations")
    section = models.CharField(_("section"), max_length=1, choices=SECTIONS, help_text=_("Of Annex VIII."))
    organisation = _text(_("provider or deployer"), _("Name, address, contact."))
    submitter = _text(_("submitted by"), _("Where somebody else submits it: name, address, contact."))
    representative = _text(_("authorised representative"))
    identification = _text(_("identification"), _("Trade name, and what else tells it apart."))
    purpose = _text(_("intended purpose"))
    operation = _text(_("data and operation"), _("Data and inputs it uses, and its logic."))
    status = models.CharField(_("status"), max_length=8, choices=STATUSES, blank=True)
    certificate = _text(_("certificate"), _("Type, number, expiry; name or number of the notified body."))
    certificate_copy = models.CharField(
        _("copy of the certificate"), max_length=200, blank=True, help_text=_("Name of the attached file.")
    )
    countries = StringsField(_("member states"), options=MEMBER_STATES)
    declaration = models.ForeignKey(
        ConformityDeclaration, models.PROTECT, verbose_name=_("declaration of conformity"), null=True, blank=True,
        related_name="registrations",
    )  # fmt: skip
    instructions = _text(_("instructions for use"), _("Their address, or the number of the document."))
    url = models.CharField(
        _("further information"), max_length=300, blank=True, validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("An address."),
    )  # fmt: skip
    conditions = _text(_("condition of Art. 6(3)"), _("Which of a to d."))
    grounds = _text(_("why it is not high-risk"))
    provider_entry = models.CharField(_("entry of the provider"), max_length=300, blank=True)
    rights_summary = _text(_("fundamental rights"), _("Findings of the assessment of Art. 27, in short."))
    privacy_summary = _text(_("data protection"), _("The impact assessment, in short, where there is one."))
    eu_number = models.CharField(_("number in the database"), max_length=100, blank=True)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
