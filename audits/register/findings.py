"""The declaration of the register of findings."""

import datetime
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.registers import Register, Section, register

from ..lifecycle.findings import lifecycle
from ..models import Finding
from ..panels import finding_panels
from ..rules import findings as rules
from .shared import check_audit

ADDED_IN = ("in_progress", "reporting")


@register
class Findings(Register):
    key = "findings"
    prefix = "FND"
    label = _("Finding")
    label_plural = _("Findings")
    purpose = _("What audits found: graded, answered by the auditee, followed up and verified.")
    menu = "check"
    order = 20
    icon = "flag"
    model = Finding
    lifecycle = lifecycle
    columns = ("grade", "audit", "criterion", "response")
    filters = ("grade", "audit", "criterion", "response")
    sections = (
        Section(
            "what",
            _("Finding"),
            ("title", "audit", "criterion", "grade", "statement", "evidence", "response_due", "line"),
        ),
        Section("people", _("People"), ("auditors", "auditees", "owner")),
    )
    report_fields = ("audit", "criterion", "grade", "title", "statement")
    search = ("statement", "evidence", "response_text", "verification")
    dates = {"due": "due"}
    involved = {"auditor": "auditors", "auditee": "auditees"}
    not_content = frozenset({"due", "auditors", "auditees", "verification"})
    may_add = rules.may_add
    may_edit = rules.may_edit
    may_attach = rules.may_attach
    explained = ("grade",)  # ISO 19011 6.4.8
    intake = ("unit",)
    raises = ("nonconformities",)

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """It is seen where the audit is seen and by both its sides; whoever writes it owns it."""
        audit = check_audit(record, actor, ADDED_IN)
        record.unit_id, record.audience = audit.unit_id, audit.audience
        record.auditors, record.auditees = audit.auditors, audit.auditees
        record.owner_id = record.owner_id or actor.pk
        self._check_line(record)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """Who has to respond is reminded of the date that counts now."""
        if record.state == "issued":
            record.due = record.response_due
        self._check_line(record)

    def offers(self, record: Any, *, actor: Any, at: datetime.datetime) -> list[Any]:
        """The response is the auditee's: others find it in the menu until it is overdue."""
        found = super().offers(record, actor=actor, at=at)
        overdue = record.response_due is None or record.response_due < timezone.localdate(at)
        if actor.pk in record.auditees or overdue:
            return found
        return [
            replace(o, transition=replace(o.transition, primary=False)) if o.transition.verb == "respond" else o
            for o in found
        ]

    def _check_line(self, record: Any) -> None:
        if record.line_id and record.line.audit_id != record.audit_id:
            raise Invalid(fields={"line": [_t("This question belongs to another audit.")]})

    def locked(self, record: Any) -> dict[str, str]:
        """A finding stays in its audit."""
        return {"audit": _t("A finding stays in its audit.")}

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """What was raised from it, or the button that raises it."""
        return finding_panels(record, actor)
