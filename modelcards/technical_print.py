"""The technical file on paper."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.accounts.people import organisation
from qms.lib.prose import prose
from qms.printing.compose import print_record
from qms.printing.shapes import PrintFact, PrintRecord, PrintSection
from qms.printing.stamp import stamp
from qms.printing.store import printed
from qms.registers import registry
from qms.registers.prints.record import address_of, content_hash, copy_line, language, signature_shape

from .aiact.annex_iv import Point
from .models.dates import dates
from .technical_file import Item, Part, TechnicalFile


def technical_pdf(file: TechnicalFile, *, actor: Any, at: datetime.datetime) -> bytes:
    """The PDF for a reader, marked as his copy. Raises PrintFailed."""
    shape = technical_shape(file)
    html = print_record(shape, template="print/technical_file.html", file=file)
    body = printed(html, title=shape.title, lang=shape.lang)
    return stamp(body, lines=(_("Uncontrolled copy"), copy_line(actor=actor, at=at, zone=file.system.unit.time_zone)))


def technical_shape(file: TechnicalFile) -> PrintRecord:
    """What it says: the nine points with their letters, and the signatures on the card."""
    system = file.system
    lifecycle = registry["systems"].lifecycle
    name = f"{system.title} {file.version.version}" if file.version else system.title
    return PrintRecord(
        organisation=organisation(), register=_("Technical file"), number=system.number,
        title=_("Technical file: %s") % name, state=lifecycle.label(system.state), phase=lifecycle.phase(system.state),
        rev=system.rev, content_hash=content_hash(system), address=address_of(system.number),
        changed_since_first_entry=False, facts=_head(file), sections=[_section(p, parts) for p, parts in file.points],
        signatures=[signature_shape(row) for row, valid in file.signatures if valid], lang=language(),
    )  # fmt: skip


def _head(file: TechnicalFile) -> list[PrintFact]:
    system, version, card = file.system, file.version, file.card
    form = _("Simplified (Art. 11(1))") if system.sme else _("Full")
    facts = [
        PrintFact(
            label=_("Version"), value=f"{version.version}, {version.number}" if version else _("none registered")
        ),
        PrintFact(label=_("Model card"), value=f"{card.number}, {_('revision')} {card.rev}" if card else _("none")),
        PrintFact(label=_("Risk class"), value=str(system.get_risk_class_display())),
        PrintFact(label=_("Form"), value=form),
        PrintFact(label=_("Headings without content"), value=f"{file.empty} / {file.headings}"),
        PrintFact(label=_("Kept until"), value=system.kept_until),
    ]
    return [*facts, PrintFact(label=_("Edition"), value=dates().edition)]


def _section(point: Point, parts: Any) -> PrintSection:
    label = f"{point.number}. {point.title}"
    if not point.letters:
        return PrintSection(label=label, facts=_facts(parts[0]))
    return PrintSection(
        label=label, sections=[PrintSection(label=f"{p.heading.ref} {p.heading.title}", facts=_facts(p)) for p in parts]
    )


def _facts(part: Part) -> list[PrintFact]:
    if not part.items:
        return [PrintFact(label=_("Content"), value=_("Nothing is recorded under this heading."))]
    return [_fact(item) for item in part.items]


def _fact(item: Item) -> PrintFact:
    label = f"{item.label} ({item.number})"
    if item.text:
        return PrintFact(label=label, value=prose(item.text), prose=True)
    return PrintFact(label=label, value=list(item.lines))
