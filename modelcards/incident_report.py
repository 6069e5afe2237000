"""The report of an incident to the market surveillance authority, initial or complete, on paper (Art. 73)."""

import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from qms.accounts.people import organisation
from qms.lib.prose import prose
from qms.printing.compose import print_record
from qms.printing.shapes import PrintFact, PrintRecord, PrintSection, Value
from qms.printing.stamp import stamp
from qms.printing.store import printed
from qms.records.models import LedgerRow
from qms.registers import registry
from qms.registers.prints.record import address_of, content_hash, copy_line, language

from .incident_clocks import clock_for, told
from .models import ConformityDeclaration, Incident, Registration

WHICH = ("initial", "complete")


def report_pdf(record: Incident, which: str, *, actor: Any, at: datetime.datetime) -> bytes:
    """The PDF of one report for a reader, marked as his copy. Raises PrintFailed.

    which: one of WHICH.
    """
    shape = report_shape(record, which)
    body = printed(print_record(shape, template="print/form.html"), title=shape.title, lang=shape.lang)
    return stamp(body, lines=(copy_line(actor=actor, at=at, zone=record.unit.time_zone),))


def report_shape(record: Incident, which: str) -> PrintRecord:
    """What the report says: who reports what to whom, the system, the incident, the report, what was found so far."""
    lifecycle = registry["incidents"].lifecycle
    name = _("Initial report of a serious incident") if which == "initial" else _("Report of a serious incident")
    return PrintRecord(
        organisation=organisation(), register=name, number=record.number, title=record.title,
        state=lifecycle.label(record.state), phase=lifecycle.phase(record.state), rev=record.rev,
        content_hash=content_hash(record), address=address_of(record.number), changed_since_first_entry=False,
        facts=_head(record, which), sections=[_system(record), _incident(record), *_report(record, which)],
        lang=language(),
    )  # fmt: skip


def _facts(*said: tuple[Any, Value]) -> list[PrintFact]:
    return [PrintFact(label=str(label), value=value) for label, value in said if value]


def _head(record: Incident, which: str) -> list[PrintFact]:
    made, clock, owner = getattr(record, f"{which}_at"), clock_for(record), record.owner
    return _facts(
        (_("From"), provider_of(record)),
        (_("To"), getattr(record, f"{which}_authority")),
        (_("Reference"), getattr(record, f"{which}_reference")),
        (_("Reported"), told(made, record)),
        (_("Became aware"), told(record.aware_at, record)),
        (_("Report was due"), told(clock.due, record) if clock else ""),
        (_("Late because"), record.late_reason),
        (_("Initial report"), _initial(record) if which == "complete" else ""),
        (_("Complete report by"), record.complete_by if which == "initial" else None),
        (_("Reported by"), _reporter(record, which)),
        (_("Contact"), ", ".join(filter(None, (owner.printed_name, owner.email))) if owner else ""),
    )


def provider_of(record: Incident) -> str:
    """Name and address of who reports, as the latest registration or declaration of the system gives them."""
    of_system = Q(system_id=record.system_id) & ~Q(state="void")
    registered = Registration.objects.filter(of_system).exclude(organisation="")
    declared = ConformityDeclaration.objects.filter(of_system).exclude(provider="")
    found = (
        registered.order_by("-entry_id").values_list("organisation", flat=True).first()
        or declared.order_by("-entry_id").values_list("provider", flat=True).first()
    )
    return ", ".join((found or organisation()).split("\n"))


def _reporter(record: Incident, which: str) -> str:
    """Who recorded that the report was made."""
    made = LedgerRow.objects.filter(entry_id=record.pk, action=f"incidents.report_{which}").order_by("-rev")
    row = made.values_list("actor__pseudonym", "actor_name").first()
    return (row[0] or row[1]) if row else ""


def _initial(record: Incident) -> str:
    if record.initial_at is None:
        return _("none: this is the first report")
    return ", ".join(filter(None, (told(record.initial_at, record), record.initial_reference)))


def _system(record: Incident) -> PrintSection:
    system, version = record.system, record.version
    roles = system._meta.get_field("roles").labels(system.roles)
    facts = _facts(
        (_("System"), f"{system.number} {system.title}"),
        (_("Our roles"), ", ".join(map(str, roles))),
        (_("Risk class"), str(system.get_risk_class_display())),
        (_("Version"), f"{version.version}, SHA-256 {version.artifact}" if version else ""),
        (_("Deployment"), record.deployment.title if record.deployment else ""),
    )
    purpose = [PrintFact(label=_("Intended purpose"), value=prose(system.purpose), prose=True)]
    return PrintSection(label=_("System"), facts=[*facts, *(purpose if system.purpose.strip() else [])])


def _incident(record: Incident) -> PrintSection:
    fields = record._meta
    facts = _facts(
        (_("Happened"), told(record.happened_at, record) if record.happened_at else _("not known yet")),
        (_("Member states"), ", ".join(map(str, fields.get_field("countries").labels(record.countries)))),
        (_("Place"), record.place),
        (_("Class"), [str(label) for label in fields.get_field("kinds").labels(record.kinds)]),
        (_("Law of the sector"), str(record.get_sector_display()) if record.sector else ""),
    )
    what = PrintFact(label=_("What happened"), value=prose(record.what), prose=True)
    return PrintSection(label=_("Incident"), facts=[*facts, what])


def _report(record: Incident, which: str) -> list[PrintSection]:
    text = getattr(record, f"{which}_report")
    found = [
        PrintFact(label=str(record._meta.get_field(n).verbose_name).capitalize(), value=prose(value), prose=True)
        for n in ("risk_assessment", "cause", "corrective") if (value := getattr(record, n)).strip()
    ]  # fmt: skip
    said = PrintSection(label=_("Report"), facts=[PrintFact(label=_("Content"), value=prose(text), prose=True)])
    if which == "initial":
        return [said]
    empty = [] if found else [_("risk assessment, cause, corrective action")]
    return [said, PrintSection(label=_("Investigation"), facts=found, empty=empty)]
