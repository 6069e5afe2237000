"""The 8D report on paper, as a customer expects it: one head, D0 to D8 in order, the causes drawn, the signatures."""

import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qms.accounts.people import organisation
from qms.attachments.files import files_of
from qms.printing.compose import print_record
from qms.printing.shapes import PrintColumn, PrintFact, PrintRecord, PrintSection, PrintTable
from qms.printing.stamp import stamp
from qms.printing.store import printed
from qms.records.access import visible_to
from qms.registers import registry
from qms.registers.prints.record import (
    address_of,
    content_hash,
    copy_line,
    file_shape,
    language,
    signature_shape,
)
from qms.registers.prints.sections import section
from qms.registers.prints.words import Words
from qms.registers.signing import signatures_of

from .. import whytree
from ..followup import actions_of
from ..models import Complaint
from .reading import Stand, customer_records, stands

#: Steps that show actions, with their kinds.
ACTIONS = {"d3": ("correction",), "d5": ("corrective",), "d7": ("preventive", "improvement")}
#: What a step shows besides its own fields.
ALSO = {
    "d0": ("found_on", "occurred_on"),
    "d2": ("description", "place", "product"),
    "d3": ("correction", "correction_on"),
    "d4": ("cause_code",),
    "d5": ("criterion", "measure", "target", "method", "sample_or_window"),
    "d6": ("check_date", "checker", "effectiveness", "result_text", "check_evidence", "partial_rationale"),
    "d7": ("similar", "similar_text"),
    "d8": ("consequences",),
}


def eight_d_pdf(record: Any, *, actor: Any, at: datetime.datetime) -> bytes:
    """The PDF for a reader, marked as his copy. Raises PrintFailed."""
    shape = eight_d_shape(record, actor=actor, at=at)
    html = print_record(shape, template="print/eight_d.html", record=record)
    body = printed(html, title=shape.title, lang=shape.lang)
    return stamp(body, lines=(_("Uncontrolled copy"), copy_line(actor=actor, at=at)))


def eight_d_shape(record: Any, *, actor: Any, at: datetime.datetime) -> PrintRecord:
    """What the report says, as far as this reader may see it."""
    register, words = registry.of_model(type(record)), Words(actor)
    words.load_people([record])
    actions = list(visible_to(actions_of(record), actor))
    made = [_step(one, record, words, actions) for one in stands(record, actor=actor, at=at)]
    return PrintRecord(
        organisation=organisation(), register=_("8D report"), number=record.number,
        title=_("8D report: %s") % record.title, state=register.lifecycle.label(record.state),
        phase=register.lifecycle.phase(record.state), rev=record.rev, content_hash=content_hash(record),
        address=address_of(record.number), changed_since_first_entry=False, facts=_head(record, words, actor),
        sections=made, files=[file_shape(row) for row in files_of(record.pk)],
        signatures=[signature_shape(row) for row, valid in signatures_of(record) if valid], lang=language(),
    )  # fmt: skip


def _head(record: Any, words: Words, actor: Any) -> list[PrintFact]:
    """The one block that says what this is about, whose it is, and when; what nobody has said is left out."""
    named = [_complaint(e) for e in customer_records(record, actor)]
    team = [words.person(pk) for pk in record.team]
    rows: list[tuple[str, Any]] = [
        (_("Number"), record.number), (_("Product or system"), record.product), (_("Where"), record.place),
        (_("Complaint"), named or record.external_id), (_("Severity"), str(record.get_severity_display())),
        (_("Owner"), words.person(record.owner_id)), (_("Champion"), words.person(record.champion_id)),
        (_("Team leader"), words.person(record.team_leader_id)),
        (_("Team"), [*team, *record.team_outside.splitlines()]),
        (_("Found on"), record.found_on), (_("Reported on"), record.created_at.date()), (_("Due date"), record.due_on),
    ]  # fmt: skip
    return [PrintFact(label=label, value=value) for label, value in rows if value]


def _complaint(entry: Any) -> str:
    """A complaint as the customer knows it: with his own reference."""
    theirs = Complaint.objects.filter(pk=entry.pk).values_list("reference", flat=True).first()
    said = f"{entry.number} {entry.title}"
    return f"{said} ({_('your reference')}: {theirs})" if theirs else said


def _step(one: Stand, record: Any, words: Words, actions: list[Any]) -> PrintSection:
    """A step: whether it is completed, its fields, its actions."""
    names = [n for n in (*ALSO.get(one.step.key, ()), *one.step.fields) if n not in ("risks", "qms_change")]
    fields = [record._meta.get_field(n) for n in names]
    made = section(str(one.step.label), fields, record, words)
    facts = [PrintFact(label=_("Completed"), value=_stand(one)), *made.facts]
    if one.step.key == "d4":
        facts += _chains(record)
    kinds = ACTIONS.get(one.step.key, ())
    tables = [*made.tables, *_actions([a for a in actions if a.kind in kinds])]
    return PrintSection(label=made.label, facts=facts, trees=made.trees, tables=tables)


def _stand(one: Stand) -> str:
    if not one.done:
        return _("not yet")
    return ", ".join([one.by.printed_name if one.by else "", date_format(one.on, "j M Y")])


def _chains(record: Any) -> list[PrintFact]:
    """From each root cause to the problem, read with “therefore”."""
    said = f" – {_('therefore')}: "
    found = [[r["text"] for r in whytree.chain(record.causes, root["id"])] for root in whytree.roots(record.causes)]
    return [PrintFact(label=_("Root cause"), value=said.join([*chain, record.title]), prose=False) for chain in found]


def _actions(actions: list[Any]) -> list[PrintTable]:
    if not actions:
        return []
    lifecycle = registry["actions"].lifecycle
    heads = [
        PrintColumn(label=_("Number"), width="number"), PrintColumn(label=_("Action")),
        PrintColumn(label=_("Owner"), width="person"), PrintColumn(label=_("Due date"), width="date"),
        PrintColumn(label=_("Done on"), width="date"), PrintColumn(label=_("State"), width="state"),
    ]  # fmt: skip
    rows = [
        (a.number, a.title, a.owner.printed_name if a.owner else "", a.due_on, a.done_on, lifecycle.label(a.state))
        for a in actions
    ]
    return [PrintTable(label=_("Actions"), columns=heads, rows=rows)]
