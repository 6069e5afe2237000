"""The declaration of the register of interested parties."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.records.projection import Standing
from qms.registers import Register, Section, register

from ..lifecycle.context import parties
from ..models import InterestedParty
from ..models.context import clauses_called
from ..rules import context as rules


@register
class InterestedParties(Register):
    key = "interested-parties"
    prefix = "IP"
    shape = "{prefix}-{n:04d}"
    label = _("Interested party")
    label_plural = _("Interested parties")
    purpose = _("Who has a stake in what we do, what they need, and which of it the management system takes up (4.2).")
    menu = "plan"
    order = 15
    icon = "users"
    model = InterestedParty
    lifecycle = parties
    columns = ("kind", "requirements", "review_on")
    filters = ("kind",)
    sections = (
        Section("who", _("Party"), ("title", "kind", "owner", "unit")),
        Section("what", _("Needs and expectations"), ("requirements",)),
        Section("more", _("Clauses and review"), ("clauses", "review_on")),
    )
    search = ("requirements",)
    dates = {"next_review": "review_on"}
    not_content = frozenset({"review_on"})
    audience = "everyone"
    may_add = rules.may_add
    may_edit = rules.may_edit

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Somebody owns it; it names 4.2 unless something else was chosen."""
        record.owner = record.owner or actor
        record.clauses = record.clauses or clauses_called("4.2")

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """What is in force says of everything how it is met."""
        guards = self.lifecycle.transitions["adopt"].guards
        said = [str(s) for guard in guards if (s := guard(record, actor=actor, at=at))]
        if record.state == "in_force" and said:
            raise Invalid(fields={"requirements": said})

    def standing(self, record: Any) -> Standing:
        """In force it speaks for 4.2; past its review it is stale."""
        return Standing(record.state == "in_force", stale_on=record.review_on)
