"""The declaration of the register of checklist lines. It has no place in the menu: an audit leads to its lines."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.registers import Register, Section, register

from ..lifecycle.checklist_lines import lifecycle
from ..models import ChecklistLine
from ..panels import line_panels
from ..rules import checklist_lines as rules
from .shared import check_audit

ADDED_IN = ("planned", "confirmed", "in_progress")
ON_SITE = ("evidence", "asked", "note", "samples")


@register
class ChecklistLines(Register):
    key = "checklist-lines"
    prefix = "L"
    shape = "{audit}-{prefix}{n:02d}"
    label = _("Checklist line")
    label_plural = _("Checklist lines")
    purpose = _("The questions of an audit, each with its answer and the evidence seen.")
    icon = "list-checks"
    model = ChecklistLine
    lifecycle = lifecycle
    columns = ("audit", "answer", "criterion")
    filters = ("audit", "answer")
    sections = (
        Section("question", _("Question"), ("audit", "title", "criterion", "question", "auditors")),
        Section("seen", _("What was seen"), ("evidence", "asked", "note")),
        Section("samples", _("Samples"), ("samples",)),
    )
    report_fields = ("audit", "title", "criterion", "question")
    search = ("question", "evidence", "note")
    involved = {"auditor": "auditors"}
    author_stays = False
    not_content = frozenset({"auditors"})
    may_add = rules.may_add
    may_edit = rules.may_edit
    intake = ("unit",)

    def series(self, record: Any, at: datetime.datetime) -> str:
        """Numbered within the audit: AUD-2026-0009-L03."""
        return self.shape.replace("{audit}", record.audit.number).replace("{prefix}", self.prefix)

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """It is seen where the audit is seen, and by its audit side."""
        audit = check_audit(record, actor, ADDED_IN)
        record.unit_id, record.audience, record.auditors = audit.unit_id, audit.audience, audit.auditors

    def locked(self, record: Any) -> dict[str, str]:
        """Questions are worded until the audit leaves the site; what was seen is written down on site."""
        found = {"audit": _t("A question stays in its audit.")}
        if record.audit.state != "in_progress":
            found |= dict.fromkeys(ON_SITE, _t("This is written down while the audit is in progress."))
        if record.audit.state not in ADDED_IN:
            found |= dict.fromkeys(("title", "criterion", "question"), _t("The audit has left the site."))
        return found

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """The way back to the checklist, and to findings raised here."""
        return line_panels(record, actor)
