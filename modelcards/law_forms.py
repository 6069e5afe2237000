"""A declaration or a registration as the annex lists it: item by item, what is missing, as data and on paper."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qms.accounts.people import organisation
from qms.lib.prose import prose
from qms.lifecycle import MEANINGS
from qms.printing.compose import print_record
from qms.printing.shapes import PrintFact, PrintRecord, PrintSection
from qms.printing.stamp import stamp
from qms.printing.store import printed
from qms.registers import registry
from qms.registers.prints.record import address_of, content_hash, copy_line, language, signature_shape
from qms.registers.signing import signatures_of

from .aiact import annex_v, annex_viii
from .aiact.law_item import LawItem


@dataclass(frozen=True)
class Answer:
    """What a record says to one item."""

    item: LawItem
    text: str

    @property
    def missing(self) -> bool:
        """Whether the annex asks for it and nothing is said."""
        return not self.text and not self.item.optional


def answers_of(record: Any) -> list[Answer]:
    """Every item of the record's annex with what it says."""
    return [Answer(item, _text(record, item.field)) for item in items_of(record)]


def items_of(record: Any) -> Sequence[LawItem]:
    """The items that are asked of this record."""
    return annex_viii.ITEMS.get(record.section, ()) if hasattr(record, "section") else annex_v.ITEMS


def missing_items(record: Any) -> list[LawItem]:
    """Those that are not answered though they are asked for."""
    return [answer.item for answer in answers_of(record) if answer.missing]


def _text(record: Any, name: str) -> str:
    if name == "issue":
        return _issue(record)
    if name == "declaration":
        return str(record.declaration) if record.declaration_id else ""
    if name == "countries":
        return ", ".join(map(str, record._meta.get_field(name).labels(record.countries)))
    if name == "status":
        return str(record.get_status_display())
    return str(getattr(record, name)).strip()


def _issue(record: Any) -> str:
    if record.issued_on is None:
        return ""
    signed = [row.printed_name for row, valid in signatures_of(record) if valid]
    who = ", ".join(filter(None, (signed[-1] if signed else "", record.signatory)))
    provider = record.provider.partition("\n")[0]
    said = {"place": record.place, "on": record.issued_on.isoformat(), "who": who, "provider": provider}
    return _("%(place)s, %(on)s. %(who)s, for and on behalf of %(provider)s.") % said


def as_data(record: Any) -> dict[str, Any]:
    """The form for a machine: stable keys, texts as they stand, hashes of what was signed."""
    register = registry.of_model(type(record))
    annex = f"VIII {record.section.upper()}" if hasattr(record, "section") else "V"
    return {
        "number": record.number, "revision": record.rev, "state": record.state, "title": record.title,
        "kind": register.key, "regulation": "(EU) 2024/1689", "annex": annex,
        "edition": getattr(record, "edition", None), "system": record.system.number,
        "items": [
            {"number": a.item.number, "key": a.item.field, "label": str(a.item.label), "text": a.text,
             "optional": a.item.optional}
            for a in answers_of(record)
        ],
        "missing": [item.number for item in missing_items(record)],
        "kept_until": until.isoformat() if (until := record.system.kept_until) else None,
        "content_sha256": content_hash(record),
        "signatures": [
            {"name": row.printed_name, "meaning": str(MEANINGS[row.meaning]), "at": row.at.isoformat(),
             "scope_sha256": bytes(row.scope_hash).hex(), "valid": valid}
            for row, valid in signatures_of(record)
        ],
    }  # fmt: skip


def form_pdf(record: Any, *, actor: Any, at: datetime.datetime) -> bytes:
    """The form on paper for a reader, marked as his copy. Raises PrintFailed."""
    shape = form_shape(record)
    body = printed(print_record(shape, template="print/form.html"), title=shape.title, lang=shape.lang)
    return stamp(body, lines=(_("Uncontrolled copy"), copy_line(actor=actor, at=at, zone=record.unit.time_zone)))


def form_shape(record: Any) -> PrintRecord:
    """What it says: the items in the order of the annex, and the signatures that hold."""
    register = registry.of_model(type(record))
    lifecycle, missing = register.lifecycle, missing_items(record)
    facts = [
        PrintFact(label=_("System"), value=f"{record.system.number} {record.system.title}"),
        PrintFact(label=_("Kept until"), value=record.system.kept_until),
    ]
    if hasattr(record, "edition"):
        facts.insert(0, PrintFact(label=_("Edition"), value=str(record.edition)))
    if missing:
        facts.append(PrintFact(label=_("Not answered"), value=", ".join(item.number for item in missing)))
    return PrintRecord(
        organisation=organisation(), register=str(register.label), number=record.number, title=record.title,
        state=lifecycle.label(record.state), phase=lifecycle.phase(record.state), rev=record.rev,
        content_hash=content_hash(record), address=address_of(record.number), changed_since_first_entry=False,
        facts=[fact for fact in facts if fact.value], sections=[_section(a) for a in answers_of(record)],
        signatures=[signature_shape(row) for row, valid in signatures_of(record) if valid], lang=language(),
        zone=record.unit.time_zone,
    )  # fmt: skip


def _section(answer: Answer) -> PrintSection:
    said = answer.text or (_("None.") if answer.item.optional else _("Not answered yet."))
    return PrintSection(
        label=f"{answer.item.number}. {answer.item.label}",
        facts=[PrintFact(label=_("Answer"), value=prose(said), prose=True)],
    )
