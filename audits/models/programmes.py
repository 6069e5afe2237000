"""The audit programme (ISO 19011, clause 5): what is audited over a period, why and how."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.fields import StringsField
from qms.records.models import Record

from .choosing import EditionsField

METHODS = (
    ("interview", _("Interviews")),
    ("observation", _("Watching the work")),
    ("documents", _("Review of documents")),
    ("records", _("Review of records and samples")),
    ("remote", _("Remote: by video and screen sharing")),
    ("hybrid", _("Partly on site, partly remote")),
)


class Programme(Record):
    """The audits of one cycle and what they are to achieve together."""

    period_from = models.DateField(_("from"))
    period_to = models.DateField(_("to"))
    objectives = models.TextField(_("objectives"), max_length=5000, help_text=_("What the programme is to achieve."))
    risks = models.TextField(
        _("risks and opportunities"), max_length=5000, blank=True,
        help_text=_("Of the programme itself: too little time, missing competence, what could be joined."),
    )  # fmt: skip
    extent = models.TextField(
        _("extent"), max_length=5000, help_text=_("Sites, processes and activities, and what is left out and why.")
    )
    editions = EditionsField(_("standards"), blank=False, help_text=_("Editions whose clauses the cycle covers."))
    criteria = models.TextField(
        _("further criteria"), max_length=5000, blank=True, help_text=_("Own rules, contracts and laws.")
    )
    methods = StringsField(_("methods"), options=METHODS)
    resources = models.TextField(
        _("resources"), max_length=5000, blank=True, help_text=_("People, days, travel and tools set aside.")
    )
    evaluation = models.TextField(
        _("evaluation"), max_length=5000, blank=True,
        help_text=_("Whether the programme met its objectives, and what the next one does differently."),
    )  # fmt: skip

    class Meta(Record.Meta):
        verbose_name = _("audit programme")
        verbose_name_plural = _("audit programmes")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="programme_period",
                condition=models.Q(period_to__gte=models.F("period_from")),
                violation_error_message=_("The period ends before it begins."),
            ),
        ]
