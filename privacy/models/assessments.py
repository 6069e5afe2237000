"""The impact assessment: data protection (GDPR 35), fundamental rights (EU AI Act 27), AI impact (ISO/IEC 42001)."""

from typing import Any

from django.db import models
from django.template.loader import render_to_string
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.printing.shapes import PrintColumn, PrintTable
from qms.records.fields import Column, RowsField, StringsField
from qms.records.models import Record, person

from ..levels import grade, gravest, residual
from .activities import text
from .assessment_choices import ADVICE, CRITERIA, DECISIONS, FEARED, KINDS, LEVELS, QUESTIONS, REQUIRING


def _level(name: str, label: Any, *, required: bool = False) -> Column:
    return Column(name, label, kind="choice", choices=LEVELS, required=required)


class RisksField(RowsField):
    """Rows of risks; pages show each as a whole, since eight columns are too many to read side by side."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "qms.records.fields.RowsField", args, kwargs  # how it looks is no business of the schema

    def shown(self, value: list[dict[str, Any]], *, short: bool = False) -> str:
        """What is feared, from where and with what effect; measures; the grade before and after."""
        return str(len(value)) if short else render_to_string("privacy/assessments/risks.html", {"rows": told(value)})

    def printed(self, value: list[dict[str, Any]], words: Any) -> PrintTable:
        """The same on paper: levels as severity × likelihood."""
        heads = [
            PrintColumn(label=_t("No."), width="rev"), PrintColumn(label=_t("Risk and impact on people"), width="long"),
            PrintColumn(label=_t("Sources and threats")), PrintColumn(label=_t("Before"), width="short"),
            PrintColumn(label=_t("Measures")), PrintColumn(label=_t("After"), width="short"),
        ]  # fmt: skip
        rows = [
            [
                str(n), [str(row["feared"]), row["impact"]], row["sources"],
                words_of(row["before"], (row["severity"], row["likelihood"])), row["measures"],
                words_of(row["after"], row["left"]),
            ]
            for n, row in enumerate(told(value), 1)
        ]  # fmt: skip
        label = _t("Risks to rights and freedoms: severity × likelihood, from 1 to 4")
        return PrintTable(label=label, columns=heads, rows=rows)


def words_of(grade_of: str, levels: tuple[str, str]) -> str:
    """A grade with its two levels, for paper."""
    grades = {"high": _("high"), "medium": _("medium"), "low": _("low")}
    return f"{grades[grade_of]} ({levels[0]} × {levels[1]})"


def told(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of risks with their words and grades."""
    feared = dict(FEARED)
    return [
        {**row, "feared": feared.get(row["feared"], row["feared"]), "before": grade(row["severity"], row["likelihood"]),
         "left": (row["residual_severity"] or row["severity"], row["residual_likelihood"] or row["likelihood"]),
         "after": residual(row)}
        for row in rows
    ]  # fmt: skip


def _choice(label: Any, choices: Any, help_text: Any = "") -> models.CharField:
    return models.CharField(label, max_length=20, choices=choices, blank=True, default="", help_text=help_text)


class ImpactAssessment(Record):
    """One assessment. Which fields say something follows from `kind`."""

    kind = models.CharField(_("kind"), max_length=20, choices=KINDS, default="data_protection")

    requiring = StringsField(
        _("required by"), options=REQUIRING, help_text=_("With one of these an assessment is required.")
    )
    criteria = StringsField(
        _("further criteria"), options=CRITERIA, help_text=_("With two of them it is required in most cases.")
    )
    screening = text(_("reasons of the screening"), _("Why an assessment is required, or why it is not."))

    although = text(
        _("why not, although criteria hold"), _("Asked where two or more of the further criteria hold (WP 248).")
    )

    description = text(_("description"), _("The processing: its nature, scope, context, means and who takes part."))
    purposes = text(_("purposes"))
    legitimate_interest = text(_("legitimate interest"), _("Where it is pursued."))
    responsibilities = text(_("responsibilities"), _("Of controller, joint controllers and processors (36(3)(a))."))
    necessity = text(_("necessity and proportionality"), _("In relation to the purposes; or the answers below."))
    answers = RowsField(
        _("questions of the PIA method"),
        columns=(
            Column("question", _("Question"), kind="choice", choices=QUESTIONS, required=True),
            Column("text", _("Answer"), kind="long", required=True),
        ),
    )
    risks = RisksField(
        _("risks to rights and freedoms"),
        columns=(
            Column("feared", _("Risk"), kind="choice", choices=FEARED, required=True),
            Column("sources", _("Sources and threats"), kind="long", required=True),
            Column("impact", _("Impact on people"), kind="long", required=True),
            _level("severity", _("Severity"), required=True),
            _level("likelihood", _("Likelihood"), required=True),
            Column("measures", _("Measures"), kind="long"),
            _level("residual_severity", _("Residual severity")),
            _level("residual_likelihood", _("Residual likelihood")),
        ),
        help_text=_("From 1 to 4, before and after the measures."),
    )
    measures = text(_("measures"), _("Safeguards, security measures and mechanisms, and how they show compliance."))
    views = text(_("views of data subjects"), _("Or of their representatives (35(9))."))
    views_none = text(_("why views were not sought"))
    dpo_contact = models.CharField(_("contact of the officer"), max_length=200, blank=True)

    fr_processes = text(_("processes of use"), _("27(1)(a): in which the system is used as intended."))
    fr_period = text(_("period and frequency"), _("27(1)(b): how long and how often it is used."))
    fr_groups = text(_("persons and groups"), _("27(1)(c): who is likely to be affected."))
    fr_harms = text(_("specific risks of harm"), _("27(1)(d): to these persons and groups."))
    fr_oversight = text(_("human oversight"), _("27(1)(e): how it is implemented as the instructions say."))
    fr_measures = text(_("if risks materialise"), _("27(1)(f): measures, internal governance, complaint mechanisms."))
    notified_on = models.DateField(_("authority notified"), null=True, blank=True)
    notified_as = models.CharField(_("reference of the notification"), max_length=200, blank=True)

    on_individuals = text(_("impact on individuals"))
    on_groups = text(_("impact on groups"))
    on_society = text(_("impact on society"))
    misuse = text(_("foreseeable misuse"), _("And what it would do."))

    advice = text(_("advice of the privacy officer"))
    advice_result = _choice(_("advised"), ADVICE)
    advised_by = person(_("advised by"), null=True, blank=True, editable=False)
    consulted_on = models.DateField(_("authority consulted"), null=True, blank=True)
    authority = models.CharField(_("authority"), max_length=200, blank=True)
    authority_answer = text(_("answer of the authority"))
    decision = _choice(_("decided"), DECISIONS)
    decision_reason = text(_("reasons of the decision"), _("Asked where it differs from the advice."))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    review_on = models.DateField(_("next review"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("impact assessment")
        verbose_name_plural = _("impact assessments")

    @property
    def residual(self) -> str:
        """The gravest residual risk: "high", "medium", "low", or "" without risks."""
        return gravest(self.risks)
