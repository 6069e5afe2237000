"""What stands beside notices: personal choices, absences, addresses that bounce, addresses of programs, calendars."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from qms.jobs.models import QueueRow

KEPT = models.PROTECT


def _person(**options: Any) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=KEPT, related_name="+", **options)


class Choice(models.Model):
    """How one person wants to be told about one kind of event (events.py); without a row the default holds."""

    NOW, DAILY, OFF = "now", "daily", "off"
    MAILS = ((NOW, _("at once")), (DAILY, _("once a day")), (OFF, _("no mail")))

    user = _person()
    event = models.CharField(max_length=20)
    mail = models.CharField(max_length=5, choices=MAILS)
    hook = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "event"], name="choice_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.event}: {self.mail}"


class Absence(models.Model):
    """That a person is away from one day to another, both included, and who is told instead."""

    user = _person()
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    deputy = _person()
    ended_at = models.DateTimeField(null=True)  # taken back, or over early

    class Meta:
        indexes = [models.Index(fields=["ends", "user"], name="absence_live", condition=models.Q(ended_at=None))]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gte=models.F("starts")), name="absence_order"),
            models.CheckConstraint(condition=~models.Q(user=models.F("deputy")), name="absence_other"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.starts} – {self.ends}"


class Bounce(models.Model):
    """That mail to an address came back. No more is sent to it until it is confirmed; clocks of the law still try."""

    address = models.EmailField()
    at = models.DateTimeField()
    status = models.CharField(max_length=20)  # as in RFC 3463: 5.1.1
    said = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("address"), name="bounce_once")]

    def __str__(self) -> str:
        return f"{self.address}: {self.status}"


class Endpoint(models.Model):
    """Where a program wants to hear notices: those of one person, or those that rules send out about one unit."""

    name = models.CharField(_("name"), max_length=80)
    url = models.URLField(_("address"), max_length=500)
    user = _person(null=True)
    unit = models.ForeignKey("accounts.Unit", null=True, on_delete=KEPT, related_name="+")
    secret = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user=None, unit__isnull=False) | models.Q(user__isnull=False, unit=None),
                name="endpoint_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Hook(QueueRow):
    """One notice on its way to one endpoint. `key` makes a second one impossible, whoever else is told the same."""

    endpoint = models.ForeignKey(Endpoint, on_delete=KEPT, related_name="hooks")
    notice = models.ForeignKey("notices.Notice", on_delete=KEPT, related_name="hooks")
    key = models.CharField(max_length=64, unique=True)
    wanted_at = models.DateTimeField()  # due at first; what is tried again is still late

    class Meta(QueueRow.Meta):
        abstract = False

    def __str__(self) -> str:
        return self.key


class Feed(models.Model):
    """The secret address of a person's calendar. Only the hash of its secret is kept."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=KEPT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
