"""The AI system: what it is for, in which roles the organisation acts, how it is classified, who watches it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, PeopleField, RowsField, StringsField
from qms.records.models import Record

from .choices import RISK_CLASSES, ROLES

#: Art. 14(4): what a person who oversees the system is enabled to do.
OVERSIGHT = (
    ("understand", _("Understand its capacities and limits")),
    ("bias", _("Stay aware of automation bias")),
    ("interpret", _("Interpret its output")),
    ("override", _("Decide not to use or to override it")),
    ("stop", _("Intervene or stop it")),
)


class System(Record):
    """One AI system of the inventory (ISO/IEC 42001 A.4, A.6.2.2)."""

    purpose = models.TextField(
        _("intended purpose"), blank=True, help_text=_("What it is for, who uses it, on whom it has an effect.")
    )
    misuse = models.TextField(_("foreseeable misuse"), blank=True, help_text=_("And what it must not be used for."))
    roles = StringsField(_("our roles"), options=ROLES, help_text=_("Under the EU AI Act; several may hold."))
    team = PeopleField(_("development team"), help_text=_("Nobody of the team validates its own work."))
    suppliers = RowsField(
        _("suppliers"),
        columns=(
            Column("name", _("Supplier"), required=True),
            Column("delivers", _("Delivers"), required=True),
            Column("evaluated_on", _("Last evaluated"), kind="date"),
        ),
    )

    answers = RowsField(
        _("classification"),
        columns=(Column("question", _("Question"), required=True), Column("answer", _("Answer"), kind="long")),
        help_text=_("The questions of the EU AI Act with their answers; the class follows from them."),
    )
    risk_class = models.CharField(
        _("risk class"), max_length=15, choices=RISK_CLASSES, default="unclassified", editable=False
    )

    oversight = RowsField(
        _("human oversight"),
        columns=(
            Column("ability", _("Enables people to"), kind="choice", choices=OVERSIGHT, required=True),
            Column("measure", _("Measure"), kind="long", required=True),
            Column("person", _("Person"), kind="person"),
        ),
    )
    log_months = models.PositiveSmallIntegerField(
        _("logs kept, months"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(600)],
        help_text=_("The EU AI Act asks for at least 6 (Art. 19, 26(6))."),
    )  # fmt: skip
    log_rationale = models.TextField(_("why logs are kept shorter"), blank=True)
    monitoring_plan = models.TextField(
        _("post-market monitoring plan"), blank=True,
        help_text=_("Sources, measures, how often, who looks at them (Art. 72). Its monitors hang below the system."),
    )  # fmt: skip
    placed_on = models.DateField(
        _("placed on the market"), null=True, blank=True,
        help_text=_("Documents are kept for ten years from this day (Art. 18)."),
    )  # fmt: skip
    review_on = models.DateField(_("next review"), null=True, blank=True)
    review_result = models.TextField(_("result of the review"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("AI system")
        verbose_name_plural = _("AI systems")
        indexes = [*Record.Meta.indexes, models.Index(fields=["risk_class", "-entry"], name="system_risk_class")]
