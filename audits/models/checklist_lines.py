"""One question of an audit's checklist. Several people answer at once, so each line is a record with its own rev."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, PeopleField, RowsField
from qms.records.models import Record

from .audits import Audit
from .choosing import ClauseField

ANSWERS = (
    ("conforms", _("Conforms")),
    ("good_practice", _("Good practice")),
    ("observation", _("Observation")),
    ("minor", _("Minor")),
    ("major", _("Major")),
    ("not_applicable", _("Not applicable")),
)
DRAWN_BY = (("random", _("Drawn by chance")), ("judgement", _("Chosen by judgement")))


class ChecklistLine(Record):
    """A question with its answer, what was seen, who was asked, and the samples that were drawn."""

    audit = models.ForeignKey(Audit, models.PROTECT, verbose_name=_("audit"), related_name="lines")
    criterion = ClauseField(_("criterion"))
    question = models.TextField(_("question"), max_length=2000)
    answer = models.CharField(_("answer"), max_length=20, choices=ANSWERS, blank=True)
    evidence = models.TextField(_("evidence seen"), max_length=5000, blank=True)
    asked = models.CharField(_("who was asked"), max_length=200, blank=True, help_text=_("Employee or function."))
    note = models.TextField(_("note"), max_length=5000, blank=True)
    samples = RowsField(
        _("samples"),
        columns=(
            Column("of", _("What was sampled"), required=True),
            Column("population", _("Population"), kind="number", required=True),
            Column("method", _("Method"), kind="choice", choices=DRAWN_BY, required=True),
            Column("size", _("Size"), kind="number", required=True),
            Column("seed", _("Seed")),
            Column("listed", _("Population, one per line"), kind="long"),
            Column("drawn", _("Items drawn"), kind="long"),
        ),
    )
    auditors = PeopleField(_("auditors"))

    class Meta(Record.Meta):
        verbose_name = _("checklist line")
        verbose_name_plural = _("checklist lines")
