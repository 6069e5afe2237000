"""A concern, and the tray in which what was said anonymously waits for the next day."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, PeopleField, RowsField
from qms.records.models import Record, person

CATEGORIES = (
    ("people", _("Harm to people, or unfair treatment")),
    ("data", _("Personal data, or data used without right")),
    ("safety", _("Safety or security")),
    ("misuse", _("Use for what it is not meant for")),
    ("pressure", _("Pressure, concealment, retaliation")),
    ("other", _("Something else")),
)
WAYS = (("anonymous", _("Anonymously")), ("confidential", _("In confidence")), ("told", _("Told to a handler")))
ADDITIONS = (
    Column("on", _("Day"), "date", required=True),
    Column("text", _("Added by the reporter"), "long", required=True),
)


class Concern(Record):
    """What somebody is worried about. Seen by its handlers alone; of an anonymous reporter nothing is known."""

    description = models.TextField(_("concern"), help_text=_("In the words of whoever raised it."))
    category = models.CharField(_("about"), max_length=8, choices=CATEGORIES, blank=True, default="")
    received_on = models.DateField(_("received on"), null=True, blank=True)
    way = models.CharField(_("how it came"), max_length=12, choices=WAYS, default="told")
    reporter = person(_("reporter"), null=True, blank=True)
    additions = RowsField(_("additions"), columns=ADDITIONS)
    handlers = PeopleField(_("handlers"), help_text=_("They alone see this record."))
    excluded = PeopleField(
        _("kept out"), help_text=_("Whom it concerns, and their line: they cannot become handlers of it.")
    )
    answer_by = models.DateField(_("answer due"), null=True, blank=True)
    examination = models.TextField(
        _("examination"),
        blank=True,
        help_text=_("What was looked at, and what was found. The reporter does not see it."),
    )
    answer = models.TextField(
        _("answer"), blank=True, help_text=_("The reporter reads it with the receipt. Name nobody.")
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    receipt = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["receipt"], name="concern_receipt", condition=~models.Q(receipt="")),
        ]


class Tray(models.Model):
    """What was said anonymously and is not handed over yet: a text and a day, and nothing that tells one from another.

    Its key is random, so that not even the order of the tray says anything.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    on = models.DateField()
    receipt = models.CharField(max_length=64, db_index=True)
    first = models.BooleanField()
    category = models.CharField(max_length=8, blank=True, default="")
    text = models.TextField()
