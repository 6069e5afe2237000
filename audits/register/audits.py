"""The declaration of the register of audits."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.records.access import visible_to
from qms.registers import Register, Section, register

from ..lifecycle.audits import lifecycle
from ..models import Audit, Programme
from ..panels import audit_panels
from ..rules import audits as rules
from ..services.following import people_follow
from ..services.opening import open_audit
from .shared import check_programme, check_report_due

BY_MOVES = (
    "first_planned_from", "first_planned_to", "moved", "moved_because", "started_on", "ended_on", "reported_on", "due",
)  # fmt: skip


@register
class Audits(Register):
    key = "audits"
    prefix = "AUD"
    label = _("Audit")
    label_plural = _("Audits")
    purpose = _("Audits find out whether what was agreed is done, and whether it works.")
    menu = "check"
    order = 10
    icon = "clipboard-check"
    model = Audit
    lifecycle = lifecycle
    columns = ("planned_from", "lead", "fulfilment")
    filters = ("programme", "kind", "method", "lead", "fulfilment")
    sections = (
        Section("what", _("Audit"), ("title", "programme", "kind", "objectives", "scope", "units", "owner", "unit")),
        Section("criteria", _("Criteria"), ("criteria", "criteria_note")),
        Section(
            "where", _("Dates and locations"),
            ("planned_from", "planned_to", "report_due", "method", "locations", "plan"),
        ),
        Section(
            "people", _("Team and auditees"),
            ("lead", "team", "experts", "auditees", "client", "language", "confidentiality"),
        ),
        Section("meetings", _("Meetings"), ("opening_at", "opening", "closing_at", "closing")),
        Section("report", _("Report"), ("summary", "obstacles", "uncovered", "sampling", "distribution", "follow_up")),
        Section("conclusions", _("Conclusions"), ("conclusions", "fulfilment", "fulfilment_note")),
    )  # fmt: skip
    report_fields = ("title", "programme", "planned_from", "planned_to", "lead")
    search = ("objectives", "scope", "summary", "conclusions", "uncovered")
    dates = {"due": "due"}
    involved = {"lead": "lead", "team": "team", "auditees": "auditees"}
    not_content = frozenset(BY_MOVES)
    may_add = rules.may_add
    may_edit = rules.may_edit
    explained = ("planned_from", "planned_to")
    record_template = "audits/record.html"
    print_template = "print/audit_report.html"
    api_extra = ("auditors",)

    def begins_with(self, actor: Any) -> dict[str, Any]:
        """The programme that runs, where only one does."""
        running = list(visible_to(Programme.objects.filter(state="running"), actor)[:2])
        return {"programme": running[0].pk} if len(running) == 1 else {}

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """The first planned dates are those it is planned with; whoever plans it owns it."""
        check_programme(record, actor)
        check_report_due(record)
        record.first_planned_from, record.first_planned_to = record.planned_from, record.planned_to
        record.due = record.planned_from
        record.owner_id = record.owner_id or actor.pk

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """Findings and questions are seen by the people the audit has now; corrected dates are the first ones."""
        if record._was["programme_id"] != record.programme_id:
            check_programme(record, actor)
        if record.state == "reporting":
            record.due = record.report_due
        if (record._was["planned_from"], record._was["planned_to"]) != (record.planned_from, record.planned_to):
            record.first_planned_from, record.first_planned_to = record.planned_from, record.planned_to
            record.due = record.planned_from
        check_report_due(record)
        people_follow(record, actor=actor, at=at, reason=reason)

    def _written(self, record: Any, **kwargs: Any) -> Any:
        """Who is named from outside sees at once what the audit covers; what comes later follows in a sweep."""
        written = super()._written(record, **kwargs)
        open_audit(written, at=kwargs["at"], actor=kwargs["actor"], source=kwargs["source"])
        return written

    def locked(self, record: Any) -> dict[str, str]:
        """Dates that were agreed, or moved once, move by “Postpone”; before that a slip of the pen is corrected."""
        said = _t("Dates are changed by “Postpone”, which keeps the first ones.")
        agreed = record.state != "planned" or record.moved
        found = dict.fromkeys(("planned_from", "planned_to"), said) if agreed else {}
        if record.state != "planned" or record.lines.exists():
            found["unit"] = _t("Its questions and findings belong to this unit too.")
        return found

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """Scope and course; what is worked on stands above the content (templates/audits/record.html)."""
        return audit_panels(self, record, actor)
