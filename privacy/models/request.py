"""A request of somebody whose data are processed (GDPR 12, 15–22; CCPA)."""

from decimal import Decimal

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.accounts.fields import KeptContactField
from qms.records.models import Record

from . import request_choices as choices
from .corrections import corrections


class SubjectRequest(Record):
    """Who asks stands apart as a contact; the record, its history and the ledger hold its id alone."""

    regime = models.CharField(_("law"), max_length=4, choices=choices.REGIMES, default="gdpr")
    kind = models.CharField(_("kind"), max_length=13, choices=choices.KINDS, default="access")
    description = models.TextField(
        _("what is asked"), blank=True, help_text=_("Without the name: that stands with the contact.")
    )
    contact = KeptContactField(verbose_name=_("from"))
    received_at = models.DateTimeField(_("received"), null=True, blank=True, help_text=_("The clocks run from here."))
    receipts = corrections(_("corrections of the receipt"))
    channel = models.CharField(_("came by"), max_length=7, choices=choices.CHANNELS, blank=True, default="")
    confirmed_at = models.DateTimeField(_("receipt confirmed"), null=True, blank=True)

    identity = models.CharField(_("identity"), max_length=11, choices=choices.IDENTITIES, default="undoubted")
    identity_doubt = models.TextField(_("why it is in doubt"), blank=True)
    identity_asked_at = models.DateTimeField(_("asked for more"), null=True, blank=True)
    identity_answered_at = models.DateTimeField(_("they answered"), null=True, blank=True)

    extended_at = models.DateTimeField(_("extension told"), null=True, blank=True)
    extension_entered_at = models.DateTimeField(_("extension entered"), null=True, blank=True, editable=False)
    extension_reason = models.TextField(
        _("why it takes longer"), blank=True, help_text=_("Complexity or number of requests (12(3)).")
    )

    outcome = models.CharField(_("outcome"), max_length=7, choices=choices.OUTCOMES, blank=True, default="")
    answer = models.TextField(_("answer"), blank=True, help_text=_("What they were told or given."))
    answered_at = models.DateTimeField(_("answer sent"), null=True, blank=True)
    answered_by_way = models.CharField(_("answered by"), max_length=7, choices=choices.CHANNELS, blank=True, default="")
    recipients = models.TextField(
        _("recipients informed"), blank=True,
        help_text=_("Who was told of a rectification, erasure or restriction (Art. 19), or why nobody."),
    )  # fmt: skip
    ground = models.CharField(_("ground of refusal"), max_length=12, choices=choices.GROUNDS, blank=True, default="")
    refusal_reason = models.TextField(_("why it is refused"), blank=True)
    remedies = models.TextField(
        _("complaint and remedy"), blank=True,
        help_text=_("Where they can complain, and that they can go to court (12(4))."),
    )  # fmt: skip
    charge_ground = models.CharField(_("charge"), max_length=9, choices=choices.CHARGEABLE, default="no")
    charge = models.DecimalField(
        _("amount"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    charge_currency = models.CharField(
        _("currency"), max_length=3, blank=True, default="EUR",
        validators=[RegexValidator(r"\A[A-Z]{3}\Z", _("Three capital letters such as EUR."))],
    )  # fmt: skip
    charge_reason = models.TextField(_("why it is charged"), blank=True)

    keep_until = models.DateField(_("log kept until"), null=True, blank=True, editable=False)
    due_at = models.DateTimeField(_("next clock ends"), null=True, blank=True, editable=False, db_index=True)

    class Meta(Record.Meta):
        verbose_name = _("data subject request")
        verbose_name_plural = _("data subject requests")
