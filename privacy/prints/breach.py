"""Two papers: what the authority asks for (GDPR 33(3)), and the processor's notice to the controller (33(2))."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from qms.accounts.people import organisation
from qms.lib.errors import Unmet
from qms.lib.instants import told_in
from qms.printing.compose import print_record
from qms.printing.shapes import PrintFact, PrintRecord, PrintSection
from qms.printing.stamp import stamp
from qms.printing.store import printed as kept
from qms.registers import registry
from qms.registers.prints.record import address_of, content_hash, copy_line, language, signature_shape
from qms.registers.prints.sections import section
from qms.registers.prints.words import Words
from qms.registers.signing import signatures_of

from ..breach import panels
from ..breach.clock import clocks
from ..lifecycle.breach_guards import missing
from .sender import officers

NATURE = ("description", "natures", "cause", "place", "subjects", "subjects_number", "data", "records_number")
TIMES = ("occurred_from", "occurred_until", "discovered_at", "aware_at")
FORMS = ("authority", "controller")


def form_pdf(record: Any, form: str, *, actor: Any, at: datetime.datetime) -> bytes:
    """One of FORMS for a reader, marked as his copy. Raises Unmet where the form is not for our role, PrintFailed."""
    if (form == "authority") != (record.role == "controller"):
        raise Unmet(
            _("This form is for the controller.") if form == "authority" else _("This notice is for a processor.")
        )
    shape = authority_shape(record, actor=actor) if form == "authority" else controller_shape(record, actor=actor)
    html = print_record(shape, template="print/breach_form.html", record=record)
    body = kept(html, title=shape.title, lang=shape.lang)
    return stamp(body, lines=(copy_line(actor=actor, at=at, zone=record.unit.time_zone),))


def authority_shape(record: Any, *, actor: Any) -> PrintRecord:
    """Article 33(3) in the order in which authorities ask."""
    words = _words(record, actor)
    whom = [
        (_("Controller"), organisation()), (_("Unit"), str(record.unit)), (_("Privacy officer"), officers(record.unit)),
        (_("Authority"), record.authority),
    ]  # fmt: skip
    made = [
        PrintSection(label=_("Who notifies"), facts=_facts(whom)),
        _when(record, words),
        _part(record, words, _("a. Nature of the breach"), NATURE),
        _part(record, words, _("b. Contact point"), ("contact_point",)),
        _part(record, words, _("c. Likely consequences"), ("consequences", "risk", "risk_reason")),
        _part(record, words, _("d. Measures taken or proposed"), ("measures",)),
        _part(
            record, words, _("Communication to the people affected (Art. 34)"),
            ("communication", "communication_reason", "communicated_at", "communication_text", "authority_order"),
        ),
        *panels.printed(record, zone=_zone(record)),
    ]  # fmt: skip
    if lacking := missing(record):
        follow = [(_("Not known yet"), ", ".join(lacking)), (_("To follow"), record.to_follow)]
        made.append(PrintSection(label=_("Information in phases (33(4))"), facts=_facts(follow)))
    return _shape(record, _("Notification of a personal data breach"), _head(record), made)


def controller_shape(record: Any, *, actor: Any) -> PrintRecord:
    """What a controller needs from its processor to notify in time."""
    words = _words(record, actor)
    whom = [
        (_("From the processor"), organisation()), (_("Unit"), str(record.unit)),
        (_("Privacy officer"), officers(record.unit)), (_("To the controller"), record.controller),
        (_("First told"), _told(record.controller_told_at, record)),
    ]  # fmt: skip
    made = [
        PrintSection(label=_("Who tells whom"), facts=_facts(whom)),
        _part(record, words, _("Contact point"), ("contact_point",)),
        _part(record, words, _("When"), TIMES),
        _part(record, words, _("Nature of the breach"), NATURE),
        _part(record, words, _("Likely consequences"), ("consequences",)),
        _part(record, words, _("Measures taken or proposed"), ("measures",)),
        *panels.printed(record, zone=_zone(record)),
    ]
    if lacking := missing(record):
        made.append(PrintSection(label=_("Not known yet"), facts=_facts([(_("To follow"), ", ".join(lacking))])))
    return _shape(record, _("Processor's notice of a personal data breach"), _head(record), made)


def _when(record: Any, words: Words) -> PrintSection:
    """When it happened, became known and was notified; how the hours were counted; why it is late."""
    made = _part(record, words, _("When"), (*TIMES, "notified_at", "late_reason"))
    counted = [(_("72 hours end"), _told(clock.due, record)) for clock in clocks(record)]
    return PrintSection(label=made.label, facts=[*made.facts, *_facts(counted)], tables=made.tables, empty=made.empty)


def _zone(record: Any) -> ZoneInfo:
    """Where authority and unit are: times on this paper are told there."""
    return ZoneInfo(record.unit.time_zone)


def _told(moment: datetime.datetime | None, record: Any) -> str:
    return told_in(moment, _zone(record)) if moment else ""


def _words(record: Any, actor: Any) -> Words:
    words = Words(actor, zone=_zone(record))
    words.load_people([record])
    return words


def _part(record: Any, words: Words, label: str, names: tuple[str, ...]) -> PrintSection:
    return section(label, [record._meta.get_field(n) for n in names], record, words)


def _facts(rows: list[tuple[str, Any]]) -> list[PrintFact]:
    return [PrintFact(label=label, value=value) for label, value in rows if value]


def _head(record: Any) -> list[PrintFact]:
    phase = _("Supplement") if len(record.notifications) > 1 else _("First notification")
    if record.role == "processor":
        phase = _("Further notice") if len(record.notifications) > 1 else _("First notice")
    rows = [
        (_("Breach"), record.title), (_("Kind"), phase), (_("Their reference"), record.reference),
        (_("Our reference"), record.number),
    ]  # fmt: skip
    return _facts(rows)


def _shape(record: Any, title: str, facts: list[PrintFact], made: list[PrintSection]) -> PrintRecord:
    register = registry.of_model(type(record))
    return PrintRecord(
        organisation=organisation(), register=title, number=record.number, title=record.title,
        state=register.lifecycle.label(record.state), phase=register.lifecycle.phase(record.state), rev=record.rev,
        content_hash=content_hash(record), address=address_of(record.number), changed_since_first_entry=False,
        facts=facts, sections=made, signatures=[signature_shape(row) for row, valid in signatures_of(record) if valid],
        lang=language(),
    )  # fmt: skip
