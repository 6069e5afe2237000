"""The AI system: what it is for, in which roles the organisation acts, how it is classified, who watches it."""

import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import models
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, PeopleField, RowsField, StringsField
from qms.records.models import Record

from ..aiact.answers import given
from ..aiact.classify import Classification, classify
from ..aiact.conformity import Route, routes
from .answers import AnswersField
from .choices import HARMONISED, OVERSIGHT, RISK_CLASSES, ROLES, YES_NO
from .dates import dates


def _text(label: Any, help_text: Any = "") -> models.TextField:
    return models.TextField(label, blank=True, help_text=help_text)


class RiskClassField(models.CharField):
    """The class that follows from the answers; lists show it as the pages do, coloured."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs  # how it looks is no business of the schema

    def shown(self, value: str, *, short: bool = False) -> str:
        """A coloured word."""
        label = dict(RISK_CLASSES).get(value, value)
        return render_to_string("modelcards/systems/class_badge.html", {"key": value, "label": label})


class System(Record):
    """One AI system of the inventory (ISO/IEC 42001 A.4, A.6.2.2)."""

    purpose = _text(_("intended purpose"), _("What it is for, who uses it, on whom it has an effect."))
    misuse = _text(_("foreseeable misuse"), _("And what it must not be used for."))
    roles = StringsField(_("our roles"), options=ROLES, help_text=_("Under the EU AI Act; several may hold."))
    in_use = models.CharField(
        _("in use already"), max_length=3, choices=YES_NO, blank=True,
        help_text=_("Yes: it was found in use without being listed."),
    )  # fmt: skip
    team = PeopleField(_("development team"), help_text=_("Nobody of the team validates or approves its own work."))
    suppliers = RowsField(
        _("suppliers"),
        columns=(
            Column("name", _("Supplier"), required=True),
            Column("delivers", _("Delivers"), required=True),
            Column("contact", _("Contact")),
            Column("evaluated_on", _("Last evaluated"), kind="date"),
        ),
        help_text=_("Of data, models and services. A function or a shared address as contact, not a person's name."),
    )

    answers = AnswersField(_("classification"), help_text=_("Questions of the EU AI Act; the class follows from them."))
    risk_class = RiskClassField(
        _("risk class"), max_length=15, choices=RISK_CLASSES, default="unclassified", editable=False
    )
    harmonised = models.CharField(
        _("harmonised standards applied"), max_length=6, choices=HARMONISED, blank=True,
        help_text=_("Decides the way to conformity of biometric systems (Art. 43(1))."),
    )  # fmt: skip
    standards_applied = _text(_("standards and specifications"), _("Which, and what stands for those not applied."))
    sme = models.BooleanField(
        _("simplified technical file"), default=False, help_text=_("For small and medium-sized providers (Art. 11(1)).")
    )

    oversight = RowsField(
        _("human oversight"),
        columns=(
            Column("ability", _("Enables people to"), kind="choice", choices=OVERSIGHT, required=True),
            Column("measure", _("Measure"), kind="long", required=True),
            Column("person", _("Person"), kind="person"),
            Column("competence", _("Competence, training, authority")),
        ),
    )
    logs = RowsField(
        _("logs"),
        columns=(
            Column("name", _("Log"), required=True),
            Column("holds", _("What it holds")),
            Column("place", _("Where it is kept")),
            Column("months", _("Kept, months"), kind="number", required=True),
        ),
    )
    log_rationale = _text(_("why logs are kept shorter"), _("Another law, or logs that are not under our control."))
    monitoring_plan = _text(
        _("post-market monitoring plan"), _("How what happens in use is collected, judged and acted upon (Art. 72).")
    )
    watched = RowsField(
        _("what is monitored"),
        columns=(
            Column("source", _("Source"), required=True),
            Column("metric", _("Metric"), required=True),
            Column("threshold", _("Threshold")),
            Column("every", _("How often"), required=True),
            Column("person", _("Responsible"), kind="person", required=True),
        ),
    )
    foreseen_changes = _text(
        _("changes determined in advance"),
        _("Changes that need no new assessment, and how they are made (Art. 43(4))."),
    )

    placed_on = models.DateField(
        _("placed on the market"), null=True, blank=True,
        help_text=_("Or put into service. Documents are kept for ten years from this day (Art. 18)."),
    )  # fmt: skip
    restrictions = _text(_("restrictions"), _("What it may not be used for at present."))
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True, editable=False)
    review_on = models.DateField(_("next review"), null=True, blank=True)
    review_result = _text(_("result of the review"))

    class Meta(Record.Meta):
        verbose_name = _("AI system")
        verbose_name_plural = _("AI systems")
        indexes = [*Record.Meta.indexes, models.Index(fields=["risk_class", "-entry"], name="system_risk_class")]

    @property
    def found(self) -> Classification:
        """What follows from the answers, as they are in memory."""
        return classify(given(self.answers), dates=dates(), placed_on=self.placed_on)

    @property
    def routes(self) -> list[Route]:
        """The ways to conformity (Art. 43)."""
        provider = bool({"provider", "manufacturer"} & set(self.roles)) or not self.roles
        return routes(given(self.answers), self.found, harmonised=self.harmonised, provider=provider)

    @property
    def kept_until(self) -> datetime.date | None:
        """Until when documents are kept (Art. 18(1)); None while it was never placed on the market."""
        years = dates().limits["keep_years"]
        return self.placed_on + relativedelta(years=years) if self.placed_on else None

    @property
    def classification(self) -> dict[str, Any]:
        """What follows from the answers, as data for the API."""
        found = self.found
        return {
            "risk_class": found.risk_class, "at_least": found.at_least, "applies_from": found.applies_from,
            "because": [
                {"question": b.question.key, "answer": b.option.key, "ref": b.option.ref, "leads_to": b.leads_to}
                for b in found.because
            ],
            "duties": [
                {"answer": d.option.key, "ref": d.option.ref, "applies_from": d.applies_from} for d in found.duties
            ],
            "missing": [{"question": m.question.key, "reason_only": m.reason_only} for m in found.missing],
            "conformity": [{"route": r.key, "ref": r.ref} for r in self.routes],
            "edition": dates().edition,
        }  # fmt: skip
