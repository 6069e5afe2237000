"""A planned change: what it is for, what it touches, what must be there before it starts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, RowsField
from qms.records.models import Record, person

YES_NO = (("yes", _("Yes")), ("no", _("No")))
CRITERIA = (
    Column("record", _("Record"), "record", required=True),
    Column("state", _("must be"), required=True),
)
#: What every change is asked about, one by one.
ASPECTS = ("risks", "documents", "systems", "competence", "suppliers")


def _text(label: object, help_text: object = "") -> models.TextField:
    return models.TextField(label, blank=True, help_text=help_text)  # type: ignore[arg-type]


def _touched(label: object) -> models.CharField:
    return models.CharField(label, max_length=3, choices=YES_NO, blank=True, default="")  # type: ignore[arg-type]


class Change(Record):
    """One change of the management system (ISO 9001:2015 6.3) or of production and service provision (8.5.6)."""

    purpose = _text(_("purpose"), _("What it is for (6.3 a)."))
    consequences = _text(_("possible consequences"), _("What can follow from it, also what nobody wants (6.3 a)."))
    integrity = _text(_("integrity of the system"), _("How everything goes on working while it is made (6.3 b)."))
    resources = _text(_("resources"), _("People, time, money, computing, and who has made them available (6.3 c)."))
    responsibilities = _text(_("responsibilities"), _("Who does what, and who decides, before and after (6.3 d)."))
    starts_on = models.DateField(_("planned start"), null=True, blank=True)
    due_on = models.DateField(_("due date"), null=True, blank=True)

    risks = _touched(_("risks change"))
    risks_text = _text(_("which risks, or why none"))
    documents = _touched(_("documents change"))
    documents_text = _text(_("which documents, or why none"))
    systems = _touched(_("systems or models change"))
    systems_text = _text(_("which systems, or why none"))
    competence = _touched(_("competence is needed"))
    competence_text = _text(_("which competence, or why none"))
    suppliers = _touched(_("suppliers are touched"))
    suppliers_text = _text(_("which suppliers, or why none"))

    criteria = RowsField(
        _("entry criteria"), columns=CRITERIA, help_text=_("Records that must have reached a state before it starts.")
    )
    verification = _text(_("verification"), _("What shows that it does what it is for, and nothing else."))
    verified_by = person(_("verified by"), null=True, blank=True)
    unchanged_reason = _text(_("why linked records did not change"))
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("change")
        verbose_name_plural = _("changes")
