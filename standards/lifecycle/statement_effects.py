"""What else changes when a statement of applicability moves: the version before it, and its lines."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t

from qms.accounts.people import system_user
from qms.registers import registry

from .family import next_of

DECISION = ("number", "requirement_id", "applicable", "because", "justification")


def decisions(record: Any, context: dict[str, Any]) -> list[dict[str, Any]]:
    """What the approver signs of each line. How far it is implemented goes on changing and is outside."""
    rows = record.lines.exclude(state="dropped").select_related("requirement").only(*DECISION, "requirement__key")
    return [
        {
            "number": line.number, "clause": line.requirement.key, "applicable": line.applicable,
            "because": line.because, "justification": line.justification,
        }
        for line in rows
    ]  # fmt: skip


def take_over(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The version that was in force is superseded, in the same transaction; this one's lines are in force."""
    family = type(record).objects.filter(edition=record.edition, unit_id=record.unit_id)
    record.in_force_on = timezone.localdate(at)
    for old in next_of(record, family):
        record.follows = old
        _perform("applicability-statements", old, "supersede", record, at, _t("%s is in force now.") % record.number)
    _each(record, ("decided",), "settle", at)


def end(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Its lines are done: nobody is reminded of them any more."""
    record.until, record.review_on = timezone.localdate(at), None
    _each(record, ("in_force",), "end", at)


def drop_lines(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The lines of a void statement are void."""
    _each(record, ("open", "decided"), "drop", at)


def _each(record: Any, states: tuple[str, ...], verb: str, at: datetime.datetime) -> None:
    for line in list(record.lines.filter(state__in=states).order_by("pk")):
        _perform("applicability-lines", line, verb, record, at)


def _perform(key: str, target: Any, verb: str, record: Any, at: datetime.datetime, reason: str = "") -> None:
    """A move that follows from the statement's, made by the system."""
    registry[key].perform(target, verb, rev=None, actor=system_user(), at=at, reason=reason, source=record.given_source)
