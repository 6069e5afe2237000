"""The competence: what somebody in a role must know, have or have read, and for how long that is good."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.accounts.roles import ROLE_CHOICES
from qms.records.fields import StringsField
from qms.records.models import Record
from standards.models import ClausesField

KINDS = (
    ("knowledge", _("Knowledge")),
    ("training", _("Training")),
    ("certificate", _("Certificate")),
    ("document", _("Document to read")),
)
LONGEST = 120  # months


class Competence(Record):
    """Required of everybody who holds one of its roles in its unit or below it."""

    kind = models.CharField(_("kind"), max_length=12, choices=KINDS, default="training")
    description = models.TextField(
        _("what is to be known"), max_length=5000, blank=True, help_text=_("And how somebody shows that he knows it.")
    )
    roles = StringsField(
        _("roles"), options=ROLE_CHOICES, help_text=_("Whoever holds one of these in the unit or below needs it.")
    )
    clauses = ClausesField(_("clauses"), help_text=_("Requirements that ask for it."))
    validity_months = models.PositiveSmallIntegerField(
        _("good for (months)"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)], help_text=_("1 to 120; empty: without an end."),
    )  # fmt: skip
    required_since = models.DateField(_("required since"), null=True, blank=True)
    needed_to_sign = models.BooleanField(
        _("needed to sign"), default=False,
        help_text=_("Without it nobody signs in these roles; the page says what is missing."),
    )  # fmt: skip

    class Meta(Record.Meta):
        verbose_name = _("competence")
        verbose_name_plural = _("competences")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="competence_validity",
                condition=models.Q(validity_months__isnull=True)
                | models.Q(validity_months__gte=1, validity_months__lte=LONGEST),
                violation_error_message=_("It is good for 1 to 120 months."),
            ),
        ]
