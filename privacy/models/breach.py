"""A personal data breach (GDPR 33, 34): facts, effects, remedy, and whom it was told to."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, RowsField, StringsField
from qms.records.models import Record

from . import breach_choices as choices
from .corrections import corrections

MOST_PEOPLE = 2_000_000_000
MOST_HOURS = 24 * 31
HOURS = _("A number of hours from 1 to 744.")
NUMBER = _("How many there are: a number from 0 to 2,000,000,000.")


def _number(label: Any, help_text: Any) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(
        label, null=True, blank=True, help_text=help_text,
        validators=[MinValueValidator(0, NUMBER), MaxValueValidator(MOST_PEOPLE, NUMBER)],
    )  # fmt: skip


class Breach(Record):
    """Every breach, notified or not (GDPR 33(5))."""

    description = models.TextField(_("what happened"), blank=True)
    role = models.CharField(_("our role"), max_length=10, choices=choices.ROLES, default="controller")
    occurred_from = models.DateTimeField(_("happened from"), null=True, blank=True)
    occurred_until = models.DateTimeField(_("happened until"), null=True, blank=True)
    discovered_at = models.DateTimeField(_("discovered"), null=True, blank=True)
    aware_at = models.DateTimeField(
        _("aware since"), null=True, blank=True,
        help_text=_("When it was reasonably certain that personal data were affected. The 72 hours run from here."),
    )  # fmt: skip
    reported_by = models.CharField(
        _("reported by"), max_length=200, blank=True, help_text=_("Who told us; a function is enough.")
    )
    reported_way = models.CharField(
        _("reported how"), max_length=10, choices=choices.REPORTED_BY_WAY, blank=True, default=""
    )

    natures = StringsField(_("nature"), options=choices.NATURES)
    cause = models.CharField(_("cause"), max_length=11, choices=choices.CAUSES, blank=True, default="")
    place = models.CharField(_("where the data were"), max_length=200, blank=True)
    subjects = models.TextField(_("categories of people"), blank=True, help_text=_("Customers, employees, children …"))
    subjects_number = _number(_("people affected"), _("Approximately; more can be said later."))
    data = models.TextField(_("categories of data"), blank=True, help_text=_("Name the special categories (Art. 9)."))
    records_number = _number(_("data records affected"), _("Approximately."))
    consequences = models.TextField(_("effects and likely consequences"), blank=True)
    measures = models.TextField(
        _("measures"), blank=True, help_text=_("Taken or proposed, also those that mitigate what follows.")
    )
    contact_point = models.TextField(
        _("contact point"), blank=True, help_text=_("Privacy officer or whoever else can say more: name and address.")
    )

    risk = models.CharField(_("risk"), max_length=4, choices=choices.RISKS, blank=True, default="")
    risk_reason = models.TextField(_("why this risk"), blank=True)

    authority = models.CharField(_("authority"), max_length=200, blank=True)
    notified_at = models.DateTimeField(_("authority notified"), null=True, blank=True)
    reference = models.CharField(_("their reference"), max_length=80, blank=True)
    to_follow = models.TextField(
        _("information to follow"), blank=True, help_text=_("What is not known yet and comes in phases (33(4)).")
    )
    to_follow_by = models.DateField(
        _("to follow by"), null=True, blank=True, help_text=_("Whoever works on it is reminded of this day.")
    )
    late_reason = models.TextField(
        _("reasons for the delay"), blank=True, help_text=_("Where more than 72 hours have passed (33(1)).")
    )
    supplement_at = models.DateTimeField(_("supplement sent"), null=True, blank=True)
    supplement = models.TextField(_("what the supplement says"), blank=True)
    notifications = RowsField(
        _("notifications"), editable=False,
        columns=[
            Column("at", _("Sent"), "instant"), Column("to", _("To")), Column("what", _("What"), "long"),
            Column("reference", _("Reference")), Column("by", _("By"), "person"),
        ],
    )  # fmt: skip

    controller = models.CharField(_("controller"), max_length=200, blank=True, help_text=_("Whose data we process."))
    agreed_hours = models.PositiveSmallIntegerField(
        _("agreed period in hours"), null=True, blank=True,
        help_text=_("What the contract with the controller says. Empty: without undue delay (33(2))."),
        validators=[MinValueValidator(1, HOURS), MaxValueValidator(MOST_HOURS, HOURS)],
    )  # fmt: skip
    notice = models.TextField(_("what the controller was told"), blank=True)
    controller_told_at = models.DateTimeField(_("controller told"), null=True, blank=True)

    communication = models.CharField(
        _("people affected are told"), max_length=12, choices=choices.COMMUNICATION, blank=True, default=""
    )
    communication_reason = models.TextField(_("why they are told or not"), blank=True)
    authority_order = models.TextField(
        _("order of the authority"), blank=True, help_text=_("Where it asks for the communication (34(4)).")
    )
    communicated_at = models.DateTimeField(_("people told"), null=True, blank=True)
    communication_text = models.TextField(_("what they were told"), blank=True)

    awareness = corrections(_("corrections of the awareness"))
    due_at = models.DateTimeField(_("next clock ends"), null=True, blank=True, editable=False, db_index=True)

    class Meta(Record.Meta):
        verbose_name = _("breach")
        verbose_name_plural = _("breaches")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="breach_until_after_from",
                condition=models.Q(occurred_from__isnull=True)
                | models.Q(occurred_until__isnull=True)
                | models.Q(occurred_until__gte=models.F("occurred_from")),
                violation_error_message=_("“Happened until” lies before “happened from”."),
            ),
        ]
