"""What the audit report says on paper: each content that ISO 19011 6.5.1 names, under its own heading (AU-06).

The report is one document for everybody who may see the audit; nothing in it depends on the reader.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from qms.printing.shapes import PrintColumn, PrintFact, PrintSection, PrintTable, Value
from qms.registers.prints.sections import fact
from qms.registers.prints.words import Words, label_of

from . import independence
from .models import Audit, ChecklistLine
from .report_samples import ref_of, sample_tables

NONCONFORMING = ("major", "minor", "observation")


def report_of(audit: Audit) -> list[PrintSection]:
    """The sections of the report in their order. Empty ones stay: that nothing was said is said."""
    writer = _Writer(audit)
    findings = list(audit.findings.exclude(state="withdrawn").select_related("line").order_by("pk"))
    words = writer.words
    words.load_people([audit, *findings])
    return [
        writer.facts(_("Audit objectives"), "objectives"),
        writer.scope(),
        writer.facts(_("Audit client"), "client"),
        writer.facts(
            _("Audit team and participants of the auditee"), "lead", "team", "experts", "auditees", "language"
        ),
        writer.meetings(),
        writer.where(),
        writer.facts(_("Audit criteria"), "criteria", "criteria_note"),
        writer.tables(_("Audit plan"), "plan"),
        writer.facts(_("Summary and obstacles"), "summary", "obstacles"),
        writer.findings(_("Findings and evidence"), (f for f in findings if f.grade in NONCONFORMING)),
        writer.findings(_("Good practices"), (f for f in findings if f.grade == "good_practice")),
        writer.facts(_("Audit conclusions"), "conclusions"),
        writer.facts(_("Degree of fulfilment of the criteria"), "fulfilment", "fulfilment_note"),
        writer.opinions(_("Unresolved diverging opinions"), (f for f in findings if f.response == "disputes")),
        writer.facts(_("Areas not covered"), "uncovered"),
        writer.facts(_("Statement on sampling"), "sampling"),
        writer.facts(_("Follow-up plan"), "follow_up"),
        writer.facts(_("Confidentiality"), "confidentiality"),
        writer.facts(_("Distribution"), "distribution"),
        writer.checklist(),
    ]


class _Writer:
    """Sections of one audit; people are read once."""

    def __init__(self, audit: Audit) -> None:
        self.audit, self.words = audit, Words()

    def _fact(self, record: Any, name: str) -> PrintFact:
        field = record._meta.get_field(name)
        return fact(field, getattr(record, field.attname), self.words)

    def facts(self, label: str, *names: str) -> PrintSection:
        """Fields under one heading."""
        return PrintSection(label=label, facts=[self._fact(self.audit, name) for name in names])

    def tables(self, label: str, *names: str) -> PrintSection:
        """Parts with rows under one heading."""
        tables = []
        for name in names:
            field: Any = self.audit._meta.get_field(name)
            tables.append(self.words.table(field, getattr(self.audit, name), label_of(field)))
        return PrintSection(label=label, tables=tables)

    def scope(self) -> PrintSection:
        """The words, the units, and what is linked as being in scope."""
        entries = [f"{entry.number} {entry.title}" for entry in independence.scope_of(self.audit)]
        linked = PrintFact(label=_("Processes and other records"), value=entries)
        return PrintSection(
            label=_("Audit scope"), facts=[self._fact(self.audit, "scope"), linked, self._fact(self.audit, "units")]
        )

    def meetings(self) -> PrintSection:
        """Opening and closing meeting with their participants."""
        made = self.tables(_("Opening and closing meeting"), "opening", "closing")
        facts = [self._fact(self.audit, name) for name in ("opening_at", "closing_at")]
        return PrintSection(label=made.label, facts=facts, tables=made.tables)

    def where(self) -> PrintSection:
        """Dates on site, planned and first planned dates, method, locations."""
        names = ["started_on", "ended_on", "planned_from", "planned_to"]
        if self.audit.moved:
            names += ["first_planned_from", "first_planned_to", "moved_because"]
        facts = [self._fact(self.audit, name) for name in (*names, "method")]
        return PrintSection(label=_("Dates and locations"), facts=facts, tables=self.tables("", "locations").tables)

    def findings(self, label: str, findings: Iterable[Any]) -> PrintSection:
        """Each finding with its evidence and the response to it."""
        sections = [self._finding(finding) for finding in findings]
        return PrintSection(label=label, facts=[] if sections else [_none()], sections=sections)

    def _finding(self, finding: Any) -> PrintSection:
        names = ["criterion", "grade", "statement", "evidence"]
        if finding.response:
            names += ["response", "response_text", "response_on", "response_by"]
        facts = [self._fact(finding, name) for name in names]
        tables = sample_tables([finding.line], _("Samples drawn for this question")) if finding.line else []
        return PrintSection(label=f"{finding.number} {finding.title}", facts=facts, tables=tables)

    def opinions(self, label: str, findings: Iterable[Any]) -> PrintSection:
        """What the auditee disputes, in his own words."""
        rows: list[list[Value]] = [
            [f.number, f.response_text, self.words.person(f.response_by_id), f.response_on] for f in findings
        ]
        if not rows:
            return PrintSection(label=label, facts=[_none()])
        heads = [
            PrintColumn(label=_("Finding"), width="number"),
            PrintColumn(label=_("Opinion of the auditee"), width="long"),
            PrintColumn(label=_("By"), width="person"), PrintColumn(label=_("On"), width="date"),
        ]  # fmt: skip
        return PrintSection(label=label, tables=[PrintTable(label="", columns=heads, rows=rows)])

    def checklist(self) -> PrintSection:
        """Questions, answers, what was seen, and the samples that were drawn."""
        lines = list(self.audit.lines.exclude(state="dropped").select_related("entry").order_by("pk"))
        rows: list[list[Value]] = [
            [ref_of(line), line.question, str(line.get_answer_display()), _seen(line)] for line in lines
        ]
        if not rows:
            return PrintSection(label=_("Checklist"), facts=[_none()])
        heads = [
            PrintColumn(label=_("Line"), width="rev"), PrintColumn(label=_("Question")),
            PrintColumn(label=_("Answer"), width="state"), PrintColumn(label=_("Evidence seen")),
        ]  # fmt: skip
        asked = PrintTable(label="", columns=heads, rows=rows)
        return PrintSection(label=_("Checklist"), tables=[asked, *sample_tables(lines, _("Samples drawn"))])


def _seen(line: ChecklistLine) -> list[str]:
    """The evidence, who was asked, the note, and files by name and hash: all that the signature covers of an answer."""
    said = [
        line.evidence,
        _("Asked: %s") % line.asked if line.asked else "",
        _("Note: %s") % line.note if line.note else "",
        *(f"{file['name']} (SHA-256 {file['sha256']})" for file in line.entry.attached.get("files", [])),
    ]
    return [text for text in said if text]


def _none() -> PrintFact:
    return PrintFact(label=_("Result"), value=_("None"))
