"""The declaration of the register of changes."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.records.models import Entry
from qms.registers import Register, Section, register, registry

from ..impact import PLANNED, state_key
from ..lifecycle.changes import APPROVED, IMPACT, lifecycle
from ..models import Change
from ..rules import changes as rules


@register
class Changes(Register):
    key = "changes"
    prefix = "CHG"
    label = _("Change")
    label_plural = _("Changes")
    purpose = _("Changes that are planned before they are made: what for, what they touch, what must be there first.")
    menu = "plan"
    order = 60
    icon = "git-compare-arrows"
    model = Change
    lifecycle = lifecycle
    columns = ("starts_on",)
    filters = ("risks", "documents", "systems")
    sections = (
        Section(
            "plan", _("Plan"), ("title", *PLANNED, "starts_on", "due_on", "owner", "unit", "audience"),
            _("ISO 9001 6.3 asks each of these before the change is made."),
        ),
        Section("impact", _("What it touches"), IMPACT, _("Yes with links to what will change, or no and why.")),
        Section("entry", _("Before it starts"), ("criteria",)),
        Section("end", _("Verification"), ("verification", "verified_by", "unchanged_reason")),
    )  # fmt: skip
    report_fields = ("title", "purpose", "consequences", "starts_on", "due_on")
    search = (*PLANNED, "verification")
    dates = {"due": "due_on", "start": "starts_on"}
    not_content = frozenset({"due_on"})
    may_add = rules.may_add
    may_edit = rules.may_edit

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Who proposes it owns it until somebody else is named."""
        record.owner = record.owner or actor
        _check(record, actor)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """See _check."""
        _check(record, actor)

    def named_dates(self, record: Any) -> dict[str, datetime.date]:
        """Nobody is reminded of the start of what has started."""
        waits = record.state in ("draft", "assessed", "approved")
        return {name: on for name, on in super().named_dates(record).items() if waits or name != "start"}

    def locked(self, record: Any) -> dict[str, str]:
        """What is handed in or approved stays; what a step asks is answered there."""
        held = dict.fromkeys(("verification", "verified_by", "unchanged_reason"), _t("It is recorded by its step."))
        if record.state == "draft":
            return held
        return held | dict.fromkeys(APPROVED, _t("It is handed in or approved. Take it back to change it."))


def _check(record: Any, actor: Any) -> None:
    """Raises Invalid for an end before the start, and for a criterion that nothing could meet."""
    errors: dict[str, list[str]] = {}
    if record.starts_on and record.due_on and record.due_on < record.starts_on:
        errors["due_on"] = [_t("It cannot be due before it starts.")]
    seen = Entry.objects.filter(number__in=[row["record"] for row in record.criteria])
    there = {e.number: e for e in seen if registry[e.register].visible(actor).filter(pk=e.pk).exists()}
    for row in record.criteria:
        entry = there.get(row["record"])
        if entry is None:
            errors["criteria"] = [_t("There is no record “%s” that you may see.") % row["record"][:60]]
        elif not state_key(entry.register, row["state"]):
            known = ", ".join(str(s.label) for s in registry[entry.register].lifecycle.states.values())
            said = _t(
                "%(number)s can never be “%(state)s”. Its states are: %(known)s. Of a document name the revision."
            )
            errors["criteria"] = [said % {"number": entry.number, "state": row["state"][:40], "known": known}]
    if errors:
        raise Invalid(fields=errors)
