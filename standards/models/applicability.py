"""The statement of applicability and its lines (ISO/IEC 42001 6.1.3; ISO 9001 4.3): what applies and why.

Several people fill the lines at once, so each line is a record with a revision of its own.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms.records.models import Record, person

from .catalogue import Requirement
from .choosing import EditionField, long_text

ANSWERS = (("yes", _("Applicable")), ("no", _("Not applicable")))
BASES = (
    ("legal", _("Law or regulation")),
    ("contract", _("Contract")),
    ("risk", _("Risk treatment")),
    ("business", _("Business need or good practice")),
)
STATUSES = (
    ("not_started", _("Not started")),
    ("planned", _("Planned")),
    ("partly", _("Partly implemented")),
    ("implemented", _("Implemented")),
)


class Statement(Record):
    """One version for one edition and one unit. `version` is given when it comes into force, `until` when it ends."""

    edition = EditionField(_("edition"))
    version = models.PositiveSmallIntegerField(_("version"), null=True, blank=True, editable=False)
    basis = long_text(_("what it rests on"), 5000, blank=True,
        help_text=_("Risk assessments, impact assessments, laws and contracts that were looked at."),
    )  # fmt: skip
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("follows"), related_name="+", editable=False
    )
    in_force_on = models.DateField(_("in force since"), null=True, blank=True, editable=False)
    until = models.DateField(_("in force until"), null=True, blank=True, editable=False)
    review_on = models.DateField(_("next review"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("statement of applicability")
        verbose_name_plural = _("statements of applicability")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["edition", "unit"], name="statement_in_force_once", condition=Q(state="in_force"),
                violation_error_message=_("Another statement for this edition and unit is in force."),
            ),
        ]  # fmt: skip


class StatementLine(Record):
    """One requirement: whether it applies, why or why not, and how far it is implemented."""

    statement = models.ForeignKey(Statement, models.PROTECT, verbose_name=_("statement"), related_name="lines")
    requirement = models.ForeignKey(Requirement, models.PROTECT, verbose_name=_("requirement"), related_name="+")
    applicable = models.CharField(_("applicable"), max_length=3, choices=ANSWERS, blank=True)
    because = models.CharField(
        _("included because of"), max_length=10, choices=BASES, blank=True, help_text=_("Only for what is applicable.")
    )
    justification = long_text(_("justification"), 2000, blank=True,
        help_text=_("Why it applies, or why it does not. An auditor reads this sentence."),
    )  # fmt: skip
    status = models.CharField(_("implementation"), max_length=12, choices=STATUSES, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    decided_by = person(_("decided by"), null=True, blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("line of a statement")
        verbose_name_plural = _("lines of statements")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["statement", "requirement"], name="statement_line_once",
                violation_error_message=_("The statement has a line for this requirement already."),
            ),
            models.CheckConstraint(
                name="statement_line_justified",
                condition=~Q(state__in=("decided", "in_force")) | (~Q(applicable="") & ~Q(justification="")),
                violation_error_message=_("A decision needs a justification, for what applies and for what does not."),
            ),
        ]  # fmt: skip
