"""A complaint of a customer or of somebody affected, and feedback that is none."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.accounts.fields import ContactField
from qms.records.models import Record

from .. import choices

CHANNELS = (
    ("mail", _("Mail")), ("phone", _("Telephone")), ("letter", _("Letter")), ("meeting", _("Conversation")),
    ("portal", _("Portal")), ("other", _("Otherwise")),
)  # fmt: skip
KINDS = (("praise", _("Praise")), ("suggestion", _("Suggestion")), ("survey", _("Result of a survey")))


class Complaint(Record):
    """What somebody outside is not content with (ISO 9001:2015 8.2.1 c, 9.1.2, 10.2.1)."""

    description = models.TextField(_("complaint"), blank=True, help_text=_("What they say, in their words."))
    contact = ContactField(verbose_name=_("from"))
    reference = models.CharField(
        _("their reference"), max_length=80, blank=True, help_text=_("Their number of the complaint, order or ticket.")
    )
    product = models.CharField(_("product or system"), max_length=200, blank=True)
    channel = models.CharField(_("came by"), max_length=7, choices=CHANNELS, blank=True, default="")
    received_on = models.DateField(_("received on"), null=True, blank=True)
    severity = models.CharField(_("severity"), max_length=13, choices=choices.SEVERITIES, blank=True, default="")
    confirm_by = models.DateField(_("confirmation due"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmation sent"), null=True, blank=True)
    answer_by = models.DateField(_("answer due"), null=True, blank=True)
    justified = models.CharField(_("justified"), max_length=3, choices=choices.YES_NO, blank=True, default="")
    justified_reason = models.TextField(_("why"), blank=True, help_text=_("Why it is justified, or why it is not."))
    answer = models.TextField(_("answer"), blank=True, help_text=_("What they were told."))
    answered_on = models.DateField(_("answer sent"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")


class Feedback(Record):
    """What people say without complaining (ISO 9001:2015 9.1.2)."""

    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, default="suggestion")
    description = models.TextField(_("what was said"), blank=True)
    came_from = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("A survey, a meeting, a customer.")
    )
    product = models.CharField(_("product or system"), max_length=200, blank=True)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    score = models.DecimalField(
        _("score"), max_digits=7, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    score_of = models.DecimalField(
        _("of at most"), max_digits=7, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )  # fmt: skip
    response = models.TextField(_("what follows"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="feedback_score",
                condition=models.Q(score__isnull=True)
                | (models.Q(score_of__isnull=False) & models.Q(score__lte=models.F("score_of"))),
                violation_error_message=_("A score needs the highest one there can be, and is not above it."),
            ),
        ]
