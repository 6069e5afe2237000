"""Letters to whoever asks: the answer or refusal, that it takes longer, and the question who they are.

Each can be had before it is sent, marked as a draft: it is the sent one that the step then records.
"""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from qms.accounts.people import organisation
from qms.lib.errors import Forbidden, NotVisible, Said, Unmet
from qms.lib.prose import prose
from qms.printing.compose import print_record
from qms.printing.render import render_pdf
from qms.printing.shapes import PrintFact, PrintRecord, PrintSection
from qms.printing.templatetags.printing import day
from qms.registers import registry
from qms.registers.prints.record import address_of, content_hash, language
from qms.registers.prints.sections import section
from qms.registers.prints.words import Words

from ..requests.clock import extended_clock
from ..requests.remedies import remedies
from .sender import officers

#: Kind of letter → the field that says when it was sent.
LETTERS = {"answer": "answered_at", "extension": "extended_at", "identity": "identity_asked_at"}
ANSWERS = ("answer", "refusal_reason")


def letter_pdf(record: Any, kind: str, *, actor: Any, at: datetime.datetime) -> bytes:
    """A letter as PDF, as it goes out; it is not kept in the store of prints, because it names somebody.

    kind: one of LETTERS. Raises Unmet where nothing is written that could be sent, Forbidden for whoever may not know
    who asks, NotVisible for another kind.
    """
    register = registry.of_model(type(record))
    if kind not in LETTERS:
        raise NotVisible
    if not register.sees_kept(record, actor):
        raise Forbidden(_("The letter names who asks: it is for those who answer."))
    if said := unwritten(record, kind):
        raise Unmet(said)
    shape = letter_shape(record, kind, at=at)
    to = record.contact.name if record.contact else ""
    html = print_record(shape, template="print/request_letter.html", draft=is_draft(record, kind), to=to)
    return render_pdf(html, title=shape.title, lang=shape.lang)


def is_draft(record: Any, kind: str) -> bool:
    """Whether the letter was not sent yet, as far as the record knows."""
    return getattr(record, LETTERS[kind]) is None


def unwritten(record: Any, kind: str) -> Said | None:
    """What has to be written before there is a letter."""
    names, way = {
        "answer": (ANSWERS, "edit/?section=answer"), "extension": (("extension_reason",), "edit/?section=work"),
        "identity": (("identity_doubt",), "edit/?section=identity"),
    }[kind]  # fmt: skip
    if any(getattr(record, n).strip() for n in names):
        return None
    label = record._meta.get_field(names[0]).verbose_name
    return Said(_("There is nothing to send yet: write “%s” first.") % label, way=way)


def letter_shape(record: Any, kind: str, *, at: datetime.datetime) -> PrintRecord:
    """From whom to whom, about what, what is said, and where one can complain. A draft is of the day `at`."""
    register = registry.of_model(type(record))
    title, parts = {"answer": _answer, "extension": _extension, "identity": _identity}[kind](record)
    return PrintRecord(
        organisation=organisation(), register=title, number=record.number, title=title,
        state=register.lifecycle.label(record.state), phase=register.lifecycle.phase(record.state), rev=record.rev,
        content_hash=content_hash(record), address=address_of(record.number), changed_since_first_entry=False,
        facts=_head(record, kind, at), sections=[*parts, _remedies(record)], lang=language(),
    )  # fmt: skip


def _head(record: Any, kind: str, at: datetime.datetime) -> list[PrintFact]:
    to = ", ".join(p for p in (str(record.contact), record.contact.organisation) if p) if record.contact else ""
    sender = ", ".join(dict.fromkeys((organisation(), str(record.unit))))
    sent = getattr(record, LETTERS[kind])
    facts = [
        (_("From"), sender), (_("Our privacy officer"), officers(record.unit)), (_("To"), to),
        (_("Date"), _day(sent or at, record)), (_("Your request of"), _day(record.received_at, record)),
        (_("About"), str(record.get_kind_display())), (_("Our reference"), record.number),
    ]  # fmt: skip
    return [PrintFact(label=label, value=value) for label, value in facts if value]


def _answer(record: Any) -> tuple[str, list[PrintSection]]:
    parts = [
        (_("Our answer"), ("outcome", "answer", "recipients")),
        (_("What we cannot do, and why"), ("ground", "refusal_reason")),
    ]
    if record.charge_ground != "no":
        parts.append((_("Charge"), ("charge_ground", "charge", "charge_currency", "charge_reason")))
    words = Words()
    made = [section(label, [record._meta.get_field(n) for n in names], record, words) for label, names in parts]
    return _("Answer to your request"), [PrintSection(label=s.label, facts=s.facts) for s in made if s.facts]


def _extension(record: Any) -> tuple[str, list[PrintSection]]:
    by = _("We need more time for your request, and answer it by %s at the latest.")
    said = [(_("When we answer"), by % _day(extended_clock(record).due, record)), (_("Why"), record.extension_reason)]
    return _("Your request takes longer"), [_said(_("We need more time"), said)]


def _identity(record: Any) -> tuple[str, list[PrintSection]]:
    ask = _("Before we answer we have to be sure that your data go to nobody but you. Please show us who you are, with "
            "no more than is needed for it.")  # fmt: skip
    said = [(_("What we ask"), ask), (_("Why"), record.identity_doubt)]
    return _("Please show us who you are"), [_said(_("Who you are"), said)]


def _remedies(record: Any) -> PrintSection:
    return _said(_("Your remedies"), [(_("Complaint, court"), record.remedies.strip() or remedies())])


def _said(label: str, texts: list[tuple[str, str]]) -> PrintSection:
    return PrintSection(label=label, facts=[PrintFact(label=n, value=prose(text), prose=True) for n, text in texts])


def _day(moment: datetime.datetime, record: Any) -> str:
    return day(moment.astimezone(ZoneInfo(record.unit.time_zone)).date())
