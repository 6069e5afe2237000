"""One record as a PDF: its version, printed once and kept; behind it a page for this reader and this moment."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qms.accounts.people import organisation
from qms.attachments.files import files_of
from qms.lifecycle import MEANINGS
from qms.links.edges import neighbours
from qms.printing.compose import print_present, print_record
from qms.printing.render import render_pdf
from qms.printing.shapes import (
    PrintFact,
    PrintFile,
    PrintLink,
    PrintPresent,
    PrintRecord,
    PrintSignature,
    PrintValidity,
)  # fmt: skip
from qms.printing.stamp import stamp, strip
from qms.printing.store import printed
from qms.printing.templatetags.printing import instant, instant_in
from qms.records.models import LedgerRow
from qms.registers.kept import shown_to
from qms.registers.registry import registry
from qms.registers.signing import signatures_of
from qms.signatures.models import Signature

from .history import data_changed, versions
from .sections import sections
from .words import Words, label_of


def record_pdf(record: Any, *, actor: Any, at: datetime.datetime) -> bytes:
    """The print of a record for a reader: body, the page about today, and on every page whose copy it is.

    The caller has checked that `actor` may see the record. Raises PrintFailed.
    """
    html, title, lang = body_html(record, actor=actor), f"{record.number} {record.title}", language()
    present = print_present(present_shape(record, actor=actor, at=at))
    lines = (_("Uncontrolled copy"), copy_line(actor=actor, at=at))
    with ThreadPoolExecutor(1) as other:  # two children at a time: the body beside the small ones
        body = other.submit(printed, html, title=title, lang=lang)
        page = render_pdf(present, title=title, lang=lang)
        strip(lines)
        return stamp(body.result(), lines=lines, pages=[page])


def body_pdf(record: Any, *, actor: Any) -> bytes:
    """Only the version, as kept: the same for every reader. Raises PrintFailed."""
    return printed(body_html(record, actor=actor), title=f"{record.number} {record.title}", lang=language())


def body_html(record: Any, *, actor: Any) -> str:
    """The HTML of a record's version in the register's print template."""
    register = registry.of_model(type(record))
    shape = record_shape(record, actor=actor)
    return print_record(shape, template=register.print_template, record=record, actor=actor)


def record_shape(record: Any, *, actor: Any) -> PrintRecord:
    """What the print of a version says. References to records that the actor may not see, and a register's own
    `print_sections`, depend on the actor."""
    register, words = registry.of_model(type(record)), Words(actor)
    words.load_people([record])
    readable = shown_to(actor, register, record)
    return PrintRecord(
        organisation=organisation(),
        register=str(register.label),
        number=record.number,
        title=record.title,
        state=register.lifecycle.label(record.state),
        phase=register.lifecycle.phase(record.state),
        rev=record.rev,
        content_hash=content_hash(record),
        address=address_of(record.number),
        changed_since_first_entry=data_changed([record.pk]),
        changed_in_lines=data_changed(register.printed_lines(record)),
        facts=head_facts(register, record, words),
        sections=sections(register, readable, words, more=register.print_sections(record, actor)),
        files=[file_shape(row) for row in files_of(record.pk)],
        signatures=[signature_shape(row) for row, _valid in signatures_of(record)],
        versions=versions(register, record, words, actor=actor),
        versions_total=record.rev,
        lang=language(),
    )


def present_shape(record: Any, *, actor: Any, at: datetime.datetime) -> PrintPresent:
    """What the added page says: whether signatures hold, and the linked records that this reader may see."""
    register = registry.of_model(type(record))
    return PrintPresent(
        organisation=organisation(),
        register=str(register.label),
        number=record.number,
        title=record.title,
        rev=record.rev,
        state=register.lifecycle.label(record.state),
        address=address_of(record.number),
        at=at,
        reader=actor.printed_name,
        validities=[validity_shape(row, valid, record) for row, valid in signatures_of(record)],
        links=[link_shape(near) for near in neighbours(record.pk, actor)],
        lang=language(),
    )


def head_facts(register: Any, record: Any, words: Words) -> list[PrintFact]:
    """Owner, unit, the named dates and parts that no section shows, first entry, last change."""
    shown = set(register.editable)
    facts = [
        PrintFact(label=_("Owner"), value=words.person(record.owner_id)),
        PrintFact(label=_("Unit"), value=str(record.unit)),
    ]
    for name in dict.fromkeys((*register.dates.values(), *register.involved.values())):
        if name not in shown and name != "owner":
            field = register.fields[name]
            value = words.value(field, getattr(record, field.attname))
            facts += [PrintFact(label=label_of(field), value=value)] if value else []
    facts += [PrintFact(label=str(clock.label), value=_clock(clock)) for clock in register.clocks(record)]
    facts += [
        PrintFact(label=_("First entry"), value=f"{instant(record.created_at)}, {words.person(record.created_by_id)}"),
        PrintFact(label=_("Last change"), value=f"{instant(record.changed_at)}, {words.person(record.changed_by_id)}"),
    ]
    marks = [(_("External id"), record.external_id), (_("Mark"), record.mark)]
    return facts + [PrintFact(label=label, value=value) for label, value in marks if value]


def _clock(clock: Any) -> str:
    """When a clock of the law was due, and when what it asks for was done."""
    if clock.waived:
        return str(clock.waived)
    said = _("due %s") % instant(clock.due)
    return f"{said}, " + _("done %s") % instant(clock.met_at) if clock.met_at else said


def signature_shape(row: Signature) -> PrintSignature:
    """A signature as it was given."""
    return PrintSignature(
        name=row.printed_name,
        at=row.at,
        meaning=str(MEANINGS.get(row.meaning, row.meaning)),
        role=row.role,
        scope=row.covers,
        rev=row.rev,
        scope_hash=bytes(row.scope_hash).hex(),
        method=row.method_words,
    )


def validity_shape(row: Signature, valid: bool, record: Any) -> PrintValidity:
    """Whether a signature holds, and if not, why it may not."""
    why = _("Signed record revision %(signed)d, now %(now)d; what it covers is no longer what was signed.")
    explanation = "" if valid else why % {"signed": row.rev, "now": record.rev}
    return PrintValidity(signature=signature_shape(row), valid=valid, explanation=explanation)


def file_shape(row: Any) -> PrintFile:
    """An attached file."""
    return PrintFile(
        name=row.name,
        size=row.blob.size,
        sha256=row.blob.sha256,
        media_type=row.blob.media_type,
        at=row.attached_at,
        by=row.attached_by.printed_name,
    )


def link_shape(near: Any) -> PrintLink:
    """A linked record that the reader may see."""
    entry = near.entry
    return PrintLink(
        kind=str(near.words),
        number=entry.number,
        title=entry.title,
        state=registry[entry.register].lifecycle.label(entry.state),
        address=address_of(entry.number),
    )


def content_hash(record: Any) -> str:
    """SHA-256 of the declared content, as the ledger holds it for this revision."""
    rows = LedgerRow.objects.filter(entry_id=record.pk, rev=record.rev)
    found = rows.values_list("content_hash", flat=True).first()
    return bytes(found).hex() if found else ""


def address_of(number: str) -> str:
    """The address that finds a record from outside, behind the QR code."""
    return f"{settings.QMS_PUBLIC_URL}/r/{number}"


def copy_line(*, actor: Any, at: datetime.datetime, zone: str = "") -> str:
    """Whose copy a print is, and from when: in the zone of papers that leave the house, else in UTC."""
    return _("Printed for %(name)s on %(at)s") % {"name": actor.printed_name, "at": instant_in(at, zone)}


def language() -> str:
    """The language of the reader."""
    return get_language() or settings.LANGUAGE_CODE
