"""The declaration of the register of processes."""

from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.registers import Register, Section, register

from . import rules
from .lifecycle import lifecycle
from .models import Process


@register
class Processes(Register):
    key = "processes"
    prefix = "PRO"
    shape = "{prefix}-{n:04d}"
    label = _("Process")
    label_plural = _("Processes")
    purpose = _("What the organisation does: who answers for it, how much depends on it, what goes in and comes out.")
    menu = "do"
    order = 10
    icon = "workflow"
    model = Process
    lifecycle = lifecycle
    columns = ("importance", "clauses", "reviewed_on")
    filters = ("importance",)
    sections = (
        Section("what", _("Process"), ("title", "purpose", "importance", "owner", "unit")),
        Section("flow", _("Inputs and outputs"), ("inputs", "outputs")),
        Section("clauses", _("Requirements"), ("clauses",)),
        Section("review", _("Review"), ("review_months", "next_review", "reviewed_on", "review_result")),
    )
    report_fields = ("title", "purpose", "importance", "owner")
    search = ("purpose", "inputs", "outputs", "review_result")
    dates = {"next_review": "next_review"}
    due_name = "next_review"
    audience = "everyone"
    not_content = frozenset({"reviewed_on", "next_review", "review_result"})
    may_add = rules.may_add
    may_edit = rules.may_edit
    import_names = {
        "title": ("process", "name"),
        "purpose": ("description", "objective", "aim"),
        "importance": ("priority", "criticality"),
        "inputs": ("input",),
        "outputs": ("output",),
    }

    def locked(self, record: Any) -> dict[str, str]:
        """What a review has set stays as it was set; only the next review may be moved, with a reason."""
        return dict.fromkeys(("reviewed_on", "review_result"), _t("This is set by “Record the review”."))
