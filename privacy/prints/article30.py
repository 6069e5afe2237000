"""The record of Art. 30 on paper: an overview, then one entry after the other, letter by letter."""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.accounts.people import organisation
from qms.lib.instants import moment_in
from qms.lib.prose import prose
from qms.printing.compose import print_list
from qms.printing.render import render_pdf
from qms.printing.shapes import PrintColumn, PrintFact, PrintList, PrintSection, PrintTable, Value
from qms.printing.templatetags.printing import day
from qms.registers import registry
from qms.registers.prints.record import content_hash, language

from .. import article30
from .activity import exemption
from .whole import ITEMS, Near

KEY = "processing-activities"
TEMPLATE = "print/processing_record.html"
#: Entries of one PDF: each fills about a page. The print says how many it leaves out and where all of them are.
MOST_PRINTED = 200


@dataclass(frozen=True, kw_only=True)
class PrintRegister(PrintList):
    """A list with a section for each of its rows, and the hash of all their contents; `told`: as of when, there."""

    sections: Sequence[PrintSection] = ()
    content_hash: str = ""
    told: str = ""


def register_pdf(records: Sequence[Any], near: Near, *, actor: Any, at: datetime.datetime) -> bytes:
    """The PDF of these entries for a reader. Raises PrintFailed."""
    shape = register_shape(records, near, actor=actor, at=at)
    return render_pdf(print_list(shape, template=TEMPLATE), title=shape.register, lang=shape.lang)


def register_shape(records: Sequence[Any], near: Near, *, actor: Any, at: datetime.datetime) -> PrintRegister:
    """What the print says; moments are told where the reader's unit is."""
    roles = [r.role for r in records]
    printed = records[:MOST_PRINTED]
    counts = [
        PrintFact(label=_("as controller"), value=roles.count("controller")),
        PrintFact(label=_("as processor"), value=roles.count("processor")),
    ]
    if drafts := sum(r.state == "draft" for r in records):
        counts.append(PrintFact(label=_("of them only described, not in force"), value=drafts))
    zone = ZoneInfo(actor.unit.time_zone if actor.unit else "UTC")
    address = f"{settings.QMS_PUBLIC_URL}/processing-activities/article-30/"
    together = "".join(content_hash(r) for r in records)
    return PrintRegister(
        organisation=organisation(), register=_("Record of processing activities"),
        address=address, csv_address=f"{address}?format=csv", at=at, reader=actor.printed_name,
        table=_overview(printed, len(records), today=at.astimezone(zone).date()), counts=counts,
        told=moment_in(at, zone),
        sections=[_entry(r, near.get(r.pk, [])) for r in printed],
        holds=ngettext("%d entry", "%d entries", len(records)) % len(records),
        content_hash=hashlib.sha256(together.encode()).hexdigest(), lang=language(),
    )  # fmt: skip


def _overview(records: Sequence[Any], total: int, *, today: datetime.date) -> PrintTable:
    heads = [
        PrintColumn(label=_("Number"), width="number"), PrintColumn(label=_("Processing activity"), width="long"),
        PrintColumn(label=_("Our role"), width="date"), PrintColumn(label=_("State"), width="date"),
        PrintColumn(label=_("Unit")),
        PrintColumn(label=_("Missing"), width="short"), PrintColumn(label=_("Next review"), width="date"),
    ]  # fmt: skip
    label = registry[KEY].lifecycle.label
    rows = [
        [r.number, r.title, str(r.get_role_display()), str(label(r.state)), str(r.unit), r.lacking, _review(r, today)]
        for r in records
    ]
    return PrintTable(label=_("Overview"), columns=heads, rows=rows, total=total)


def _review(record: Any, today: datetime.date) -> Value:
    """The day, and that it is over; nothing is drawn in colour on paper."""
    if record.review_on is None or record.review_on >= today:
        return record.review_on
    return _("%s, late") % day(record.review_on)


def _entry(record: Any, near: list[str]) -> PrintSection:
    gaps = {a.letter.key: a.gap for a in article30.letters(record)}
    lifecycle = registry[KEY].lifecycle
    head = [
        PrintFact(label=_("Entry"), value=f"{record.number}, {_('revision')} {record.rev}"),
        PrintFact(label=_("Our role"), value=f"{record.get_role_display()}, Art. {article30.paragraph(record)}"),
        PrintFact(label=_("State"), value=f"{lifecycle.label(record.state)}, {record.unit}"),
    ]
    if record.description:
        head.append(PrintFact(label=_("What is done"), value=prose(record.description), prose=True))
    facts = [_fact(item, record, gaps) for item in ITEMS if item.letter(record.role)]
    last = [PrintFact(label=_("Systems, datasets, assessments"), value=near or record.system_name or None)]
    return PrintSection(
        label=f"{record.number} {record.title}", facts=[*head, *facts, *last], sections=[exemption(record)]
    )


def _fact(item: Any, record: Any, gaps: dict[str, str]) -> PrintFact:
    letter = item.letter(record.role)
    label = str(item.label) if letter == "-" else f"({letter}) {item.label}"
    lines = item.lines(record)
    if not lines and gaps.get(letter):
        return PrintFact(label=label, value=_("MISSING"))
    return PrintFact(label=label, value=lines[0] if len(lines) == 1 else lines or None)
