"""The pack for a prior consultation: what Art. 36(3) GDPR wants the authority to get, a to f."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.accounts.people import organisation
from qms.lib.prose import prose
from qms.links import edges
from qms.printing.compose import print_record
from qms.printing.shapes import PrintFact, PrintRecord, PrintSection
from qms.printing.stamp import stamp
from qms.printing.store import printed
from qms.records.access import visible_to
from qms.registers import registry
from qms.registers.prints.record import address_of, content_hash, copy_line, language, signature_shape
from qms.registers.prints.sections import section
from qms.registers.prints.words import Words
from qms.registers.signing import signatures_of

from ..models import ProcessingActivity

ASSESSED = (
    "legitimate_interest", "necessity", "answers", "risks", "views", "views_none", "requiring",
    "criteria", "screening",
)  # fmt: skip


def consultation_pdf(record: Any, *, actor: Any, at: datetime.datetime) -> bytes:
    """The PDF for a reader, marked as his copy. Raises PrintFailed."""
    shape = consultation_shape(record, actor=actor)
    html = print_record(shape, template="print/consultation.html")
    body = printed(html, title=shape.title, lang=shape.lang)
    return stamp(
        body, lines=(_("Copy for prior consultation"), copy_line(actor=actor, at=at, zone=record.unit.time_zone))
    )


def consultation_shape(record: Any, *, actor: Any) -> PrintRecord:
    """What the pack says, letter by letter, with the activities that the assessment concerns."""
    register, words = registry.of_model(type(record)), Words(actor)
    words.load_people([record])
    rows = ProcessingActivity.objects.filter(pk__in=edges.targets(record.pk, "concerns").values("pk"))
    activities = list(visible_to(rows, actor).order_by("pk")[:20])
    return PrintRecord(
        organisation=organisation(), register=_("Prior consultation, GDPR Art. 36(3)"), number=record.number,
        title=record.title, state=register.lifecycle.label(record.state),
        phase=register.lifecycle.phase(record.state), rev=record.rev, content_hash=content_hash(record),
        address=address_of(record.number), changed_since_first_entry=False, facts=_head(record),
        sections=_letters(record, activities, register, words),
        signatures=[signature_shape(row) for row, valid in signatures_of(record) if valid], lang=language(),
        zone=record.unit.time_zone,
    )  # fmt: skip


def _head(record: Any) -> list[PrintFact]:
    words = {"high": _("high"), "medium": _("medium"), "low": _("low"), "": _("not rated")}
    return [
        PrintFact(label=_("Authority"), value=record.authority or None),
        PrintFact(label=_("Consulted"), value=record.consulted_on),
        PrintFact(label=_("Residual risk"), value=words[record.residual]),
        PrintFact(label=_("Advice of the officer"), value=str(record.get_advice_result_display()) or None),
    ]


def _letters(record: Any, activities: list[Any], register: Any, words: Words) -> list[PrintSection]:
    def fields(label: str, *names: str) -> PrintSection:
        return section(label, [register.fields[n] for n in names], record, words)

    named = [f"{r['name']}, {r['contact']}" for a in activities for r in a.parties if r["part"] != "dpo"]
    officers = [f"{r['name']}, {r['contact']}" for a in activities for r in a.parties if r["part"] == "dpo"]
    first = fields(_("a. Responsibilities of controller, joint controllers and processors"), "responsibilities")
    parties = [*first.facts, PrintFact(label=_("Named in the record of processing"), value=named or None)]
    contact = [record.dpo_contact] if record.dpo_contact else list(dict.fromkeys(officers))
    other = [
        PrintFact(label=_("Advice of the officer"), value=prose(record.advice) if record.advice else None, prose=True)
    ]
    numbers = [f"{a.number} {a.title}" for a in activities]
    other.append(PrintFact(label=_("Processing activities"), value=numbers or None))
    return [
        PrintSection(label=first.label, facts=parties, empty=first.empty),
        fields(_("b. Purposes and means"), "purposes", "description"),
        fields(_("c. Measures and safeguards"), "measures"),
        PrintSection(
            label=_("d. Data protection officer"), facts=[PrintFact(label=_("Contact"), value=contact or None)]
        ),
        fields(_("e. The impact assessment"), *ASSESSED),
        PrintSection(label=_("f. Other information"), facts=other),
    ]
