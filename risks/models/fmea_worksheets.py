"""The FMEA worksheet: what is analysed, by whom, within which limits, and what the ranks mean there (IEC 60812)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, PeopleField, RowsField
from qms.records.models import Record

from .fmea_texts import long_text

KINDS = (("design", _("Design")), ("process", _("Process")), ("ml", _("Machine-learning system")))
RANKS = tuple((str(n), str(n)) for n in range(10, 0, -1))
SCALE = (
    Column("rank", _("Rank"), kind="choice", choices=RANKS, required=True),
    Column("severity", _("Severity"), required=True),
    Column("occurrence", _("Occurrence"), required=True),
    Column("detection", _("Detection"), required=True),
)


class FmeaWorksheet(Record):
    """One analysis. Its lines are records of their own, so that several people fill them at once."""

    kind = models.CharField(_("kind"), max_length=7, choices=KINDS)
    analysed = long_text(_("what is analysed"), 1000, help_text=_("The product, system or process, and its version."))
    scope = long_text(
        _("scope"), 5000, blank=True,
        help_text=_("What is inside and what is not; what is taken for granted; where its parts meet other things."),
    )  # fmt: skip
    team = PeopleField(_("team"), help_text=_("Everybody who fills in the lines, besides the owner."))
    scales = RowsField(_("scales"), columns=SCALE,
        help_text=_("What each rank means here, so that two people give the same one. Ten is the worst."),
    )  # fmt: skip
    version = models.PositiveSmallIntegerField(_("version"), default=0, editable=False)
    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)
    review_on = models.DateField(_("next review"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("FMEA worksheet")
        verbose_name_plural = _("FMEA worksheets")
