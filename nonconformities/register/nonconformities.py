"""The declaration of the register of nonconformities."""

import datetime
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.accounts.models import Unit
from qms.lib.errors import Forbidden, Invalid
from qms.records.cleaning import changed_fields
from qms.registers import Register, Section, register

from .. import imported, panels
from ..effects import note_planner
from ..eightd import guards as eightd
from ..eightd import steps
from ..eightd.steps import CONTAINMENT
from ..evidence import unresolved
from ..lifecycle.nonconformities import lifecycle
from ..models import Nonconformity
from ..models.problem import FIVE_W
from ..plan import PLAN
from ..rules import nonconformities as rules
from ..states import PLANNED

ESCAPE = ("escape_point", "escape_status", "escape_evidence")
OF_8D = ("complete_step", "reopen_step")
#: What nobody needs who does not work by 8D.
ONLY_8D = frozenset(
    (*steps.BY_KEY["d0"].fields, *steps.BY_KEY["d1"].fields, *CONTAINMENT[2:], *steps.BY_KEY["d6"].fields, *ESCAPE[1:])
) | {"choice_verified", "choice_verified_on", "read_across", "recognition"}
#: Days that have come when they are entered.
PAST = (
    "found_on", "occurred_on", "containment_on", "containment_validated_on", "containment_removed_on", "correction_on",
    "choice_verified_on",
)  # fmt: skip


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
        Section("triage", _("Triage"), ("severity", "owner", "due_on", "approach")),
        Section(
            "team", _("Emergency response and team"),
            ("emergency", "champion", "team_leader", "team", "team_outside"),
            _("D0 and D1 of an 8D."),
        ),
        Section("problem", _("The problem in detail"), (*FIVE_W, "is_is_not"), _("5W2H, and what it is and is not.")),
        Section(
            "at_once", _("Containment and correction"),
            (
                *CONTAINMENT, "containment_removed_on", "containment_removed_by", "correction", "correction_on",
            ),
            _("What can be done at once, before any cause is known."),
        ),
        Section(
            "output", _("Affected output"), ("output_affected", "output", "dispositions", "decided_by"),
            _("Whether a product or service is affected, what becomes of it, and who decides that."),
        ),
        Section(
            "cause", _("Cause"),
            ("causes", "cause_set", "top_gate", "cause_code", "human_error_rationale", *ESCAPE),
            _("Why it happened, and why that; the why-tree has a page of its own."),
        ),
        Section(
            "plan", _("Plan"), ("plan", "choice_verified", "choice_verified_on"), _("How the root cause is removed.")
        ),
        Section(
            "effect", _("How the effect will be judged"),
            ("criterion", "measure", "target", "method", "sample_or_window", "not_before_days", "checker"),
            _("Fixed before the work and locked when the plan is handed in."),
        ),
        Section(
            "answers", _("What else is answered"),
            ("consequences", "similar", "similar_text", "read_across", "risks", "risks_text", "qms_change", "qms_text"),
            _("ISO 9001 10.2.1 asks each of these before a nonconformity is closed."),
        ),
        Section("recognition", _("Recognition"), ("recognition",), _("D8 of an 8D.")),
    )  # fmt: skip
    report_fields = ("title", "description", "place", "product", "found_on")
    report_step = "report"
    report_needs = ("description",)
    search = ("description", "place", "product", "correction", "causes", "cause_code", "plan", "consequences")
    dates = {"due": "due_on", "effectiveness_check": "check_from"}
    involved = {
        "checker": "checker", "authority": "decided_by", "champion": "champion", "leader": "team_leader",
        "team": "team",
    }  # fmt: skip
    not_content = frozenset({"due_on", "check_from"})
    print_template = "print/nonconformity.html"
    may_add = rules.may_add
    may_edit = rules.may_edit
    may_attach = rules.may_attach
    raises = ("actions",)
    api_extra = ("late_entry", "days_late")
    record_template = "nonconformities/record.html"
    form_template = "nonconformities/form.html"
    list_template = "nonconformities/list.html"
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
        if verb == "complete_step":
            return {"eight_d_step": next(iter(steps.waiting(record)), "")}
        return {"check_date": timezone.localdate(at)} if verb == "record_check" else {}

    def offers(self, record: Any, *, actor: Any, at: datetime.datetime) -> list[Any]:
        """Who does not work by 8D is not shown its steps."""
        found = super().offers(record, actor=actor, at=at)
        return found if steps.is_8d(record) else [o for o in found if o.transition.verb not in OF_8D]

    def sections_for(self, record: Any) -> tuple[Section, ...]:
        """Without what only an 8D asks, unless it is one, or something stands there."""
        if steps.is_8d(record):
            return self.sections
        return tuple(replace(s, fields=tuple(n for n in s.fields if _shown(record, n))) for s in self.sections)

    def named_dates(self, record: Any) -> dict[str, datetime.date]:
        """Nobody is reminded of a check that is recorded, or that does not wait yet."""
        found = super().named_dates(record)
        return found if record.state == "check" else {n: on for n, on in found.items() if n != "effectiveness_check"}

    def locked(self, record: Any) -> dict[str, str]:
        """What was handed in for approval, and what was decided about the output, stays as it is."""
        by_8d = eightd.locked(record)
        if record.state not in PLANNED:
            return by_8d
        handed_in = _t("The plan is handed in or approved. Take it back to change it.")
        decided = _t("What becomes of the output is decided during the analysis.")
        handed = (*PLAN, "top_gate", "approach")
        return (
            by_8d | dict.fromkeys(handed, handed_in) | dict.fromkeys(("output", "dispositions", "decided_by"), decided)
        )

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """Actions, the chain of causes, the check, earlier cycles, repetitions."""
        return panels.of(record, actor)

    def print_sections(self, record: Any, actor: Any) -> list[Any]:
        """The actions, as far as the reader may see them."""
        return panels.printed(record, actor)


def _shown(record: Any, name: str) -> bool:
    return name not in ONLY_8D or getattr(record, record._meta.get_field(name).attname) not in ("", None, [])


def _unknown_units(record: Any) -> list[str]:
    named = [row["unit"] for row in record.read_across]
    known = set(Unit.objects.filter(code__in=named).values_list("code", flat=True))
    return [code for code in named if code not in known]


def _check(record: Any, actor: Any, at: datetime.datetime) -> None:
    """Raises Invalid for days that have not come yet, and for evidence that names nothing."""
    today, errors = timezone.localdate(at), {}
    for name in PAST:
        if (day := getattr(record, name)) and day > today:
            errors[name] = [_t("This day has not come yet.")]
    if gone := unresolved(record, record.causes, actor):
        errors["causes"] = [_t("“%s” is no file of this record, no record that you may see, and no address.") % gone[0]]
    if record.read_across and (unknown := _unknown_units(record)):
        errors["read_across"] = [_t("There is no unit “%s”. Use its code.") % unknown[0]]
    if errors:
        raise Invalid(fields=errors)
