"""The declaration of the register of actions."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.registers import Beginning, Register, Section, register

from . import rules
from .lifecycle import lifecycle
from .models import Action

#: Where people enter an action themselves.
ENTERED = ("page", "api")


@register
class Actions(Register):
    key = "actions"
    prefix = "ACT"
    label = _("Action")
    label_plural = _("Actions")
    purpose = _("What somebody must do by a date, whatever raised it, and whether it was done and verified.")
    menu = "act"
    order = 20
    icon = "list-checks"
    model = Action
    lifecycle = lifecycle
    columns = ("kind", "verifier")
    filters = ("kind", "verifier")
    sections = (
        Section(
            "what",
            _("What is to be done"),
            ("title", "kind", "description", "owner", "function", "due_on", "clauses", "unit", "audience"),
        ),
        Section(
            "done",
            _("What was done"),
            ("result", "evidence", "verifier"),
            _("Result and evidence are gathered while the work goes on, and asked for when it is reported done."),
        ),
    )
    report_fields = ("title", "kind", "description", "owner", "due_on")
    search = ("description", "function", "result", "evidence")
    dates = {"due": "due_on"}
    involved = {"verifier": "verifier"}
    not_content = frozenset({"due_on"})
    may_add = rules.may_add
    may_edit = rules.may_edit
    may_attach = rules.may_attach
    intake = ("cycle",)
    api_extra = ("has_evidence",)
    import_names = {
        "external_id": ("capa number", "capa no", "action id", "action number", "Maßnahmennummer"),
        "kind": ("action type", "type", "capa type", "type d'action", "Art", "Maßnahmenart"),
        "description": ("action", "measure", "Maßnahme", "mesure"),
        "function": ("owner function", "responsible function", "department", "team", "Abteilung"),
        "due_on": ("due date", "due", "deadline", "target date", "échéance", "Frist", "fällig am", "Termin"),
        "result": ("effectiveness", "outcome", "résultat", "Ergebnis", "Wirksamkeit"),
        "evidence": ("proof", "Nachweis", "preuve"),
        "verifier": ("verified by", "checked by", "geprüft von"),
    }
    import_values = {
        "kind": {
            "correction": ("remedial", "fix", "containment", "Korrektur", "Sofortmaßnahme"),
            "corrective": ("corrective", "corrective and preventive", "capa", "ca", "Korrekturmaßnahme"),
            "preventive": ("preventive", "pa", "Vorbeugemaßnahme", "Vorbeugungsmaßnahme"),
            "treatment": ("risk treatment", "mitigation"),
            "improvement": ("improve", "opportunity", "Verbesserung"),
        }
    }
    import_states = {
        "planned": ("new", "not started", "geplant"),
        "in_progress": ("open", "ongoing", "active", "offen", "en cours"),
        "done": ("monitoring", "implemented", "completed", "pending verification", "erledigt"),
        "verified": ("closed", "complete", "effective", "geschlossen", "clôturé"),
        "cancelled": ("void", "rejected", "withdrawn", "storniert", "annulé"),
    }

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """The first due date is kept for ever (CA-10). What somebody enters is not born late; files bring old dates."""
        self._check_due(record, at)
        record.original_due_on = record.due_on

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """A date may be set or brought forward by an edit; a later one is an extension (CA-10)."""
        before = record._was["due_on"]
        if record.due_on != before:
            self._check_due(record, at)
        if before is None:
            record.original_due_on = record.original_due_on or record.due_on
        elif record.due_on is None or record.due_on > before:
            said = _t("A later date is an extension: ask the quality manager to extend it.")
            raise Invalid(fields={"due_on": [said]})

    @staticmethod
    def _check_due(record: Any, at: datetime.datetime) -> None:
        """Raises Invalid for a day that is over, where somebody enters it."""
        entered = record.given_source.partition(":")[0] in ENTERED
        if entered and record.due_on and record.due_on < timezone.localdate(at):
            raise Invalid(fields={"due_on": [_t("The due date lies in the past: give one that can be kept.")]})

    def may_add_to(self, actor: Any, record: Any, ends: list[tuple[str, Any]]) -> bool:
        """Whoever owns what the action addresses may add it in that record's unit, whatever roles he holds there."""
        return any(
            kind == "addresses" and entry.owner_id == actor.pk and entry.unit_id == record.unit_id
            for kind, entry in ends
        )

    def begins_from(self, given: Mapping[str, str], links: Sequence[tuple[str, Any]], actor: Any) -> Beginning:
        """Whoever owns what it addresses usually sees to it."""
        owner = next((entry.owner for kind, entry in links if kind == "addresses" and entry.owner_id), None)
        return Beginning({"owner": owner} if owner is not None and owner.is_active else {})

    def proposes(self, record: Any, verb: str, *, at: datetime.datetime) -> dict[str, Any]:
        """It was done today, unless somebody says otherwise."""
        return {"done_on": timezone.localdate(at)} if verb == "complete" else {}

    def locked(self, record: Any) -> dict[str, str]:
        """While it waits for the verifier, what he looks at stays as it is."""
        if record.state != "done":
            return {}
        said = _t("The action waits for its verification. Have it sent back to change this.")
        return dict.fromkeys(("title", "kind", "description", "owner", "due_on", "result", "evidence"), said)

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """Dates and verification: what the moves recorded."""
        found = []
        if record.original_due_on:
            found.append((_t("Dates"), "actions/dates.html", {"record": record}))
        if record.done_on or record.verified_on:
            found.append((_t("Done and verified"), "actions/verified.html", {"record": record}))
        return found
