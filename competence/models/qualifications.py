"""The qualification: that a person has a competence, what shows it, and until when."""

import datetime

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.models import Record
from qms.records.models import person as someone

from .competences import Competence


class Qualification(Record):
    """One person, one competence, one time that it was shown. It is personal data: see its audience."""

    person = someone(_("person"))
    competence = models.ForeignKey(Competence, models.PROTECT, verbose_name=_("competence"), related_name="held")
    obtained_on = models.DateField(_("obtained on"))
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True,
        help_text=_("Empty: worked out from how long the competence is good for."),
    )  # fmt: skip
    evidence = models.TextField(
        _("what shows it"), max_length=5000, blank=True, help_text=_("Course, result, certificate number. Or a file.")
    )
    link = models.CharField(_("link"), max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])])
    assessor = someone(
        _("assessor"), null=True, blank=True, help_text=_("Who verifies it: somebody else than the person.")
    )
    verified_on = models.DateField(_("verified on"), null=True, blank=True, editable=False)
    assessment = models.TextField(_("how it was assessed"), max_length=2000, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["person", "competence", "state"], name="qualification_held"),
            models.Index(fields=["state", "valid_until"], name="qualification_running_out"),
        ]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="qualification_validity",
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("obtained_on")),
                violation_error_message=_("Its validity ends before it was obtained."),
            ),
        ]

    def good_on(self, day: datetime.date) -> bool:
        """Whether it counts on a day: verified, obtained by then and not run out."""
        return (
            self.state == "verified"
            and self.obtained_on <= day
            and (self.valid_until is None or self.valid_until >= day)
        )
