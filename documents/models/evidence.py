"""The evidence item: what it shows, over which period, how long it is good for, and every version delivered."""

import datetime

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, PeopleField, RowsField
from qms.records.models import Record, person
from standards.models import ClausesField

SOURCES = (("person", _("A person")), ("tool", _("A tool")), ("system", _("A system")))
#: A valid-until date this near is shown as one that runs out.
SOON_DAYS = 30

VERSIONS = (
    Column("version", _("Version"), kind="number", required=True),
    Column("on", _("Delivered on"), kind="date", required=True),
    Column("by", _("Delivered by"), kind="person", required=True),
    Column("source", _("Source")),
    Column("title", _("Evidence")),
    Column("shows", _("What it shows"), kind="long"),
    Column("period", _("Period covered")),
    Column("validity", _("Valid")),
    Column("link", _("Link")),
    Column("query", _("Live query")),
    Column("files", _("Files"), kind="long"),
    Column("sha256", _("SHA-256")),
)


class EvidenceItem(Record):
    """One piece of evidence. What a move records is not edited afterwards (see register/evidence.py)."""

    shows = models.TextField(_("what it shows"), max_length=5000, blank=True)
    clauses = ClausesField(_("clauses"), help_text=_("Requirements that it speaks for."))
    due_on = models.DateField(_("wanted by"), null=True, blank=True)
    due = models.DateField(_("due"), null=True, blank=True, editable=False)  # while it is asked for
    link = models.CharField(
        _("link"), max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Where it lies, if it is no file: https://…"),
    )  # fmt: skip
    query = models.CharField(
        _("live query"), max_length=1000, blank=True,
        help_text=_("The address of a list here with its filters, such as /actions/?state=verified."),
    )  # fmt: skip
    period_from = models.DateField(_("covers from"), null=True, blank=True)
    period_to = models.DateField(_("covers to"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("After this day it counts no more. Empty: no end.")
    )
    source_kind = models.CharField(_("kind of source"), max_length=10, choices=SOURCES, default="person")
    origin = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("The system, tool or person that it comes from.")
    )
    collector = person(_("collector"), null=True, blank=True)
    requested_by = person(_("asked for by"), null=True, blank=True)

    version = models.PositiveSmallIntegerField(_("version"), default=0, editable=False)
    versions = RowsField(_("versions"), columns=VERSIONS, editable=False)
    delivered_by = person(_("delivered by"), null=True, blank=True, editable=False)
    deliverers = PeopleField(_("delivered by, in this round"), editable=False)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True, editable=False)
    accepted_by = person(_("accepted by"), null=True, blank=True, editable=False)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True, editable=False)
    counted = models.PositiveIntegerField(_("records counted at acceptance"), null=True, blank=True, editable=False)
    counted_sha256 = models.CharField(_("SHA-256 of what was counted"), max_length=64, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("evidence item")
        verbose_name_plural = _("evidence items")
        indexes = [*Record.Meta.indexes, models.Index(fields=["state", "valid_until"], name="evidence_running_out")]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="evidence_period",
                condition=models.Q(period_to__isnull=True)
                | models.Q(period_from__isnull=True)
                | models.Q(period_to__gte=models.F("period_from")),
                violation_error_message=_("The period that it covers ends before it begins."),
            ),
            models.CheckConstraint(
                name="evidence_validity",
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                violation_error_message=_("Its validity ends before it begins."),
            ),
        ]

    def counts_on(self, day: datetime.date) -> bool:
        """Whether it counts as evidence on a day: accepted, begun and not run out."""
        return self.state == "accepted" and self.within(day)

    def within(self, day: datetime.date) -> bool:
        """Whether the day lies in its validity."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or self.valid_until >= day
        )
