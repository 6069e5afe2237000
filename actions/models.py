"""The action: fields, choices and database constraints."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.lib.text import says_nothing
from qms.records.fields import Column, RowsField
from qms.records.models import Record, person
from standards.models import ClausesField

#: A correction puts the thing right, a corrective action removes the cause of what happened, a preventive one the cause
#: of what might: ISO 9000:2015 3.12 keeps the three apart, and so do we (CA-01).
KINDS = (
    ("correction", _("Correction")),
    ("corrective", _("Corrective action")),
    ("preventive", _("Preventive action")),
    ("treatment", _("Risk treatment")),
    ("improvement", _("Improvement")),
)
HARM = (("no", _("No, the product is not harmed")), ("yes", _("Yes")))
EXTENSION = (
    Column("from", _("From"), kind="date"),
    Column("to", _("To"), kind="date"),
    Column("reason", _("Reason"), kind="long"),
    Column("by", _("Granted by"), kind="person"),
    Column("on", _("On"), kind="date"),
)


class Action(Record):
    """One thing to be done by one owner. What its moves record is not edited afterwards (see register.py)."""

    kind = models.CharField(_("kind"), max_length=12, choices=KINDS)
    description = models.TextField(
        _("description"), blank=True, help_text=_("What is to be done, and what then is different.")
    )
    function = models.CharField(
        _("function"), max_length=120, blank=True, help_text=_("The department or team that does it.")
    )
    clauses = ClausesField(_("clauses"), help_text=_("Requirements that it is to meet, where it closes a gap."))
    cycle = models.PositiveSmallIntegerField(
        _("cycle"), default=1, validators=[MinValueValidator(1)],
        help_text=_("Which analysis of its nonconformity the action belongs to."),
    )  # fmt: skip

    due_on = models.DateField(_("due date"), null=True, blank=True)
    original_due_on = models.DateField(_("first due date"), null=True, blank=True)
    extensions = models.PositiveSmallIntegerField(_("extensions"), default=0)
    extension_history = RowsField(_("history of extensions"), columns=EXTENSION)

    result = models.TextField(_("result"), blank=True, help_text=_("What came of it."))
    evidence = models.TextField(
        _("evidence"), blank=True,
        help_text=_("Where one sees that it was done. An attached file or a linked record may stand for it."),
    )  # fmt: skip
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = person(_("reported done by"), null=True, blank=True)

    verifier = person(
        _("verifier"),
        null=True,
        blank=True,
        help_text=_("Who looks whether it was done: somebody else than the owner."),
    )
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    verification = models.TextField(
        _("verification"), blank=True, help_text=_("What was looked at, and what was seen.")
    )
    harm = models.CharField(_("adverse effect on the product"), max_length=3, choices=HARM, blank=True)
    harm_evidence = models.TextField(
        _("evidence of no adverse effect"), blank=True, help_text=_("How you know: a test, a measurement, a review.")
    )

    class Meta(Record.Meta):
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="action_extension_of_a_date",
                condition=models.Q(extensions=0) | models.Q(original_due_on__isnull=False),
                violation_error_message=_("Only a date that was set can be extended."),
            ),
        ]

    @property
    def has_evidence(self) -> bool:
        """Whether something shows that it was done: a file, a link besides that to what it addresses, or words."""
        attached = self.entry.attached
        linked = any(link["kind"] != "addresses" for link in attached.get("links", []))
        return bool(attached.get("files")) or linked or not says_nothing(self.evidence)
