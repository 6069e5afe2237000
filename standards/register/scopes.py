"""The declaration of the register of scope statements."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.records.projection import Standing
from qms.registers import Register, Section, register

from ..lifecycle.scopes import CONTENT, lifecycle
from ..models import ScopeStatement
from ..models.context import clauses_called
from ..panels import scope_panels
from ..rules import context as rules
from ..statement_print import printed_scope


@register
class Scopes(Register):
    key = "scope-statements"
    prefix = "SCO"
    shape = "{prefix}-{n:04d}"
    label = _("Scope statement")
    label_plural = _("Scope statements")
    purpose = _("What the management system covers, where it ends, and what does not apply (4.3).")
    menu = "plan"
    order = 16
    icon = "scan"
    model = ScopeStatement
    lifecycle = lifecycle
    columns = ("version", "editions", "in_force_on", "review_on")
    sections = (
        Section("what", _("Scope"), ("title", "editions", "text", "boundaries", "owner", "unit")),
        Section("where", _("What it covers"), ("units", "products")),
        Section("more", _("Clauses and review"), ("clauses", "review_on")),
    )
    search = ("text", "boundaries", "products")
    dates = {"next_review": "review_on"}
    not_content = frozenset({"version", "in_force_on", "review_on"})
    may_add = rules.may_add
    may_edit = rules.may_edit
    first_phase = "all"
    audience = "everyone"

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Somebody owns it; it names 4.3 unless something else was chosen."""
        record.owner = record.owner or actor
        record.clauses = record.clauses or clauses_called("4.3", record.editions)

    def locked(self, record: Any) -> dict[str, str]:
        """What is reviewed or signed stays as it is."""
        found = {"unit": _t("A scope stays with its unit: write another one.")}
        if record.state != "draft":
            said = _t("It is reviewed or in force. Return it, or write the next scope, to change it.")
            found |= dict.fromkeys(CONTENT, said)
        return found

    def standing(self, record: Any) -> Standing:
        """In force it speaks for 4.3; past its review it is stale."""
        return Standing(record.state == "in_force", stale_on=record.review_on)

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """What does not apply, with the statement that says so."""
        return scope_panels(record, actor)

    def print_sections(self, record: Any, actor: Any) -> list[Any]:
        """What does not apply."""
        return printed_scope(record)
