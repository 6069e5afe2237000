"""The steps of a finding: drafted on site, issued, answered, verified and closed by the audit side."""

from functools import partial
from typing import Any

from .audit_plots import Audit, Found
from .pen import Pen
from .timeline import Step

TO_RESPOND = 14  # days after the closing meeting


def steps(pen: Pen, audit: Audit, one: Found) -> list[Step]:
    """What happens to a finding of an audit. Good practice is closed by the audit's follow-up."""
    who = one.by or audit.lead
    start, issued = audit.started or 0, audit.issued or 0
    day = issued if one.line is None else start + audit.lines[one.line - 1].day
    found: list[Step] = [(day, partial(_write, pen, audit, one, who))]
    if one.regraded:
        found.append((issued, partial(pen.edit, one.key, who, one.regraded, grade=one.grade)))
    if not one.draft:
        due = {"response_due": pen.day(issued + TO_RESPOND)} if one.grade in ("major", "minor") else {}
        found.append((issued, partial(pen.do, one.key, "issue", who, **due)))
    if said := one.response:
        words = {"response": said.response, "response_text": said.text}
        found.append((said.day, partial(pen.do, one.key, "respond", said.who, **words)))
    if one.withdrawn:
        gone = one.withdrawn
        found.append((gone.day, partial(pen.do, one.key, "withdraw", who, reason=gone.text)))
    if one.closed:
        found.append((one.closed.day, partial(pen.do, one.key, "close", who, verification=one.closed.text)))
    return found


def _write(pen: Pen, audit: Audit, one: Found, who: str) -> None:
    held = pen.made[audit.key]
    links = [("concerns", pen.entry(key)) for key in one.minors]
    values: dict[str, Any] = {}
    if one.line is not None:
        values["line"] = pen.made[f"{audit.key}-L{one.line}"]
        links.append(("concerns", values["line"].entry))
    grade = one.first_grade or one.grade
    pen.create(
        one.key, "findings", who, audit=held, unit=held.unit, criterion=[one.clause], grade=grade,
        title=one.title, statement=one.statement, evidence=one.evidence, links=links, **values,
    )  # fmt: skip
