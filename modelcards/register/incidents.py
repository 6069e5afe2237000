"""The declaration of the register of incidents."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.records.access import sees
from qms.records.cleaning import changed_fields
from qms.registers import Register, Section, register
from qms.registers.statutory import Clock, check_later

from ..incident_clocks import clock_for, corrected_from, due_of, former, is_late
from ..incident_panels import incident_panels
from ..lifecycle.incident_guards import order_of
from ..lifecycle.incidents import COMPLETE, INITIAL, lifecycle
from ..models import Incident
from ..rules import incidents as rules

BY_MOVES = ("kinds", "sector", "class_reason", "aware_at")


@register
class Incidents(Register):
    key = "incidents"
    prefix = "INC"
    label = _("Incident")
    label_plural = _("Incidents")
    purpose = _("What went seriously wrong with a system, or nearly: reported in time, investigated, made good.")
    menu = "act"
    order = 12
    icon = "siren"
    model = Incident
    lifecycle = lifecycle
    clock_field = "due_at"
    columns = ("system", "kinds", "due_at")
    filters = ("system", "kinds", "countries", "sector")
    sections = (
        Section(
            "what", _("What happened"),
            ("title", "system", "version", "deployment", "what", "countries", "place", "happened_at", "aware_at"),
        ),
        Section("class", _("Class"), ("kinds", "sector", "class_reason", "owner")),
        Section(
            "investigation", _("Investigation"), ("risk_assessment", "cause", "corrective"),
            _("After it was reported, without delay (Art. 73(6))."),
        ),
    )  # fmt: skip
    report_fields = ("title", "system", "what", "happened_at", "aware_at")
    report_needs = ("what",)
    search = ("what", "place", "cause", "corrective", "initial_report", "complete_report")
    dates = {"complete_report": "complete_by"}
    not_content = frozenset({"due_at", "complete_by"})
    explained = ("aware_at",)
    reads = ("system",)
    may_add = rules.may_add
    may_edit = rules.may_edit
    raises = ("nonconformities",)
    intake = ("unit",)
    record_template = "modelcards/incidents/record.html"

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """It is seen where its system is seen. Who records it is aware of it: a moment left empty is now."""
        _check_parts(record, actor)
        record.unit, record.audience = record.system.unit, record.system.audience
        record.owner_id = record.owner_id or record.system.owner_id or actor.pk
        record.aware_at = record.aware_at or at
        _check(record, at)
        record.due_at = due_of(record)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """Moments in their order; an awareness that is corrected stays beside the new one."""
        changed = changed_fields(record)
        if record.aware_at is None:
            raise Invalid(fields={"aware_at": [_t("Say when we became aware: the clock counts from there.")]})
        _check_parts(record, actor)
        _check(record, at)
        if "aware_at" in changed:
            may, who = rules.decides(actor, record), _t("quality manager or compliance officer")
            check_later(record._was["aware_at"], record.aware_at, field="aware_at", may=may, who=who)
            record.awareness_before = former(record, why=reason, at=at)
        record.due_at = due_of(record)

    def locked(self, record: Any) -> dict[str, str]:
        """The system stays; once it is taken up, class and awareness change by moves of their own."""
        found = {"system": _t("An incident stays with its system: void it, and record it with the other.")}
        if record.state != "recorded":
            said = _t("Use “Reclassify” or “Correct the awareness”: both say why, and count anew.")
            found |= dict.fromkeys(BY_MOVES, said)
        return found

    def sections_for(self, record: Any) -> tuple[Section, ...]:
        """With the reports that were made, and what the authority was told."""
        made = list(self.sections)
        if record.awareness_before:
            made.insert(1, Section("awareness", _("Corrected awareness"), ("awareness_before",)))
        place = len(made) - 1
        if record.complete_at:
            made.insert(place, Section("complete", _("Complete report"), COMPLETE))
        if record.initial_at:
            made.insert(place, Section("initial", _("Initial report"), (*INITIAL, "complete_by")))
        if record.late_reason:
            label = (
                _("Reported late") if is_late(record) else _("Why it was late, as the awareness was recorded before")
            )
            made.insert(place, Section("late", label, ("late_reason",)))
        if record.informed_at:
            made.append(Section("informed", _("Authority informed of changes"), ("informed_at", "informed_how")))
        return tuple(made)

    def remarks(self, record: Any) -> dict[str, str]:
        """That the awareness was corrected stands beside it."""
        return {"aware_at": said} if (said := corrected_from(record)) else {}

    def clocks(self, record: Any) -> list[Clock]:
        """The earliest deadline of those that apply."""
        clock = clock_for(record) if record.state != "void" else None
        return [clock] if clock else []

    def named_dates(self, record: Any) -> dict[str, datetime.date]:
        """The day of the deadline while it runs; the complete report while it is awaited."""
        found = super().named_dates(record)
        return {name: on for name, on in found.items() if name == "due" or record.state == "initial"}

    def proposes(self, record: Any, verb: str, *, at: datetime.datetime) -> dict[str, Any]:
        """Reports are mostly recorded when they are made; the complete one goes where the initial one went."""
        names = {"report_initial": "initial_at", "report_complete": "complete_at", "inform_authority": "informed_at"}
        begun: dict[str, Any] = {names[verb]: at} if verb in names else {}
        if verb == "report_complete":
            begun |= {"complete_authority": record.initial_authority, "complete_reference": record.initial_reference}
        return begun

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """What may not be altered, and what was raised."""
        return incident_panels(record, actor)


def _check(record: Any, at: datetime.datetime) -> None:
    if said := order_of(record, at):
        raise Invalid(fields={said.field: [said]})


def _check_parts(record: Any, actor: Any) -> None:
    """Raises Invalid where there is no system that the actor sees, or version and deployment are not of it."""
    if record.system_id is None:
        raise Invalid(fields={"system": [_t("Say which system it happened with.")]})
    if not sees(actor, record.system):
        raise Invalid(fields={"system": [_t("There is no record with this number that you may see.")]})
    if record.deployment_id and not record.version_id:
        record.version = record.deployment.version
    if record.version_id and record.version.system_id != record.system_id:
        raise Invalid(fields={"version": [_t("This is no version of %s.") % record.system.number]})
    if record.deployment_id and record.deployment.version_id != record.version_id:
        raise Invalid(fields={"deployment": [_t("This is no deployment of that version.")]})
