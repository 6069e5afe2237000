"""The reminder rule: which dates, when, whom, how."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms.accounts.roles import CLOSED_ROLES, ROLE_CHOICES
from qms.notices.rules import FIRST_HOUR, LAST_HOUR, USUAL_HOUR
from qms.records.fields import Column, PeopleField, RowsField, StringsField
from qms.records.models import Record

from .parts import AboutField, DaysField

TO = (
    ("owner", _("the owner")),
    ("next", _("whoever has the next move")),
    ("manager", _("the quality manager of the unit")),
)
OPEN_ROLES = [(key, label) for key, label in ROLE_CHOICES if key not in CLOSED_ROLES]
CHANNELS = (("mail", _("mail")), ("webhook", _("webhook")))
DELIVERIES = (("digest", _("in one mail a day")), ("at_once", _("at once")))


class ReminderRule(Record):
    """What is said about dates of one kind. One rule about the same dates is in force at a time."""

    about = AboutField(_("about"), max_length=70)
    before = DaysField(_("days before"), help_text=_("Numbers with commas between them, such as 1, 7, 30."))
    on_the_day = models.BooleanField(_("on the day"), default=True)
    after = DaysField(_("days after"), help_text=_("Numbers with commas between them, such as 1, 7, 14."))
    working_days = models.BooleanField(
        _("on working days only"), default=False,
        help_text=_(
            "A notice that would fall on a weekend or a public holiday of the unit's country comes on the working day "
            "before; one after the date comes on the working day after."
        ),
    )  # fmt: skip
    to = StringsField(
        _("tells"), options=TO, help_text=_("What nobody owns tells the quality manager in the owner's place.")
    )
    roles = StringsField(
        _("and these roles"), options=OPEN_ROLES, help_text=_("Whoever holds one of them in the unit of the record.")
    )
    people = PeopleField(_("and these people"), help_text=_("Each is told only of records that he may see."))
    escalation = RowsField(
        _("escalation"),
        columns=(
            Column("days", _("From so many days after the date"), kind="number", required=True),
            Column("role", _("also tells"), kind="choice", choices=OPEN_ROLES, required=True),
        ),
        help_text=_("A negative number is a number of days before the date."),
    )
    hour = models.PositiveSmallIntegerField(
        _("from this hour on"), default=USUAL_HOUR,
        validators=[MinValueValidator(FIRST_HOUR), MaxValueValidator(LAST_HOUR)],
        help_text=_("Of the day, in the time zone of the unit. 4 to 23: nobody is told at night."),
    )  # fmt: skip
    channels = StringsField(
        _("besides in the program"), options=CHANNELS, help_text=_("Notices always stand under “Notices” as well.")
    )
    delivery = models.CharField(_("mail goes"), max_length=8, choices=DELIVERIES, default="digest")
    effective_on = models.DateField(_("in force since"), null=True, blank=True, editable=False)
    confirmed = models.BooleanField(
        _("tell so many"), default=False, editable=False,
        help_text=_("Needed where the rule tells more than 1,000 people, or makes more than 1,000 notices on one day."),
    )  # fmt: skip

    class Meta(Record.Meta):
        verbose_name = _("reminder rule")
        verbose_name_plural = _("reminder rules")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["about"], name="reminderrule_in_force_once", condition=Q(state="in_force"),
                violation_error_message=_("Another rule about these dates is in force."),
            ),
        ]  # fmt: skip
