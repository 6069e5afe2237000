"""The declaration of the register of context issues."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.records.projection import Standing
from qms.registers import Register, Section, register

from ..lifecycle.context import issues
from ..models import ContextIssue
from ..models.context import clauses_called
from ..rules import context as rules
from ..tiles import climate_tiles


@register
class ContextIssues(Register):
    key = "context-issues"
    prefix = "ISS"
    shape = "{prefix}-{n:04d}"
    label = _("Context issue")
    label_plural = _("Context issues")
    purpose = _("What inside and outside bears on the management system (4.1), and whether climate change does.")
    menu = "plan"
    order = 14
    icon = "compass"
    model = ContextIssue
    lifecycle = issues
    columns = ("kind", "weight", "review_on")
    filters = ("kind", "weight", "climate")
    sections = (
        Section("what", _("Issue"), ("title", "kind", "description", "effect", "weight", "owner", "unit")),
        Section(
            "climate", _("Climate change"), ("climate", "climate_reason"),
            _("Only for the kind “Climate change”: the decision that Amendment 1:2024 asks for."),
        ),
        Section("more", _("Clauses and review"), ("clauses", "review_on")),
    )  # fmt: skip
    report_fields = ("title", "kind", "description", "effect", "weight")
    search = ("description", "effect", "climate_reason")
    dates = {"next_review": "review_on"}
    not_content = frozenset({"review_on"})
    audience = "everyone"
    may_add = rules.may_add
    may_edit = rules.may_edit
    list_template = "standards/context_issues.html"

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Somebody owns it; it names 4.1 unless something else was chosen."""
        record.owner = record.owner or actor
        record.clauses = record.clauses or clauses_called("4.1")
        _check(record)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """What is in force keeps its decision and the reason for it."""
        _check(record)
        guards = self.lifecycle.transitions["adopt"].guards
        said = [str(s) for guard in guards if (s := guard(record, actor=actor, at=at))]
        if record.state == "in_force" and said:
            raise Invalid(*said)

    def standing(self, record: Any) -> Standing:
        """In force it speaks for 4.1; past its review it is stale."""
        return Standing(record.state == "in_force", stale_on=record.review_on)

    def tiles(self, actor: Any, today: datetime.date) -> list[dict[str, Any]]:
        """For the home page: that no decision about climate change stands."""
        return climate_tiles(actor)


def _check(record: Any) -> None:
    """Raises Invalid where an issue of another kind carries a climate decision."""
    if record.climate and record.kind != "climate":
        raise Invalid(fields={"climate": [_t("This is decided in an issue of the kind “Climate change”.")]})
