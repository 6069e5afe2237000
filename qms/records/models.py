"""The kernel's tables (architecture, section 5)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .backdoor import AppendOnly, Closed
from .history import History

KEPT = models.PROTECT
PHASES = (("draft", _("Draft")), ("open", _("Open")), ("done", _("Done")), ("void", _("Void")))
AUDIENCES = (
    ("unit", _("Unit")),
    ("everyone", _("Everyone")),
    ("quality", _("Quality people of the unit")),  # and named people: what is said about a person
    ("named", _("Named people")),
)


def person(label: Any = "", **options: Any) -> models.ForeignKey:
    """A foreign key to a person, without a way back: people do not know the registers."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=label or None, on_delete=KEPT, related_name="+", **options
    )


class Audience(models.CharField):
    """For whom a record is. Its choices are words for people and no matter of the tables: migrations leave them out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"choices": AUDIENCES, "default": "unit", "max_length": 8, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, "django.db.models.CharField", args, kwargs


class Entry(Closed):
    """One row per record of any kind: the table of contents. Links, files, signatures and the ledger point here."""

    register = models.CharField(max_length=30)
    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=30)
    phase = models.CharField(max_length=8, choices=PHASES)
    owner = person(null=True)
    unit = models.ForeignKey("accounts.Unit", on_delete=KEPT, related_name="+")
    audience = Audience()
    rev = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
    nearest = models.DateField(null=True)
    waiting_role = models.CharField(max_length=30, blank=True)
    text = models.TextField(blank=True)
    attached = models.JSONField(default=dict)

    class Meta(Closed.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["register", "phase", "-changed_at", "-id"], name="entry_register_key"),
            models.Index(fields=["-changed_at", "-id"], name="entry_changed_key"),
            models.Index(fields=["owner", "phase", "nearest"], name="entry_owner_key"),
            models.Index(fields=["waiting_role", "unit"], name="entry_waiting", condition=~models.Q(waiting_role="")),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Involved(Closed):
    """That a person has a part in a record (lead, team, auditee …) and therefore may see it."""

    entry = models.ForeignKey(Entry, on_delete=KEPT, related_name="involved")
    user = person()
    part = models.CharField(max_length=30)

    class Meta(Closed.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["user", "entry", "part"], name="involved_once")]


class NamedDate(Closed):
    """A date of a record that people are reminded of: due, next review, valid until, effectiveness check."""

    entry = models.ForeignKey(Entry, on_delete=KEPT, related_name="dates")
    name = models.CharField(max_length=30)
    on = models.DateField()

    class Meta(Closed.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="named_date_once")]
        indexes = [models.Index(fields=["on", "name"], name="named_date_on")]


class Citation(Closed):
    """That a record names a requirement of a catalogue, by its key, and whether it speaks for it being met.

    `counts`: it does, as the record is now; not after `until`, and only as something stale after `stale_on`.
    """

    entry = models.ForeignKey(Entry, on_delete=KEPT, related_name="citations")
    key = models.CharField(max_length=170)
    counts = models.BooleanField(default=False)
    until = models.DateField(null=True)
    stale_on = models.DateField(null=True)

    class Meta(Closed.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["entry", "key"], name="citation_once")]
        indexes = [models.Index(fields=["key", "entry"], name="citation_key")]


class ReadGrant(Closed):
    """That somebody from outside may read a record, and until when; `because` names what covers it, such as an audit.

    Written by `grants.py` alone, which keeps each in the ledger. It counts for whoever is an external auditor.
    """

    entry = models.ForeignKey(Entry, on_delete=KEPT, related_name="+")
    user = person()
    because = models.CharField(max_length=60)
    until = models.DateField(null=True)
    granted_at = models.DateTimeField()

    class Meta(Closed.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["user", "entry", "because"], name="read_grant_once")]
        indexes = [models.Index(fields=["because", "user"], name="read_grant_because")]


class Record(Closed):
    """A record of any register. A register writes `class Meta(Record.Meta)`: a bare Meta loses indexes and the lock."""

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=KEPT, related_name="+", editable=False)
    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(_("state"), max_length=30, editable=False)
    owner = person(_("owner"), null=True, blank=True)
    unit = models.ForeignKey("accounts.Unit", verbose_name=_("unit"), on_delete=KEPT, related_name="+")
    audience = Audience(_("audience"))
    rev = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    external_id = models.CharField(_("external id"), max_length=120, blank=True, editable=False)
    mark = models.CharField(_("mark"), max_length=20, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), editable=False)
    created_by = person(_("created by"), editable=False)
    changed_at = models.DateTimeField(_("changed"), editable=False)
    changed_by = person(_("changed by"), editable=False)

    history: ClassVar = History()

    class Meta(Closed.Meta):
        abstract = True
        indexes = [
            models.Index(fields=["-changed_at", "-entry"], name="%(class)s_changed"),
            models.Index(fields=["state", "-changed_at", "-entry"], name="%(class)s_state"),
            models.Index(fields=["unit", "-changed_at", "-entry"], name="%(class)s_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], name="%(class)s_external", condition=~models.Q(external_id="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Counter(models.Model):
    """The last number given in a series."""

    key = models.CharField(max_length=60, primary_key=True)
    last = models.PositiveIntegerField(default=0)


class LedgerRow(AppendOnly):
    """One change, with the canonical bytes of the record after it. `entry` is empty for people, roles and keys."""

    entry = models.ForeignKey(Entry, null=True, on_delete=KEPT, related_name="ledger")
    rev = models.PositiveIntegerField(null=True)
    subject = models.CharField(max_length=120, blank=True)
    action = models.CharField(max_length=60)
    actor = person()
    actor_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    reason = models.TextField(blank=True)
    source = models.CharField(max_length=60)
    body = models.BinaryField()
    sha256 = models.BinaryField(max_length=32)
    content_hash = models.BinaryField(max_length=32, null=True)

    @property
    def who(self) -> str:
        """The name to be shown: that of the day, or the pseudonym of somebody who was given one since."""
        return self.actor.pseudonym or self.actor_name

    class Meta(AppendOnly.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["entry", "rev"], name="ledger_entry_rev")]
        indexes = [models.Index(fields=["-at", "-id"], name="ledger_at")]


class SealQueue(models.Model):
    """Ledger rows that wait to be sealed into the Merkle tree."""

    row = models.OneToOneField(LedgerRow, primary_key=True, on_delete=KEPT, related_name="+")
