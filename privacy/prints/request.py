"""The letter that answers or refuses a request: what was done, why something was not, where one can complain."""

from typing import Any

from django.utils.translation import gettext as _

from qms.accounts.people import organisation
from qms.lib.errors import Forbidden, Unmet
from qms.printing.compose import print_record
from qms.printing.render import render_pdf
from qms.printing.shapes import PrintFact, PrintRecord, PrintSection
from qms.printing.templatetags.printing import day
from qms.registers import registry
from qms.registers.prints.record import address_of, content_hash, language
from qms.registers.prints.sections import section
from qms.registers.prints.words import Words


def letter_pdf(record: Any, *, actor: Any) -> bytes:
    """The letter as PDF, as it goes out; it is not kept in the store of prints, because it names somebody.

    Raises Unmet before there is an answer, Forbidden for whoever may not know who asks.
    """
    register = registry.of_model(type(record))
    if not register.sees_kept(record, actor):
        raise Forbidden(_("The letter names who asks: it is for those who answer."))
    if record.answered_at is None:
        raise Unmet(_("There is no answer yet: record it first."))
    shape = letter_shape(record, actor=actor)
    html = print_record(shape, template="print/request_letter.html", record=record)
    return render_pdf(html, title=shape.title, lang=shape.lang)


def letter_shape(record: Any, *, actor: Any) -> PrintRecord:
    """To whom, about what, the answer, and what was refused with its reasons and remedies."""
    register, words = registry.of_model(type(record)), Words(actor)
    to = ", ".join(p for p in (str(record.contact), record.contact.organisation) if p) if record.contact else ""
    facts = [
        (_("To"), to), (_("Date"), day(record.answered_at)), (_("Your request of"), day(record.received_at)),
        (_("About"), str(record.get_kind_display())), (_("Our reference"), record.number),
    ]  # fmt: skip
    parts = [
        (_("Our answer"), ("outcome", "answer", "recipients")),
        (_("What we cannot do, and why"), ("ground", "refusal_reason")),
        (_("Your remedies"), ("remedies",)),
    ]
    if record.charge_ground != "no":
        parts.insert(2, (_("Charge"), ("charge_ground", "charge", "charge_currency", "charge_reason")))
    made = [section(label, [record._meta.get_field(n) for n in names], record, words) for label, names in parts]
    return PrintRecord(
        organisation=organisation(), register=_("Answer to your request"), number=record.number,
        title=_("Answer to your request"), state=register.lifecycle.label(record.state),
        phase=register.lifecycle.phase(record.state), rev=record.rev, content_hash=content_hash(record),
        address=address_of(record.number), changed_since_first_entry=False,
        facts=[PrintFact(label=label, value=value) for label, value in facts if value],
        sections=[PrintSection(label=s.label, facts=s.facts) for s in made if s.facts], lang=language(),
    )  # fmt: skip
