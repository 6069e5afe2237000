"""The declaration of the register of nonconformities."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Forbidden, Invalid
from qms.records.cleaning import changed_fields
from qms.registers import Register, Section, register

from . import imported, panels, rules
from .effects import note_planner
from .evidence import unresolved
from .lifecycle import lifecycle
from .models import Nonconformity
from .plan import PLAN
from .states import PLANNED


@register
class Nonconformities(Register):
    key = "nonconformities"
    prefix = "NC"
    label = _("Nonconformity")
    label_plural = _("Nonconformities")
    purpose = _("What is not as it should be: corrected at once, its cause found and removed, the effect checked.")
    menu = "act"
    order = 10
    icon = "triangle-alert"
    model = Nonconformity
    lifecycle = lifecycle
    columns = ("severity", "product")
    filters = ("severity", "origin", "clauses", "cause_code")
    sections = (
        Section(
            "what", _("What happened"),
            (
                "title", "description", "place", "product", "found_on", "occurred_on", "origin", "detected",
                "seen_before", "clauses", "unit", "audience",
            ),
        ),
        Section("triage", _("Triage"), ("severity", "owner", "due_on")),
        Section(
            "at_once", _("Containment and correction"),
            ("containment", "containment_on", "correction", "correction_on"),
            _("What can be done at once, before any cause is known."),
        ),
        Section(
            "output", _("Affected output"), ("output_affected", "output", "dispositions", "decided_by"),
            _("Whether a product or service is affected, what becomes of it, and who decides that."),
        ),
        Section(
            "cause", _("Cause"),
            ("causes", "cause_set", "top_gate", "cause_code", "human_error_rationale", "escape_point"),
            _("Why it happened, and why that; the why-tree has a page of its own."),
        ),
        Section("plan", _("Plan"), ("plan",), _("How the root cause is removed.")),
        Section(
            "effect", _("How the effect will be judged"),
            ("criterion", "measure", "target", "method", "sample_or_window", "not_before_days", "checker"),
            _("Fixed before the work and locked when the plan is handed in."),
        ),
        Section(
            "answers", _("What else is answered"),
            ("consequences", "similar", "similar_text", "risks", "risks_text", "qms_change", "qms_text"),
            _("ISO 9001 10.2.1 asks each of these before a nonconformity is closed."),
        ),
    )  # fmt: skip
    report_fields = ("title", "description", "place", "product", "found_on")
    report_step = "report"
    report_needs = ("description",)
    search = ("description", "place", "product", "correction", "causes", "cause_code", "plan", "consequences")
    dates = {"due": "due_on", "effectiveness_check": "check_from"}
    involved = {"checker": "checker", "authority": "decided_by"}
    not_content = frozenset({"due_on", "check_from"})
    print_template = "print/nonconformity.html"
    may_add = rules.may_add
    may_edit = rules.may_edit
    may_attach = rules.may_attach
    raises = ("actions",)
    api_extra = ("late_entry", "days_late")
    record_template = "nonconformities/record.html"
    import_names = imported.NAMES
    import_values = imported.VALUES
    import_states = imported.STATES

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Who reports it owns it until triage, and found it today. Of what comes from elsewhere neither is known."""
        if not record.external_id:
            record.owner = record.owner or actor
            record.found_on = record.found_on or record.occurred_on or timezone.localdate(at)
        _check(record, actor, at)
        if any(getattr(record, record._meta.get_field(n).attname) not in (None, "", []) for n in PLAN):
            note_planner(record, actor=actor, at=at)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """Keep who wrote the plan, and let nobody but the quality manager judge the severity."""
        changed = set(changed_fields(record))
        if "severity" in changed and record.state != "draft" and not rules.decides(actor, record):
            raise Forbidden(_t("The severity is decided by the quality manager."))
        _check(record, actor, at)
        if changed & set(PLAN):
            note_planner(record, actor=actor, at=at)

    def proposes(self, record: Any, verb: str, *, at: datetime.datetime) -> dict[str, Any]:
        """The check is recorded on the day it was made, which mostly is today."""
        return {"check_date": timezone.localdate(at)} if verb == "record_check" else {}

    def named_dates(self, record: Any) -> dict[str, datetime.date]:
        """Nobody is reminded of a check that is recorded, or that does not wait yet."""
        found = super().named_dates(record)
        return found if record.state == "check" else {n: on for n, on in found.items() if n != "effectiveness_check"}

    def locked(self, record: Any) -> dict[str, str]:
        """What was handed in for approval, and what was decided about the output, stays as it is."""
        if record.state not in PLANNED:
            return {}
        handed_in = _t("The plan is handed in or approved. Take it back to change it.")
        decided = _t("What becomes of the output is decided during the analysis.")
        return dict.fromkeys((*PLAN, "top_gate"), handed_in) | dict.fromkeys(
            ("output", "dispositions", "decided_by"), decided
        )

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """Actions, the chain of causes, the check, earlier cycles, repetitions."""
        return panels.of(record, actor)

    def print_sections(self, record: Any, actor: Any) -> list[Any]:
        """The actions, as far as the reader may see them."""
        return panels.printed(record, actor)


def _check(record: Any, actor: Any, at: datetime.datetime) -> None:
    """Raises Invalid for days that have not come yet, and for evidence that names nothing."""
    today, errors = timezone.localdate(at), {}
    for name in ("found_on", "occurred_on", "containment_on", "correction_on"):
        if (day := getattr(record, name)) and day > today:
            errors[name] = [_t("This day has not come yet.")]
    if gone := unresolved(record, record.causes, actor):
        errors["causes"] = [_t("“%s” is no file of this record, no record that you may see, and no address.") % gone[0]]
    if errors:
        raise Invalid(fields=errors)
