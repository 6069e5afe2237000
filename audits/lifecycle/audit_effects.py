"""What else changes when an audit moves. Its lines and findings are changed through their own registers."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.lifecycle.table import Effect
from qms.registers import registry


def due_by(field: str) -> Effect:
    """The date that counts from now on is that field's; "" means none."""

    def set_due(record: Any, *, actor: Any, at: datetime.datetime) -> None:
        record.due = getattr(record, field) if field else None

    return set_due


def note_start(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The day it began; somebody who goes back on site does not begin again."""
    record.started_on = record.started_on or timezone.localdate(at)


def note_end(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The day the work on site ended."""
    record.ended_on = timezone.localdate(at)


def note_report(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The day the report was signed: from now on the programme counts the audit."""
    record.reported_on = timezone.localdate(at)


def note_move(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """How often it was postponed, and why the last time; the first dates stay."""
    record.moved += 1
    record.moved_because = record.given_reason


def note_cancelling(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Why it does not take place, beside the dates it had."""
    record.moved_because = record.given_reason


def settle_checklist(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Answers change no more."""
    _move(record, "checklist-lines", record.lines.filter(state="answered"), "settle", actor=actor, at=at)


def reopen_checklist(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Answers may change again."""
    _move(record, "checklist-lines", record.lines.filter(state="settled"), "unsettle", actor=actor, at=at)


def carry_on_findings(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Good practice needs nothing more and is closed; everything else is followed up."""
    standing = record.findings.filter(state__in=("issued", "responded"))
    said = _("Nothing to follow up.")
    good = standing.filter(grade="good_practice")
    _move(record, "findings", good, "close", actor=actor, at=at, verification=said)
    _move(record, "findings", standing.exclude(grade="good_practice"), "follow", actor=actor, at=at)


def _move(
    audit: Any, register: str, records: QuerySet[Any], verb: str, *, actor: Any, at: datetime.datetime, **asked: Any
) -> None:
    """Move records of the audit, from the source that moved the audit itself."""
    for record in list(records.order_by("pk")):
        registry[register].perform(record, verb, rev=record.rev, actor=actor, at=at, source=audit.given_source, **asked)
