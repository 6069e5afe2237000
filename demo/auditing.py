"""The steps of an audit: planned, prepared, carried out, reported, followed up."""

import datetime
from functools import partial
from typing import Any

from django.utils import timezone

from audits.services.fieldwork import draw_sample

from . import findings
from .audit_plots import Audit, Line, Sample
from .pen import SOURCE, Pen
from .stories import file_text
from .timeline import Step

OPENING, CLOSING = datetime.time(9, 0), datetime.time(15, 30)
ALWAYS = {
    "client": "Management of Fennwick Analytics", "language": "English",
    "confidentiality": "Records of customers are looked at on site only; the report names no customer data.",
    "distribution": "Management, auditees, quality manager.",
}  # fmt: skip


def steps(pen: Pen, audit: Audit) -> list[Step]:
    """Everything that happens in an audit, its questions and findings included."""
    key, lead = audit.key, audit.lead
    found: list[Step] = [(audit.planned, partial(_plan, pen, audit))]
    if audit.prepared is not None:
        found.append((audit.prepared, partial(_prepare, pen, audit)))
    if audit.confirmed is not None:
        found.append((audit.confirmed, partial(pen.do, key, "confirm", lead)))
    if moved := audit.postponed:
        dates = {"planned_from": pen.day(moved.first), "planned_to": pen.day(moved.last), "reason": moved.text}
        found.append((moved.day, partial(pen.do, key, "postpone", lead, **dates)))
    if gone := audit.cancelled:
        found.append((gone.day, partial(pen.do, key, "cancel", "quality", reason=gone.text)))
    if audit.started is not None:
        found += _on_site(pen, audit, audit.started)
    found += [step for one in audit.findings for step in findings.steps(pen, audit, one)]
    found += _reported(pen, audit)
    return found + [(one.day, partial(pen.say, key, one.who, one.text)) for one in audit.said]


def _plan(pen: Pen, audit: Audit) -> None:
    plan = [
        {"when": part.when, "what": part.what, "auditor": pen.id(part.auditor), "auditee": pen.id(part.auditee)}
        for part in audit.plan
    ]
    pen.create(
        audit.key, "audits", audit.by, title=audit.title, unit=audit.unit, programme=pen.made[audit.programme],
        planned_from=pen.day(audit.first), planned_to=pen.day(audit.last), lead=audit.lead, team=audit.team, plan=plan,
        auditees=audit.auditees, criteria=list(audit.criteria),
        links=[("concerns", pen.entry(title)) for title in audit.concerns], **ALWAYS, **audit.values,
    )  # fmt: skip


def _prepare(pen: Pen, audit: Audit) -> None:
    rows = {
        f"{audit.key}-L{n}": {"title": one.title, "criterion": [one.clause], "question": one.question}
        for n, one in enumerate(audit.lines, 1)
    }
    pen.create_lines(audit.key, audit.lead, rows)


def _on_site(pen: Pen, audit: Audit, start: int) -> list[Step]:
    key, lead = audit.key, audit.lead
    there = _there(pen, audit)
    opened = {"opening_at": _moment(pen, start, OPENING), "opening": there}
    found: list[Step] = [(start, partial(pen.do, key, "start", lead))]
    found.append((start, partial(pen.edit, key, lead, "Opening meeting held as planned", **opened)))
    for place, line in enumerate(audit.lines, 1):
        found += _answered(pen, f"{key}-L{place}", line, line.by or lead, start + line.day)
    if audit.finished is not None:
        day = audit.issued or audit.finished
        ended = {"closing_at": _moment(pen, day, CLOSING), "closing": there}
        found.append((day, partial(pen.edit, key, lead, "Closing meeting held, findings presented", **ended)))
        due = {"report_due": pen.day(audit.report_due)}
        found.append((audit.finished, partial(pen.do, key, "finish", lead, **due)))
    return found


def _there(pen: Pen, audit: Audit) -> list[dict[str, Any]]:
    parts = [(audit.lead, "Lead auditor"), *((who, "Auditor") for who in audit.team)]
    parts += [(who, "Auditee") for who in audit.auditees]
    return [{"person": pen.id(who), "function": part} for who, part in parts]


def _moment(pen: Pen, day: int, time: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(pen.day(day), time))


def _answered(pen: Pen, key: str, line: Line, who: str, day: int) -> list[Step]:
    found: list[Step] = []
    if line.sample:
        found.append((day, partial(_draw, pen, key, who, line.sample)))
    if line.file:
        found.append((day, partial(pen.attach, key, who, line.file, file_text(line.file))))
    if line.answer:
        said = {"answer": line.answer, "evidence": line.seen, "asked": line.asked}
        found.append((day, partial(pen.do, key, "answer", who, **said)))
    if line.dropped:
        found.append((day, partial(pen.do, key, "drop", who, reason=line.dropped)))
    return found


def _draw(pen: Pen, key: str, who: str, sample: Sample) -> None:
    pen.made[key] = draw_sample(
        pen.made[key], rev=None, actor=pen.company[who], at=pen.timeline.at(), of=sample.of,
        population=sample.population, size=sample.size, seed=sample.seed, source=SOURCE,
    )  # fmt: skip


def _reported(pen: Pen, audit: Audit) -> list[Step]:
    key, lead, found = audit.key, audit.lead, list[Step]()
    if report := audit.report:
        found.append((report.written, partial(pen.edit, key, lead, "Report written from the notes", **report.values)))
        if report.signed is not None:
            found.append((report.signed, partial(pen.do, key, "sign", lead)))
    if audit.followed is not None:
        found.append((audit.followed, partial(pen.do, key, "follow", lead)))
    if audit.closed is not None:
        found.append((audit.closed, partial(pen.do, key, "close", lead)))
    return found
