"""A notice, the mail that carries it, and how far reminders are worked off in each time zone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.jobs.models import QueueRow
from qms.records.models import Entry

from .channels import Absence, Bounce, Choice, Endpoint, Feed, Hook

__all__ = ["Absence", "Bounce", "Choice", "Endpoint", "Feed", "Hook", "Mail", "Notice", "SweptDay"]
KEPT = models.PROTECT


class Mail(QueueRow):
    """A mail to one person: a digest of a day, or one notice. What it says is put together when it is sent."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=KEPT, related_name="+")
    key = models.CharField(max_length=80, unique=True)
    wanted_at = models.DateTimeField(null=True)  # due at first; what is tried again is still late

    class Meta(QueueRow.Meta):
        abstract = False

    def __str__(self) -> str:
        return self.key

    @property
    def is_digest(self) -> bool:
        """Whether it is the mail of a day and not one that left at once."""
        return self.key.startswith("digest:")


class Notice(models.Model):
    """One thing that one person is told about one entry (or none). The unique key makes a second one impossible.

    `rule` is an event ("assigned:3") or a date's name with the days from it ("due-7", "due+0"); `on` is the date it is
    about. An empty `text` is put into words when shown (words.py). Of a reminder, `told_by` is the number of the rule
    that made it ("" the built-in one) and `why` says why it went to this person (because.py).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=KEPT, related_name="+", db_index=False)
    entry = models.ForeignKey(Entry, null=True, on_delete=KEPT, related_name="notices", db_index=False)
    rule = models.CharField(max_length=80)
    on = models.DateField()
    text = models.TextField(blank=True)
    at = models.DateTimeField(_("told"))
    read_at = models.DateTimeField(null=True)
    by_mail = models.BooleanField(default=False)
    statutory = models.BooleanField(db_default=False, default=False)  # no choice and no absence silences it
    by_hook = models.BooleanField(db_default=False, default=False)  # a rule sends it to the unit's programs
    at_once = models.BooleanField(db_default=False, default=False)  # a reminder that does not wait for the digest
    told_by = models.CharField(max_length=40, blank=True, db_default="", default="")
    why = models.CharField(max_length=40, blank=True, db_default="", default="")
    instead_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=KEPT, related_name="+", db_index=False
    )
    mail = models.ForeignKey(Mail, null=True, on_delete=KEPT, related_name="notices", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "rule", "on", "user"], name="notice_once"),
            models.UniqueConstraint(
                fields=["rule", "on", "user"], name="notice_alone_once", condition=models.Q(entry=None)
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="notice_user"),
            models.Index(fields=["user"], name="notice_unread", condition=models.Q(read_at=None)),
            models.Index(fields=["user"], name="notice_unmailed", condition=models.Q(mail=None, by_mail=True)),
            models.Index(fields=["mail"], name="notice_mailed", condition=models.Q(mail__isnull=False)),
            models.Index(fields=["at"], name="notice_hooked", condition=models.Q(by_hook=True)),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.on}"


class SweptDay(models.Model):
    """Up to which day the reminders of a time zone are made; its row is also the lock of that work."""

    time_zone = models.CharField(max_length=60, primary_key=True)
    day = models.DateField(null=True)
    at = models.DateTimeField(null=True)  # the last sweep, and a digest of the rules that it followed
    under = models.CharField(max_length=64, db_default="", default="")
