"""The declaration of the register of breaches."""

import datetime
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.records.cleaning import changed_fields
from qms.registers import Register, Section, register
from qms.registers.statutory import Clock, check_later, next_due

from ..breach import imported, panels
from ..breach.clock import clocks, wrong_instants
from ..lifecycle.breach_guards import lacks_reasons
from ..lifecycle.breaches import DECISION, FOLLOWS, lifecycle
from ..models import Breach
from ..models.corrections import corrected_from, correction
from ..rules import breaches as rules

#: What stands under “Notification” for one of the two roles alone.
CONTROLLER, PROCESSOR = ("authority", "notified_at", "late_reason"), ("controller", "controller_told_at", "notice")
AUTHORITY = ("authority", "controller", "notified_at", "controller_told_at", "reference", "notice", *FOLLOWS,
             "late_reason", "supplement_at", "supplement")  # fmt: skip
PEOPLE = (*DECISION, "communicated_at", "communication_text")


#: States in which it is settled who notifies whom.
DECIDED = ("notified", "unnotified", "closed")


@register
class Breaches(Register):
    key = "breaches"
    prefix = "BRC"
    label = _("Breach")
    label_plural = _("Breaches")
    purpose = _("Every personal data breach, notified or not: what happened, what it does to people, what was done.")
    menu = "act"
    order = 20
    icon = "shield-alert"
    model = Breach
    lifecycle = lifecycle
    columns = ("risk", "aware_at", "notified_at", "subjects_number")
    filters = ("role", "risk", "cause", "communication")
    sections = (
        Section(
            "what", _("Facts"), ("title", "description", "role", "agreed_hours", "unit", "owner", "audience"),
        ),
        Section(
            "when", _("When and how it became known"),
            ("occurred_from", "occurred_until", "discovered_at", "aware_at", "reported_by", "reported_way"),
        ),
        Section(
            "content", _("What is affected"),
            ("natures", "cause", "place", "subjects", "subjects_number", "data", "records_number", "consequences",
             "measures", "contact_point"),
            _("GDPR 33(3) a to d. What is not known yet may follow in phases."),
        ),
        Section("risk", _("Risk to people"), ("risk", "risk_reason")),
        Section("authority", _("Notification"), AUTHORITY),
        Section("people", _("People affected"), PEOPLE),
    )  # fmt: skip
    report_fields = ("title", "description", "aware_at", "reported_by", "reported_way")
    search = ("description", "reported_by", "place", "subjects", "data", "controller", "reference")
    personal = ("reported_by", "contact_point")
    clock_field = "due_at"
    dates = {"supplement": "to_follow_by"}
    not_content = frozenset({"due_at", "to_follow_by"})
    explained = ("aware_at",)
    may_add = rules.may_add
    may_edit = rules.may_edit
    raises = ("nonconformities",)
    import_names = imported.NAMES
    import_values = imported.VALUES
    import_states = imported.STATES
    record_template = "privacy/breaches/record.html"

    def begins_with(self, actor: Any) -> dict[str, Any]:
        """Who writes it down is aware of it now, unless he says otherwise."""
        return {"aware_at": timezone.localtime().replace(second=0, microsecond=0)}

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """The strictest awareness that the values allow; none for what another system has dealt with."""
        brought = record.external_id or record.notified_at or record.state != self.lifecycle.start
        if record.aware_at is None and not brought:
            record.aware_at = record.discovered_at or at
        self._check(record, at)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """A corrected awareness keeps both; the clock is counted anew. A later one is for the privacy officer."""
        was = record._was["aware_at"]
        if was is not None and record.aware_at is None:
            raise Invalid(fields={"aware_at": [_t("The awareness is corrected, never taken away.")]})
        if was is not None and "aware_at" in changed_fields(record):
            may = rules.officer(actor, record)
            check_later(was, record.aware_at, field="aware_at", may=may, who=_t("the privacy officer"))
            row = correction(was, record.aware_at, actor=actor, at=at, because=reason)
            record.awareness = [*record.awareness, row]
        self._check(record, at)

    def _check(self, record: Any, at: datetime.datetime) -> None:
        """Raises Invalid for instants that cannot be."""
        if wrong := wrong_instants(record, at):
            raise Invalid(fields=wrong)
        record.due_at = next_due(self.clocks(record))

    def clocks(self, record: Any) -> list[Clock]:
        """The 72 hours (GDPR 33(1)), or what a processor agreed on."""
        return clocks(record)

    def remarks(self, record: Any) -> dict[str, str]:
        """That the awareness was corrected stands beside it."""
        return {"aware_at": corrected_from(record.awareness)} if record.awareness else {}

    def proposes(self, record: Any, verb: str, *, at: datetime.datetime) -> dict[str, Any]:
        """What is sent is mostly sent just now."""
        name = {
            "notify": "notified_at", "supplement": "supplement_at", "tell_controller": "controller_told_at",
            "communicate": "communicated_at",
        }.get(verb)  # fmt: skip
        found: dict[str, Any] = {name: timezone.localtime(at).replace(second=0, microsecond=0)} if name else {}
        return {**found, "owner": record.owner or None} if verb == "take_up" else found

    def sections_for(self, record: Any) -> tuple[Section, ...]:
        """A processor tells the controller and decides nothing about authority and people."""
        spent = () if record.supplement else ("supplement_at", "supplement")  # they stand in the table below
        if record.role == "controller":
            return tuple(_without(s, (*PROCESSOR, "agreed_hours", *spent)) for s in self.sections)
        return tuple(_without(s, (*CONTROLLER, *spent)) for s in self.sections if s.key != "people")

    def locked(self, record: Any) -> dict[str, str]:
        """What was sent and decided is recorded by its step."""
        steps = dict.fromkeys(AUTHORITY, _t("It is recorded by the step that sends it."))
        if lacks_reasons(record):  # it became late by an awareness that was put right afterwards
            del steps["late_reason"]
        steps |= dict.fromkeys(PEOPLE, _t("It is recorded by “Decide whether people are told” and “People are told”."))
        if record.state in DECIDED:
            said = _t("It was notified, or decided not to be, in this role. Assess the breach again first.")
            steps |= dict.fromkeys(("role", "agreed_hours"), said)
        if record.state == "unnotified":
            said = _t("The decision not to notify was signed over this. Assess the breach again: then its clock runs.")
            steps |= dict.fromkeys(("risk", "risk_reason"), said)
        return steps

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """Notifications in phases, forms, and what the awareness was before."""
        return panels.of(record)


def _without(section: Section, names: tuple[str, ...]) -> Section:
    return replace(section, fields=tuple(n for n in section.fields if n not in names))
