"""The nonconformity: fields, choices and database constraints."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qms.records.fields import PeopleField, StringsField
from qms.records.models import Record, person
from standards.models import ClausesField

from .. import choices
from ..categories import set_choices
from ..parts import CAUSES, CYCLES, CausesField, CyclesField
from .eight_d import EightD
from .problem import Problem

#: Reported more than this many days after it was found or happened is a late entry (P11-10e-6).
LATE_AFTER_DAYS = 7
LONGEST_WAIT = 1095  # days


def _choice(label: object, options: tuple[tuple[str, object], ...], **more: object) -> models.CharField:
    return models.CharField(label, max_length=13, choices=options, blank=True, **more)  # type: ignore[arg-type]


def _text(label: object, help_text: object = "") -> models.TextField:
    return models.TextField(label, blank=True, help_text=help_text)  # type: ignore[arg-type]


class Nonconformity(Problem, EightD, Record):
    """One nonconformity, with every cycle of its analysis."""

    # What happened
    description = _text(_("description"), _("What was expected, what is the case, how it was noticed."))
    place = models.CharField(
        _("where"), max_length=200, blank=True, help_text=_("The process, line, site or step where it was noticed.")
    )
    product = models.CharField(
        _("product or system"), max_length=200, blank=True, help_text=_("What is affected, with its version or batch.")
    )
    found_on = models.DateField(_("found on"), null=True, blank=True)
    occurred_on = models.DateField(
        _("happened on"), null=True, blank=True, help_text=_("If it happened before it was found.")
    )
    origin = _choice(_("origin"), choices.ORIGINS)
    detected = _choice(_("noticed"), choices.DETECTED)
    seen_before = _choice(_("happened before"), choices.YES_NO)
    clauses = ClausesField(_("clauses"), help_text=_("Requirements that are not met."))

    # Triage
    severity = _choice(_("severity"), choices.SEVERITIES, help_text=_("Decided at triage by the quality manager."))
    due_on = models.DateField(_("due date"), null=True, blank=True)

    # At once
    containment = _text(_("containment"), _("What keeps it from spreading until it is corrected."))
    containment_on = models.DateField(_("contained on"), null=True, blank=True)
    correction = _text(_("correction"), _("What put the thing itself right. It does not remove the cause."))
    correction_on = models.DateField(_("corrected on"), null=True, blank=True)

    # Nonconforming output
    output_affected = _choice(_("output affected"), choices.YES_NO)
    output = _text(_("affected output"), _("What, how much, and where it is now."))
    dispositions = StringsField(_("disposition"), options=choices.DISPOSITIONS)
    decided_by = person(_("deciding authority"), null=True, blank=True)
    concession = _text(_("concession"), _("What may be used as it is, by whom, until when, on which conditions."))

    # What else is answered
    consequences = _text(_("consequences"), _("What it led to, and for whom."))
    similar = _choice(_("similar cases"), choices.SIMILAR)
    similar_text = _text(_("where was looked"), _("Which products, processes, sites, and what was found there."))
    risks = _choice(_("risks and opportunities"), choices.RISKS)
    risks_text = _text(_("which risks"), _("Which entries were looked at or changed."))
    qms_change = _choice(_("change of the management system"), choices.CHANGE)
    qms_text = _text(_("what changes in it"), _("What changes, or why nothing has to."))

    # Cause
    causes = CausesField(_("why-tree"), columns=CAUSES)
    cause_set = models.CharField(
        _("categories of causes"), max_length=12, choices=set_choices, blank=True, default="",
        help_text=_("The bones of the cause diagram (Ishikawa)."),
    )  # fmt: skip
    top_gate = _choice(
        _("first causes"), choices.GATES, help_text=_("How the first causes of the why-tree join in the fault tree.")
    )
    cause_code = models.CharField(
        _("cause code"),
        max_length=80,
        blank=True,
        help_text=_("The same words for the same cause let repetitions show."),
    )
    human_error_rationale = _text(
        _("why people's error is the root"),
        _("What let it happen unnoticed, and why the process could not have prevented it."),
    )
    escape_point = _text(_("escape point"), _("Where it should have been noticed first, and why it was not."))

    # Plan, locked when it is approved
    plan = _text(_("plan"), _("How the root cause is removed; the actions hold who and by when."))
    criterion = _text(_("criterion"), _("What must be true for the plan to have worked."))
    measure = _text(_("measure"), _("What is counted or measured."))
    target = _text(_("target"), _("The value to be reached, with its unit."))
    method = _text(_("method"), _("How and from which records it is measured."))
    sample_or_window = _text(_("sample or window"), _("How many cases, or over which time."))
    not_before_days = models.PositiveSmallIntegerField(
        _("days to wait"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_WAIT)],
        help_text=_("After the last action is verified, before the effect is checked: 1 to 1095."),
    )  # fmt: skip
    checker = person(
        _("checker"),
        null=True,
        blank=True,
        help_text=_("Who checks the effect: has neither planned nor done the work."),
    )
    planners = PeopleField(_("planned by"))

    # Result, recorded by the checker
    check_from = models.DateField(_("effectiveness check from"), null=True, blank=True)
    check_date = models.DateField(_("checked on"), null=True, blank=True)
    effectiveness = _choice(_("effectiveness"), choices.OUTCOMES)
    result_text = _text(_("what was found"), _("The measured value against the target."))
    check_evidence = _text(_("evidence of the check"), _("The record, file or data that shows it."))
    partial_rationale = _text(_("why partly is enough"))
    short_rationale = _text(
        _("why no corrective action"), _("What the risk is, and why removing the cause is not worth it.")
    )

    cycle = models.PositiveSmallIntegerField(_("cycle"), default=1)
    recurrences = models.PositiveSmallIntegerField(_("recurrences"), default=0)
    past_cycles = CyclesField(_("earlier cycles"), columns=CYCLES)

    class Meta(Record.Meta):
        verbose_name = _("nonconformity")
        verbose_name_plural = _("nonconformities")
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["severity", "-entry"], name="nonconformity_severity"),
            models.Index(fields=["cause_code", "-entry"], name="nonconformity_cause"),
            models.Index(Upper("cause_code"), F("created_at").desc(), name="nonconformity_repeats"),
        ]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="nonconformity_dates",
                condition=models.Q(occurred_on__isnull=True)
                | models.Q(found_on__isnull=True)
                | models.Q(occurred_on__lte=models.F("found_on")),
                violation_error_message=_("It cannot have happened after it was found."),
            ),
        ]

    @property
    def days_late(self) -> int:
        """Days between finding (or happening) and reporting."""
        since = self.occurred_on or self.found_on
        return (timezone.localdate(self.created_at) - since).days if since else 0

    @property
    def late_entry(self) -> bool:
        """Whether it was reported late; shown wherever the dates are (P11-10e-6)."""
        return self.days_late > LATE_AFTER_DAYS
