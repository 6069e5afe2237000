"""Raising one record from another: a finding from an answer, a major from several minors, a nonconformity.

Each of them can be asked for twice and makes one record: the source is locked, then looked at.
"""

import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from qms.lib.errors import Forbidden, Unmet
from qms.lib.text import check_reason
from qms.records import write as door
from qms.records.models import Entry
from qms.records.transactions import in_one_transaction
from qms.registers import registry

from ..grading import Proposal, proposals
from ..models import Audit, ChecklistLine, Finding
from ..models.choosing import key_label
from ..queries import nonconformities
from ..rules.findings import audits as on_audit_side

RAISED_FROM = ("major", "minor", "observation", "good_practice")
LONGEST_TITLE = 200


@in_one_transaction
def raise_finding(line: ChecklistLine, *, actor: Any, at: datetime.datetime, source: str = "page") -> Finding:
    """A draft finding with the clause, answer and evidence of a question; the one that is there if there is one.

    Raises NotVisible, Forbidden, WrongState, or Unmet where the answer is none to raise a finding from.
    """
    line = door.lock(ChecklistLine, registry["checklist-lines"].get(line.number, actor).pk)
    there: Finding | None = line.findings.exclude(state="withdrawn").order_by("pk").first()
    if there is not None:
        return there
    if line.answer not in RAISED_FROM:
        raise Unmet(_("A finding is raised from the answers major, minor, observation or good practice."))
    if not line.criterion:
        raise Unmet(_("Name the clause of the question first: a finding is one against a clause."))
    made: Finding = registry["findings"].create(
        actor=actor, at=at, source=source, audit=line.audit, unit=line.unit, line=line, criterion=line.criterion,
        grade=line.answer, title=line.title, statement=line.note, evidence=line.evidence,
        links=[("concerns", line.entry)],
    )  # fmt: skip
    return made


def open_proposals(audit: Audit) -> list[Proposal]:
    """Clauses of the audit with so many minors that a major is proposed (setting QMS_MINORS_FOR_MAJOR; 0: never)."""
    standing = audit.findings.exclude(state="withdrawn").order_by("pk")
    return proposals(standing, enough=settings.QMS_MINORS_FOR_MAJOR)


@in_one_transaction
def raise_major(
    audit: Audit, *, clause: str, actor: Any, at: datetime.datetime, reason: str, source: str = "page"
) -> Finding:
    """A major finding that several minors against one clause add up to, linked to each of them.

    The minors stay as they are: each has its own correction. Raises NotVisible, Forbidden, WrongState, Invalid
    (reason), or Unmet where no such proposal is open.
    """
    audit = door.lock(Audit, registry["audits"].get(audit.number, actor).pk)
    found = next((p for p in open_proposals(audit) if p.clause == clause), None)
    if found is None:
        raise Unmet(
            _("There are not enough minor findings on %s, or there is a major one already.") % key_label(clause)
        )
    reason = check_reason(reason)
    numbers, words = ", ".join(found.numbers), key_label(clause)
    evidence = "\n\n".join(f"{minor.number}: {minor.evidence or minor.statement}" for minor in found.minors)
    made: Finding = registry["findings"].create(
        actor=actor, at=at, source=source, audit=audit, unit=audit.unit, criterion=[clause], grade="major",
        title=(_("Several minor nonconformities on %s") % words)[:LONGEST_TITLE],
        statement=_("%(n)d minor nonconformities on %(clause)s are one of the system: %(numbers)s.\n\n%(reason)s")
        % {"n": len(found.minors), "clause": words, "numbers": numbers, "reason": reason},
        evidence=evidence, reason=reason, links=[("concerns", minor.entry) for minor in found.minors],
    )  # fmt: skip
    return made


@in_one_transaction
def raise_nonconformity(finding: Finding, *, actor: Any, at: datetime.datetime, source: str = "page") -> Entry:
    """The entry of the nonconformity raised from a finding: a new one, or the one that stands already.

    Raises NotVisible, Forbidden, or Unmet for a draft and for good practice.
    """
    finding = door.lock(Finding, registry["findings"].get(finding.number, actor).pk)
    there = nonconformities.linked(finding.pk).exclude(phase="void").first()
    if there is not None:
        return there
    if not on_audit_side(actor, finding) and actor.pk not in finding.auditees:
        raise Forbidden(_("You may not raise a nonconformity from %s.") % finding.number)
    if finding.state in ("draft", "withdrawn") or finding.grade == "good_practice":
        raise Unmet(_("A nonconformity is raised from an issued finding that is no good practice."))
    made = registry[nonconformities.KEY].create(
        actor=actor, at=at, source=source, links=[(nonconformities.KIND, finding.entry)], **carried(finding)
    )
    entry: Entry = made.entry
    return entry


def carried(finding: Finding) -> dict[str, Any]:
    """What a nonconformity takes over, as far as its register takes it."""
    register = registry[nonconformities.KEY]
    values = {
        "title": finding.title, "description": _description(finding), "origin": "audit", "clauses": finding.criterion,
        "severity": finding.grade if finding.grade in ("major", "minor") else "minor", "unit": finding.unit,
    }  # fmt: skip
    return {name: value for name, value in values.items() if name in (*register.editable, *register.intake)}


def _description(finding: Finding) -> str:
    words = ", ".join(key_label(key) for key in finding.criterion)
    found = _("%(number)s, against %(clause)s: %(statement)s") % {
        "number": finding.number, "clause": words, "statement": finding.statement,
    }  # fmt: skip
    return found + "\n\n" + _("Evidence: %s") % finding.evidence
