"""The declaration of the register of impact assessments."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.records.cleaning import changed_fields
from qms.registers import Register, Section, register

from ..lifecycle.assessment_guards import ENOUGH
from ..lifecycle.assessments import CONTENT, lifecycle
from ..models import ImpactAssessment
from ..panels import assessments as panels
from ..rules import assessments as rules

#: Sections that only some kinds have.
ONLY = {
    "views": ("data_protection",), "method": ("data_protection",), "rights": ("fundamental_rights",),
    "impact": ("ai_impact",),
}  # fmt: skip
ASKED_BY_STEPS = (
    "although", "advice", "advice_result", "consulted_on", "authority", "authority_answer", "decision",
    "decision_reason", "notified_on", "notified_as",
)  # fmt: skip
WORKED_ON = ("draft", "assessment", "review_needed")


@register
class ImpactAssessments(Register):
    key = "impact-assessments"
    prefix = "DPIA"
    shape = "{prefix}-{n:04d}"
    label = _("Impact assessment")
    label_plural = _("Impact assessments")
    purpose = _("What processing and AI may do to people, what is done about it, who advised and who decided.")
    menu = "plan"
    order = 71
    icon = "scan-face"
    model = ImpactAssessment
    lifecycle = lifecycle
    columns = ("kind", "advice_result", "review_on")
    filters = ("kind", "advice_result", "decision")
    sections = (
        Section("what", _("Assessment"), ("title", "kind", "owner", "unit", "dpo_contact", "review_on")),
        Section(
            "screening", _("Screening"), ("requiring", "criteria", "screening", "although"),
            _("Whether an assessment is required, and why. A no is decided by signature."),
        ),
        Section(
            "content", _("Processing and measures"),
            ("description", "purposes", "legitimate_interest", "responsibilities", "necessity", "measures"),
            _("Art. 35(7) a, b and d."),
        ),
        Section("risks", _("Risks"), ("risks",), _("Art. 35(7)(c): to rights and freedoms, not to the organisation.")),
        Section("views", _("Views of data subjects"), ("views", "views_none"), _("Art. 35(9).")),
        Section("rights", _("Fundamental rights"), (
            "fr_processes", "fr_period", "fr_groups", "fr_harms", "fr_oversight", "fr_measures",
            "notified_on", "notified_as",
        ), _("EU AI Act Art. 27(1) a to f.")),
        Section(
            "impact", _("AI impact"), ("on_individuals", "on_groups", "on_society", "misuse"),
            _("ISO/IEC 42001: individuals, groups, society, and misuse that can be foreseen."),
        ),
        Section(
            "method", _("Questions of the PIA method"), ("answers",),
            _("As the CNIL's tool asks them; its files come in and go out."),
        ),
        Section("advice", _("Advice of the privacy officer"), ("advice_result", "advice"), _("Art. 35(2), signed.")),
        Section(
            "consultation", _("Prior consultation"), ("authority", "consulted_on", "authority_answer"),
            _("Art. 36, where a high risk remains."),
        ),
        Section("decision", _("Decision"), ("decision", "decision_reason"), _("Of the controller's side, signed.")),
    )  # fmt: skip
    report_fields = ("title", "kind", "screening", "owner", "unit")
    search = ("description", "purposes", "risks", "measures", "screening", "fr_groups", "misuse")
    dates = {"review": "review_on"}
    due_name = "review"
    not_content = frozenset({"review_on"})
    fixed = frozenset({"kind"})
    link_kinds = ("concerns", "evidences", "supersedes")
    raises = ("impact-assessments",)
    record_template = "privacy/assessments/record.html"
    list_template = "privacy/assessments/list.html"
    api_extra = ("residual",)
    may_add = rules.may_add
    may_edit = rules.may_edit

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Whoever begins it owns it until somebody else is named."""
        record.owner_id = record.owner_id or actor.pk
        self._check(record)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """See _check."""
        self._check(record)

    def _check(self, record: Any) -> None:
        """Raises Invalid where measures would make a risk worse: what is left is at most what there was."""
        worse = [
            n for n, row in enumerate(record.risks, 1)
            if row.get("residual_severity") and row["residual_severity"] > (row.get("severity") or "9")
            or row.get("residual_likelihood") and row["residual_likelihood"] > (row.get("likelihood") or "9")
        ]  # fmt: skip
        if worse and "risks" in changed_fields(record):
            said = _t("Row %d: what is left after the measures is more than what there was. Correct one of them.")
            raise Invalid(fields={"risks": [said % worse[0]]})

    def locked(self, record: Any) -> dict[str, str]:
        """What the steps record is recorded there; what was handed in, advised on or decided stays as it is."""
        held = self._of_other_kinds(record)
        held |= dict.fromkeys(ASKED_BY_STEPS, _t("It is recorded by its step."))
        if record.state in WORKED_ON:
            return held
        said = _t("It is handed in or decided. Send it back or ask for a review to change it.")
        return dict.fromkeys((n for n in CONTENT if n in self.editable), said) | held

    def _of_other_kinds(self, record: Any) -> dict[str, str]:
        mine = {n for s in self.sections_for(record) for n in s.fields}
        return dict.fromkeys((n for n in self.editable if n not in mine), _t("It is asked of another kind."))

    def sections_for(self, record: Any) -> tuple[Section, ...]:
        """Those of the record's kind."""
        return tuple(s for s in self.sections if record.kind in ONLY.get(s.key, (record.kind,)))

    def named_dates(self, record: Any) -> dict[str, datetime.date]:
        """Nobody is reminded of a review that is under way."""
        return super().named_dates(record) if record.state in ("decided", "not_required") else {}

    def warns(self, record: Any, verb: str, *, at: datetime.datetime) -> list[str]:
        """Before a no: the criteria that speak against it, and that nobody else may have looked at it."""
        if verb != "not_required":
            return []
        said = []
        if len(record.criteria) >= ENOUGH:
            labels = ", ".join(map(str, self.fields["criteria"].labels(record.criteria)))
            said.append(_t("Criteria that hold: %s. With two an assessment is required in most cases.") % labels)
        wrote = _t("%s wrote the screening. If that is you, nobody else has looked at it before you sign.")
        return [*said, wrote % record.created_by.printed_name]

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """Where the risks stand before and after measures."""
        return panels.of(record, actor)
