"""What an audit found against one clause: graded, answered by the auditee, followed up, verified."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.fields import PeopleField
from qms.records.models import Record, person

from .audits import Audit
from .checklist_lines import ChecklistLine
from .choosing import ClauseField

GRADES = (
    ("major", _("Major nonconformity")),
    ("minor", _("Minor nonconformity")),
    ("observation", _("Observation")),
    ("good_practice", _("Good practice")),
)
RESPONSES = (("accepts", _("Accepts")), ("disputes", _("Disputes")), ("none", _("Gave no answer")))


class Finding(Record):
    """One finding. `auditors` and `auditees` follow the audit, so that they see it whatever their unit."""

    audit = models.ForeignKey(Audit, models.PROTECT, verbose_name=_("audit"), related_name="findings")
    line = models.ForeignKey(
        ChecklistLine, models.PROTECT, verbose_name=_("checklist line"), null=True, blank=True, related_name="findings"
    )
    criterion = ClauseField(_("criterion"), blank=False, help_text=_("One clause of one edition."))
    grade = models.CharField(
        _("grade"), max_length=20, choices=GRADES,
        help_text=_("Major: the ability to achieve the intended results is in doubt."),
    )  # fmt: skip
    statement = models.TextField(
        _("statement"), max_length=5000, blank=True, help_text=_("What is not met, or done well.")
    )
    evidence = models.TextField(_("evidence"), max_length=5000, blank=True, help_text=_("What was seen, where, when."))
    response = models.CharField(_("response"), max_length=10, choices=RESPONSES, blank=True)
    response_text = models.TextField(_("words of the auditee"), max_length=5000, blank=True)
    response_on = models.DateField(_("responded on"), null=True, blank=True, editable=False)
    response_by = person(_("responded by"), null=True, blank=True, editable=False)
    response_due = models.DateField(_("response due"), null=True, blank=True)
    due = models.DateField(_("due"), null=True, blank=True, editable=False)
    verification = models.TextField(
        _("verification"), max_length=5000, blank=True, help_text=_("What the audit side looked at before closing.")
    )
    auditors = PeopleField(_("auditors"))
    auditees = PeopleField(_("auditees"))

    class Meta(Record.Meta):
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        indexes = [*Record.Meta.indexes, models.Index(fields=["audit", "grade"], name="finding_audit")]
