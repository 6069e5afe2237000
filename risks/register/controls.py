"""The declaration of the register of controls."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.registers import Register, Section, register

from ..lifecycle.controls import lifecycle
from ..models import Control
from ..panels import controls as panels
from ..rules import controls as rules


@register
class Controls(Register):
    key = "controls"
    prefix = "CTL"
    shape = "{prefix}-{n:04d}"
    label = _("Control")
    label_plural = _("Controls")
    purpose = _("What prevents, detects or recovers: whether it is there, and whether somebody has seen that it works.")
    menu = "plan"
    order = 34
    icon = "shield-check"
    model = Control
    lifecycle = lifecycle
    columns = ("kind", "measure", "verified_at", "review_on")
    filters = ("kind", "measure", "clauses")
    sections = (
        Section("what", _("Control"), ("title", "kind", "measure", "description", "test", "owner", "unit", "clauses")),
        Section(
            "there", _("Implemented and effective"), ("implemented_on", "evidence", "review_on"),
            _("Implemented is shown by its owner, effective by somebody else."),
        ),
    )  # fmt: skip
    report_fields = ("title", "kind", "measure", "description", "test")
    search = ("description", "test", "evidence", "verification", "failure")
    dates = {"review": "review_on"}
    due_name = "review"
    not_content = frozenset({"review_on"})
    involved = {"verifier": "verified_by"}
    may_add = rules.may_add
    may_edit = rules.may_edit

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Somebody owns it."""
        record.owner = record.owner or actor

    def locked(self, record: Any) -> dict[str, str]:
        """What was implemented and verified stays what it was."""
        if record.state == "planned":
            return {}
        said = _t("It is implemented as described. Press “Change it”, or report its failure, to describe it anew.")
        return dict.fromkeys(("kind", "measure", "description", "test", "implemented_on", "evidence"), said)

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """The risks it mitigates, and what its verification or failure recorded."""
        return panels.of(record, actor)

    def print_sections(self, record: Any, actor: Any) -> list[Any]:
        """The same on paper."""
        return panels.printed(record, actor)
