"""The release policy: what a card of a risk class must hold, and who signs it, before a version goes out."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, RowsField, StringsField
from qms.records.models import Record

from ..cards import schema
from .choices import RISK_CLASSES

BY = (("point", _("the value")), ("bound", _("the worse end of its interval")))
DIRECTIONS = (("higher", _("Higher is better")), ("lower", _("Lower is better")))
UNITS = (("fraction", _("fraction of 1")), ("percent", _("percent")), ("other", _("as it is")))
MEASURES = (
    ("demographic_parity_difference", _("Demographic parity difference")),
    ("demographic_parity_ratio", _("Demographic parity ratio")),
    ("equalized_odds_difference", _("Equalised odds difference")),
    ("equalized_odds_ratio", _("Equalised odds ratio")),
)
#: Who looks at a card. Each part is signed by a named person in a role.
PARTS = (
    ("peer", _("ML peer")),
    ("validator", _("Validator")),
    ("quality", _("Quality")),
    ("risk", _("Risk")),
    ("ethics", _("Ethics and human oversight")),
    ("privacy", _("Privacy officer")),
)
#: What makes a signed card need another look.
MATERIAL = (
    ("dataset", _("A dataset it rests on changes")),
    ("risk", _("A linked risk changes")),
    ("nonconformity", _("A nonconformity is open")),
    ("monitor", _("A monitor signals")),
    ("policy", _("The policy changes")),
)


def _sections() -> list[tuple[str, Any]]:
    """Every field of the card schema by its key, named in the reader's language."""
    return [(field.key, _(field.english)) for field in schema.fields().values()]


class Policy(Record):
    """The gates of one risk class. One version of it is in force at a time."""

    risk_class = models.CharField(_("risk class"), max_length=15, choices=RISK_CLASSES)
    required = StringsField(
        _("required sections"), options=_sections(), help_text=_("Fields of the card that may not be empty.")
    )
    thresholds = RowsField(
        _("thresholds"),
        columns=(
            Column("metric", _("Metric"), required=True),
            Column("slice", _("Slice")),
            Column("direction", _("Direction"), kind="choice", choices=DIRECTIONS, required=True),
            Column("limit", _("Limit"), kind="number", required=True),
            Column("unit", _("Unit"), kind="choice", choices=UNITS, required=True),
            Column("by", _("Judged by"), kind="choice", choices=BY, required=True),
            Column("fixed_on", _("Fixed on"), kind="date", required=True),
        ),
        help_text=_("A test counts only if its threshold was fixed before it (EU AI Act Art. 9(8))."),
    )
    fairness = RowsField(
        _("fairness"),
        columns=(
            Column("measure", _("Measure"), kind="choice", choices=MEASURES, required=True),
            Column("attribute", _("Between groups of"), required=True),
            Column("limit", _("Limit"), kind="number", required=True),
            Column("fixed_on", _("Fixed on"), kind="date", required=True),
        ),
        help_text=_("A result that is absent or undefined is not passed."),
    )
    datasets_needed = models.BooleanField(_("datasets must be recorded"), default=True)
    verified_only = models.BooleanField(
        _("verified metrics only"), default=False, help_text=_("A metric counts only with the file that shows it.")
    )
    smallest_n = models.PositiveIntegerField(
        _("smallest n"), null=True, blank=True, help_text=_("A metric over fewer cases does not count.")
    )
    signers = StringsField(_("signed by"), options=PARTS, help_text=_("Besides the author and the approver."))
    material = StringsField(_("asks for another look when"), options=MATERIAL)
    review_months = models.PositiveSmallIntegerField(_("review every, months"), default=12)
    effective_on = models.DateField(_("in force since"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("release policy")
        verbose_name_plural = _("release policies")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["risk_class"], name="policy_in_force_once", condition=Q(state="in_force"),
                violation_error_message=_("Another policy of this risk class is in force."),
            ),
        ]  # fmt: skip
